//! Damaged wrappings.

use super::whole::noise;
use super::{Case, Expect};
use crate::fixtures::Fixture;
use crate::wrap::{Grid, gz, workbook, xlsx, zip};
use comity_core::Code::{self, *};

const BROKEN: &[Code] = &[BadArchive, BadWorkbook, Truncated];

pub(super) fn cases(_: &Fixture, grid: &Grid) -> Vec<Case> {
    use Expect::Codes;
    let text = grid.text();
    let zipped = zip(&[("data.csv", &text)]);
    let gzipped = gz(&text);
    let book = xlsx(grid);
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 0x55;
        bytes
    };
    let zip_data = 30 + "data.csv".len() + 20;
    vec![
        Case::new("zip cut", zipped[..zipped.len() / 2].to_vec(), Codes(BROKEN)).called("file.zip"),
        Case::new("zip without directory", zipped[..zipped.len() - 10].to_vec(), Codes(BROKEN))
            .called("file.zip"),
        Case::new(
            "zip with a flipped byte",
            flipped(&zipped, zip_data),
            Codes(&[
                BadArchive,
                Truncated,
                MissingColumn,
                Unrecognised,
                RaggedRow,
                BadEncoding,
                DuplicateColumn,
                MissingHeader,
            ]),
        )
        .called("file.zip"),
        Case::new(
            "zip start, then noise",
            [b"PK\x03\x04".to_vec(), noise(500)].concat(),
            Codes(BROKEN),
        )
        .called("file.zip"),
        Case::new("zip of nothing", zip(&[]), Codes(&[Unrecognised])).called("file.zip"),
        Case::new("zip of a picture", zip(&[("a.png", b"\x89PNG")]), Codes(&[Unrecognised]))
            .called("file.zip"),
        Case::new("zip of an empty file", zip(&[("a.csv", b"")]), Codes(&[Empty]))
            .called("file.zip"),
        Case::new(
            "zip of other tables",
            zip(&[("a.csv", b"x,y\n1,2\n"), ("b.csv", b"u,v\n1,2\n")]),
            Codes(&[Unrecognised]),
        )
        .called("file.zip"),
        Case::new(
            "zip in zip in zip in zip",
            zip(&[("a.gz", &zip(&[("b.gz", &zip(&[("c.gz", &gz(&gz(&text)))]))]))]),
            Codes(&[BadArchive]),
        )
        .called("file.zip"),
        Case::new("gz cut", gzipped[..gzipped.len() / 2].to_vec(), Codes(&[Truncated]))
            .called("file.gz"),
        Case::new(
            "gz without check sum",
            gzipped[..gzipped.len() - 6].to_vec(),
            Codes(&[Truncated]),
        )
        .called("file.gz"),
        Case::new(
            "gz with wrong check sum",
            flipped(&gzipped, gzipped.len() - 6),
            Codes(&[BadArchive]),
        )
        .called("file.gz"),
        Case::new(
            "gz with noise behind",
            [gzipped.clone(), noise(100)].concat(),
            Codes(&[BadArchive]),
        )
        .called("file.gz"),
        Case::new(
            "gz start, then noise",
            [b"\x1f\x8b\x08\x00".to_vec(), noise(500)].concat(),
            Codes(BROKEN),
        )
        .called("file.gz"),
        Case::new("workbook cut", book[..book.len() / 2].to_vec(), Codes(BROKEN))
            .called("file.xlsx"),
        Case::new(
            "workbook of broken XML",
            workbook("<worksheet><sheetData><row r=\"1\"><c r="),
            Codes(&[BadWorkbook, Empty]),
        )
        .called("file.xlsx"),
        Case::new(
            "workbook without cells",
            workbook("<worksheet><sheetData></sheetData></worksheet>"),
            Codes(&[Empty]),
        )
        .called("file.xlsx"),
        Case::new(
            "workbook without sheets",
            zip(&[("xl/workbook.xml", b"<workbook></workbook>")]),
            Codes(&[BadWorkbook]),
        )
        .called("file.xlsx"),
    ]
}

/// The bombs are the same for every importer, and large: once is enough.
#[test]
fn bombs_are_stopped() {
    let zeros = vec![b'a'; 80 << 20];
    for (name, bytes) in [("file.zip", zip(&[("a.csv", &zeros)])), ("file.gz", gz(&zeros))] {
        let e = crate::support::run(name, &bytes).map(|_| ()).unwrap_err();
        assert!(matches!(e.code(), ArchiveTooLarge | CellTooLong), "{name}: {e}");
    }
    let lines = vec![b'\n'; 80 << 20];
    for (name, bytes) in [
        ("file.zip", zip(&[("a.csv", &lines)])),
        ("file.xlsx", {
            let sheet = format!("<worksheet><sheetData>{}", " ".repeat(80 << 20));
            workbook(&sheet)
        }),
    ] {
        let e = crate::support::run(name, &bytes).map(|_| ()).unwrap_err();
        assert_eq!(e.code(), ArchiveTooLarge, "{name}: {e}");
        assert!(e.file_name().is_some_and(|f| f.starts_with(name)));
    }
}
