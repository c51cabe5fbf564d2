//! Damage to the file as a whole.

use super::{Case, Expect};
use crate::fixtures::Fixture;
use crate::wrap::Grid;
use comity_core::Code::{self, *};
use csv::QuoteStyle;

const CUT: &[Code] = &[Truncated, RaggedRow, MissingColumn, Unrecognised, MissingValue];

pub(super) fn cases(fixture: &Fixture, grid: &Grid) -> Vec<Case> {
    use Expect::Codes;
    let text = grid.text();
    let header_end = text.iter().position(|b| *b == b'\n').unwrap();
    let header_only = || Grid(grid.0[..1].to_vec()).text();
    let utf16 = |be: bool| -> Vec<u8> {
        let units = String::from_utf8(text.clone()).unwrap().encode_utf16().collect::<Vec<_>>();
        let bytes = |u: &u16| if be { u.to_be_bytes() } else { u.to_le_bytes() };
        units.iter().flat_map(bytes).collect()
    };
    let mut headless = grid.clone();
    headless.0.remove(0);
    let mut cases = vec![
        Case::new("empty", Vec::new(), Codes(&[Empty])),
        Case::new("blanks only", b"  \n\r\n \t".to_vec(), Codes(&[Empty])),
        Case::new("byte order mark only", b"\xef\xbb\xbf".to_vec(), Codes(&[Empty])),
        Case::new("one byte", b"x".to_vec(), Codes(&[Unrecognised])),
        Case::new("header only", header_only(), Codes(&[NoRows])),
        Case::new("header without line end", text[..header_end].to_vec(), Codes(&[NoRows])),
        Case::new("missing header", headless.text(), Codes(&[MissingHeader])),
        Case::new(
            "cut in the header",
            text[..header_end / 3].to_vec(),
            Codes(&[Unrecognised, MissingColumn, DuplicateColumn, NoRows]),
        ),
        Case::new(
            "UTF-16 with mark",
            [b"\xff\xfe".to_vec(), utf16(false)].concat(),
            Codes(&[BadEncoding]),
        ),
        Case::new("UTF-16, big end first", utf16(true), Codes(&[BadEncoding])),
        Case::new(
            "NULs all over",
            text.iter().flat_map(|b| [*b, 0]).collect(),
            Codes(&[BadEncoding]),
        ),
        Case::new(
            "EBCDIC",
            text.iter().map(|b| b.wrapping_add(0x80) | 0x80).collect(),
            Codes(&[Unrecognised, BadEncoding, CellTooLong]),
        ),
        Case::new(
            "web page",
            b"<!DOCTYPE html><html><body>404 Not Found</body></html>".to_vec(),
            Codes(&[Unrecognised]),
        ),
        Case::new("JSON error", b"{\"error\": \"rate limit\"}".to_vec(), Codes(&[Unrecognised])),
        Case::new("XML error", b"<?xml version=\"1.0\"?><Error/>".to_vec(), Codes(&[Unrecognised])),
        Case::new("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), Codes(&[Unrecognised])),
        Case::new("RAR", b"Rar!\x1a\x07\x01\x00".to_vec(), Codes(&[Unrecognised, BadEncoding])),
        Case::new(
            "old workbook",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            Codes(&[BadWorkbook]),
        ),
        Case::new(
            "Stata start, then noise",
            [b"<stata_dta><header><release>118".to_vec(), noise(500)].concat(),
            Codes(&[BadWorkbook, Truncated, BadEncoding]),
        ),
        Case::new(
            "random bytes",
            noise(5_000),
            Codes(&[Unrecognised, BadEncoding, MissingHeader, Truncated, CellTooLong]),
        ),
        Case::new(
            "another table",
            b"name,colour\nx,red\ny,blue\n".to_vec(),
            Codes(&[Unrecognised]),
        ),
        Case::new(
            "wrong delimiter",
            grid.delimited(b'|', QuoteStyle::Necessary, "\n"),
            Codes(&[Unrecognised, MissingColumn, MissingHeader]),
        ),
        Case::new(
            "header twice",
            {
                let mut twice = grid.clone();
                twice.0.insert(1, twice.0[0].clone());
                twice.text()
            },
            Expect::From(&[NotANumber, BadCode, BadDate, ImpossibleYear], 2),
        ),
    ];
    let last_row = grid.0.len() as u64;
    let cut_at = text[..text.len() - 1].iter().rposition(|b| *b == b'\n').unwrap() + 3;
    cases.push(Case::new(
        "cut in the last row",
        text[..cut_at].to_vec(),
        Expect::From(CUT, last_row - u64::from(fixture.source == comity_core::SourceKey::Ged)),
    ));
    for (kind, share) in [("cut at a third", 3), ("cut at a half", 2)] {
        let cut = (header_end + (text.len() - header_end) / share..)
            .find(|i| text[*i] != b'\n' && text[i - 1] != b'\n' && !row_is_whole(&text[..*i], grid))
            .unwrap();
        cases.push(Case::new(kind, text[..cut].to_vec(), Codes(CUT)));
    }
    let quoted = grid.delimited(b',', QuoteStyle::Always, "\n");
    let in_cell = quoted.iter().rposition(u8::is_ascii_alphanumeric).unwrap();
    cases.push(Case::new(
        "cut in quotes",
        quoted[..in_cell].to_vec(),
        Expect::From(&[Truncated], last_row),
    ));
    cases
}

/// Whether the text ends in a row with all its cells: then a cut leaves no trace.
fn row_is_whole(text: &[u8], grid: &Grid) -> bool {
    Grid::parse(text).0.last().is_some_and(|row| row.len() == grid.0[0].len())
}

/// Bytes of a fixed linear congruential sequence.
pub(super) fn noise(n: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(n)
    .collect()
}
