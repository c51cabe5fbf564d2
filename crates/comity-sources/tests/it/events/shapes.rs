//! Rows and lines: stray tabs, quotes, ends, and files saved again by other programs.

use super::{ALL, line, read, refused, sample};
use crate::wrap::Grid;
use comity_core::{Code, Error, EventCodebook};
use comity_sources::EventSource::{Acled, Gdelt, Ged, Icews, Polecat};
use comity_sources::read_event_rows;
use std::io::Cursor;

#[test]
fn stray_tabs_are_refused_where_the_source_has_none() {
    for (source, from, row) in [(Icews, "Arland\tEvent\t190", 3), (Gdelt, "900005\t20220114", 5)] {
        let s = sample(source);
        let to = from.replacen('\t', "\t\t", 1);
        let e = s.refuses(from, &to);
        assert_eq!((e.code(), e.row_number()), (Code::RaggedRow, Some(row)), "{e}");
        let e = s.refuses(from, &from.replacen('\t', " ", 1));
        assert_eq!((e.code(), e.row_number()), (Code::RaggedRow, Some(row)), "{e}");
    }
    let first = sample(Gdelt).refuses("900001\t20230115", "900001\t20230115\t");
    assert_eq!((first.code(), first.row_number()), (Code::RaggedRow, Some(1)), "{first}");
}

/// POLECAT with `good` and then `bad` rows.
fn polecat(good: usize, bad: usize) -> String {
    let text = sample(Polecat).text();
    let mut lines = text.lines();
    let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
    let stray = row.replace("P-1", "P-1\t");
    let rows = std::iter::repeat_n(row, good).chain(std::iter::repeat_n(stray.as_str(), bad));
    [header].into_iter().chain(rows).map(|line| format!("{line}\n")).collect()
}

#[test]
fn stray_tabs_of_polecat_are_left_out_while_they_are_few() {
    let count = |good, bad| {
        let (file, _) = read("p.txt", polecat(good, bad).as_bytes()).unwrap();
        assert_eq!((file.rows, file.events), ((good + bad) as u64, good as u64));
        file.notes.first().map(|note| (note.count, note.rows.len()))
    };
    assert_eq!(count(3, 0), None);
    assert_eq!(count(1, 20), Some((20, 20)));
    assert_eq!(count(0, 2), Some((2, 2)));
    assert_eq!(count(19 * 21, 21), Some((21, 20)));
    let e = refused("p.txt", polecat(19 * 21 - 1, 21).as_bytes());
    assert_eq!((e.code(), e.row_number()), (Code::RaggedRow, Some(400)), "{e}");
    assert!(e.to_string().contains("21 of 419 rows") && e.hint_text().is_some(), "{e}");
}

#[test]
fn a_stray_quote_swallows_no_lines() {
    for (source, from) in
        [(Icews, "Arland\tEvent\t190"), (Polecat, "\tmode\t"), (Gdelt, "20220115")]
    {
        let s = sample(source);
        let (from, to) = match source {
            Icews => (from, "Arland\t\"Event\t190"),
            Polecat => (from, "\t\"mode\t"),
            _ => ("\t2022\t", "\t\"2022\t"),
        };
        let again = read(s.name, s.with(from, to).as_bytes()).unwrap();
        assert_eq!(again, s.read(), "{}", s.name);
    }
}

#[test]
fn an_open_quote_in_a_quoted_file_is_refused() {
    for (source, from) in [(Ged, "Group A,,102.0"), (Acled, "Group E,,,Group A")] {
        let e = sample(source).refuses(from, &format!("\"{from}"));
        assert!(matches!(e.code(), Code::Truncated | Code::RaggedRow), "{e}");
        assert!(e.row_number().is_some_and(|row| row >= 3), "{e}");
    }
}

