//! Damage to one row or one cell: the error names the place.

use super::{Case, Expect};
use crate::fixtures::Fixture;
use crate::wrap::Grid;
use comity_core::Code::{self, *};

/// The row of data that is damaged, and its number as a person counts.
const ROW: usize = 2;
const NUMBER: u64 = ROW as u64 + 1;

pub(super) fn cases(fixture: &Fixture, grid: &Grid) -> Vec<Case> {
    let mut cases = shapes(fixture, grid);
    let mut damage = |kind, column: &str, cell: &str, codes: &'static [Code]| {
        let damaged = grid.with(ROW, grid.column(column), cell);
        cases.push(Case::new(kind, damaged.text(), Expect::At(codes, NUMBER, column.to_owned())));
    };
    let number = fixture.number;
    damage("text in a number", number, "many", &[NotANumber]);
    damage("fraction in a whole number", number, "1.5", &[NotANumber]);
    damage("infinite number", number, "inf", &[NotANumber]);
    damage("hexadecimal number", number, "0x1F", &[NotANumber]);
    damage("number with a thousands separator", number, "1 000", &[NotANumber]);
    damage("huge number", number, "1e300", &[NotANumber, BadCode, ImpossibleYear]);
    damage("negative number", number, "-7", &[NotANumber, BadCode, ImpossibleYear]);
    damage("blank in a required cell", number, "", &[MissingValue]);
    damage("NA in a required cell", number, "NA", &[MissingValue]);
    damage("spreadsheet error in a number", number, "#REF!", &[NotANumber]);
    if let Some(year) = fixture.year {
        damage("year with a digit too many", year, "19990", &[ImpossibleYear]);
        damage("year before all records", year, "1066", &[ImpossibleYear]);
        damage("year zero", year, "0", &[ImpossibleYear]);
        damage("negative year", year, "-1999", &[ImpossibleYear]);
        damage("year in the far future", year, "2101", &[ImpossibleYear]);
        damage("two-digit year", year, "99", &[ImpossibleYear]);
        damage("year in words", year, "last year", &[NotANumber]);
        damage("date in a year", year, "1999-05-06", &[NotANumber]);
    }
    if let Some(date) = fixture.date {
        damage("30 February", date, "2012-02-30", &[BadDate]);
        damage("date in American order", date, "05/06/2012", &[BadDate]);
        damage("date as a serial number", date, "41000", &[BadDate]);
        damage("date in words", date, "in May", &[BadDate]);
        damage("date in the far future", date, "9999-01-01", &[BadDate]);
    }
    if let Some((column, code)) = fixture.code {
        damage("number that is no code", column, code, &[BadCode]);
    }
    cases
}

fn shapes(fixture: &Fixture, grid: &Grid) -> Vec<Case> {
    let column = grid.column(fixture.number);
    let mut short = grid.clone();
    short.0[ROW].truncate(2);
    let mut long = grid.clone();
    long.0[ROW].push("more".to_owned());
    let mut again = grid.clone();
    again.0.push(again.0[ROW].clone());
    let at = |codes| Expect::At(codes, NUMBER, fixture.number.to_owned());
    let spoiled = |filler: &[u8]| {
        let text = grid.with(ROW, column, "FILLER").text();
        let start = text.windows(6).position(|w| w == b"FILLER").unwrap();
        [&text[..start], filler, &text[start + 6..]].concat()
    };
    let mut cases = vec![
        Case::new("row too short", short.text(), Expect::From(&[RaggedRow], NUMBER)),
        Case::new("row too long", long.text(), Expect::From(&[RaggedRow], NUMBER)),
        Case::new("a million characters", spoiled(&[b'z'; 1_000_000]), at(&[CellTooLong])),
        Case::new("NUL in a cell", spoiled(b"1\x002"), at(&[BadEncoding])),
        Case::new("control bytes in a cell", spoiled(b"\x81\x8d"), at(&[BadEncoding])),
        Case::new(
            "unbalanced quote",
            spoiled(b"\"7"),
            Expect::From(&[Truncated, RaggedRow, CellTooLong, NotANumber], NUMBER),
        ),
    ];
    if fixture.keyed {
        let last = again.0.len() as u64;
        cases.push(Case::new("row twice", again.text(), Expect::From(&[DuplicateKey], last)));
    }
    cases
}
