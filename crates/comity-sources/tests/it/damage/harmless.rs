//! Differences between ways of saving that must make no difference.

use super::{Case, Expect};
use crate::fixtures::Fixture;
use crate::wrap::{Grid, gz, xlsx, zip};
use csv::QuoteStyle;

pub(super) fn cases(fixture: &Fixture, grid: &Grid) -> Vec<Case> {
    let text = grid.text();
    let same = |kind, bytes| Case::new(kind, bytes, Expect::Same);
    let change = |f: &dyn Fn(&mut Grid)| {
        let mut grid = grid.clone();
        f(&mut grid);
        grid.text()
    };
    let half = text.len() / 2;
    let members = [gz(&text[..half]), gz(&text[half..])].concat();
    let mut cases = vec![
        same("semicolons", grid.delimited(b';', QuoteStyle::Necessary, "\n")),
        same("tabs", grid.delimited(b'\t', QuoteStyle::Necessary, "\n")),
        same("Windows line ends", grid.delimited(b',', QuoteStyle::Necessary, "\r\n")),
        same("old Macintosh line ends", grid.delimited(b',', QuoteStyle::Necessary, "\r")),
        same("all cells quoted", grid.delimited(b',', QuoteStyle::Always, "\n")),
        same("byte order mark", [b"\xef\xbb\xbf".to_vec(), text.clone()].concat()),
        same("no final line end", text[..text.len() - 1].to_vec()),
        same("blank lines at the end", [text.clone(), b"\n\r\n  \n".to_vec()].concat()),
        same("capital header", change(&|g| g.0[0].iter_mut().for_each(|h| *h = h.to_uppercase()))),
        same(
            "stray blanks",
            change(&|g| {
                g.0.iter_mut()
                    .flatten()
                    .filter(|c| !c.is_empty())
                    .for_each(|c| *c = format!(" {c} "));
            }),
        ),
        same(
            "one more column",
            change(&|g| {
                g.0.iter_mut().for_each(|row| row.insert(1, "note to self".to_owned()));
            }),
        ),
        same(
            "empty last columns",
            change(&|g| {
                g.0.iter_mut().for_each(|row| row.extend([String::new(), String::new()]));
            }),
        ),
        same("columns reversed", change(&|g| g.0.iter_mut().for_each(|row| row.reverse()))),
        same("rows reversed", change(&|g| g.0[1..].reverse())),
        same(
            "numbers with .0",
            grid.map(|c| match c.parse::<i64>() {
                Ok(n) => format!("{n}.0"),
                Err(_) => c.to_owned(),
            })
            .text(),
        ),
        same("zip", zip(&[("folder/data.csv", &text)])).called("file.zip"),
        same(
            "zip with a codebook",
            zip(&[
                ("readme.pdf", b"%PDF"),
                ("data.csv", &text),
                ("notes.txt", b"a note\nno table\n"),
                ("__MACOSX/._data.csv", b"\x00\x05"),
            ]),
        )
        .called("file.zip"),
        same("gz", gz(&text)).called("file.gz"),
        same("gz of two members", members).called("file.gz"),
        same("gz in a zip", zip(&[("data.csv.gz", &gz(&text))])).called("file.zip"),
        same("workbook", xlsx(&grid.map(|c| c.trim().to_owned()))).called("file.xlsx"),
        same("workbook in a zip", zip(&[("data.xlsx", &xlsx(grid))])).called("file.zip"),
    ];
    let latin_1: Option<Vec<u8>> =
        String::from_utf8(text).unwrap().chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    cases.extend(latin_1.map(|bytes| same("Latin-1", bytes)));
    if fixture.keyed {
        cases.push(same("rows rotated", change(&|g| g.0[1..].rotate_left(1))));
    }
    cases
}