#[test]
fn files_saved_again_give_the_same() {
    for s in &ALL {
        let whole = s.read();
        let same = |what: &str, bytes: &[u8]| {
            assert_eq!(read(s.name, bytes).unwrap(), whole, "{}: {what}", s.name);
        };
        let text = s.text();
        same("byte order mark", &[b"\xef\xbb\xbf", s.bytes].concat());
        same("blank lines around", format!("\n{text}\n\n").as_bytes());
        same("no last line end", text.trim_end_matches('\n').as_bytes());
        if s.source.scheme() != comity_core::EventScheme::Acled && s.source != Ged {
            same("line ends of Windows", text.replace('\n', "\r\n").as_bytes());
            let quoted: Vec<String> = text
                .lines()
                .map(|l| {
                    let quote = |c: &str| match c.starts_with('"') && c.ends_with('"') {
                        true => c.to_owned(),
                        false => format!("\"{c}\""),
                    };
                    l.split('\t').map(quote).collect::<Vec<_>>().join("\t")
                })
                .collect();
            same("all cells quoted", quoted.join("\n").as_bytes());
        } else {
            let grid = Grid::parse(s.bytes);
            let all = csv::QuoteStyle::Always;
            same("tab-separated", &grid.delimited(b'\t', csv::QuoteStyle::Necessary, "\n"));
            same("semicolons", &grid.delimited(b';', all, "\r\n"));
        }
    }
}

#[test]
fn icews_as_csv_is_read_with_quotes() {
    let rows = sample(Icews).text().replace("\"Group C\"", "Group C");
    let cells = |l: &str| {
        l.split('\t')
            .map(|c| format!("\"{}\"", c.replace('"', "\"\"")))
            .collect::<Vec<_>>()
            .join(",")
    };
    let text: String = rows.lines().map(|l| cells(l) + "\n").collect();
    assert_eq!(read("icews.csv", text.as_bytes()).unwrap(), sample(Icews).read());
}

#[test]
fn a_file_cut_off_is_refused() {
    for s in &ALL {
        let text = s.text();
        let last = text.trim_end().rfind('\n').unwrap() + 1;
        let cut = last + (text.len() - last) / 3;
        let e = refused(s.name, &s.bytes[..cut]);
        assert_eq!(e.code(), Code::Truncated, "{}: {e}", s.name);
        assert!(e.row_number().is_some() && e.hint_text().is_some(), "{e}");
    }
}

#[test]
fn files_of_nothing_are_refused() {
    for s in &ALL {
        for nothing in [&b""[..], b" \n\n", b"\xef\xbb\xbf"] {
            assert_eq!(refused(s.name, nothing).code(), Code::Empty);
        }
        if s.source == Gdelt {
            continue;
        }
        let header = s.text().lines().next().unwrap().to_owned();
        for end in ["", "\n", "\n\n"] {
            let e = refused(s.name, format!("{header}{end}").as_bytes());
            assert_eq!(e.code(), Code::NoRows, "{e}");
        }
    }
}

#[test]
fn batches_are_full_and_the_sink_may_refuse() {
    let text = polecat(20_000, 3);
    let book = EventCodebook::bundled().unwrap();
    let (mut sizes, mut last) = (Vec::new(), String::new());
    let file = read_event_rows("p.txt", Cursor::new(&text), &book, &mut |_, batch| {
        sizes.push(batch.num_rows());
        last = line(&batch, batch.num_rows() - 1);
        Ok(())
    })
    .unwrap();
    assert_eq!((file.rows, file.events), (20_003, 20_000));
    assert_eq!(sizes, [8192, 8192, 3616]);
    assert!(last.starts_with("20001|P-1|"), "{last}");
    let mut calls = 0;
    let e = read_event_rows("p.txt", Cursor::new(&text), &book, &mut |_, _| {
        calls += 1;
        Err(Error::new(Code::Spill, "full"))
    })
    .unwrap_err();
    assert_eq!((e.code(), calls), (Code::Spill, 1));
}
