//! Every importer against every kind of damage: an error with the right code that names the
//! file, and row and column where the damage is in a cell; or, where the damage is harmless,
//! the same output as without it. Never a panic.

mod archives;
mod cells;
mod columns;
mod harmless;
mod whole;

use crate::fixtures::{ALL, Fixture};
use crate::support::run;
use crate::wrap::Grid;
use comity_core::{Code, Error};

/// What a damaged file must lead to.
pub(crate) enum Expect {
    /// An error with one of these codes.
    Codes(&'static [Code]),
    /// An error with one of these codes at this row (the header is row 1) and column.
    At(&'static [Code], u64, String),
    /// An error with one of these codes at this row or a later one.
    From(&'static [Code], u64),
    /// The output of the undamaged file.
    Same,
}

/// One damaged file.
pub(crate) struct Case {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) expect: Expect,
}

impl Case {
    pub(crate) fn new(kind: &'static str, bytes: Vec<u8>, expect: Expect) -> Self {
        Self { kind, name: "file.csv".to_owned(), bytes, expect }
    }

    pub(crate) fn called(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }
}

fn cases(fixture: &Fixture) -> Vec<Case> {
    let grid = Grid::parse(fixture.bytes);
    let mut cases = whole::cases(fixture, &grid);
    cases.extend(archives::cases(fixture, &grid));
    cases.extend(columns::cases(fixture, &grid));
    cases.extend(cells::cases(fixture, &grid));
    cases.extend(harmless::cases(fixture, &grid));
    cases
}

#[test]
fn every_importer_meets_every_kind_of_damage() {
    let mut kinds = std::collections::BTreeSet::new();
    let mut failures = Vec::new();
    for fixture in ALL {
        let undamaged = run("file.csv", fixture.bytes).unwrap();
        assert_eq!(undamaged.imported.source, fixture.source, "{}", fixture.file);
        assert_eq!(undamaged.imported.layout, fixture.layout, "{}", fixture.file);
        for case in cases(fixture) {
            kinds.insert(case.kind);
            let outcome = run(&case.name, &case.bytes);
            let verdict = match (&outcome, &case.expect) {
                (Ok(o), Expect::Same) if o.sorted() == undamaged.sorted() => Ok(()),
                (Ok(_), Expect::Same) => Err("the output differs".to_owned()),
                (Ok(_), _) => Err("it was accepted".to_owned()),
                (Err(e), expect) => judge(e, expect),
            };
            if let Err(why) = verdict {
                failures.push(format!("{} · {}: {why}", fixture.file, case.kind));
            }
        }
    }
    assert!(kinds.len() >= 50, "only {} kinds", kinds.len());
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    println!("{} kinds of damage, {} importers", kinds.len(), ALL.len());
}

fn judge(e: &Error, expect: &Expect) -> Result<(), String> {
    let codes = match expect {
        Expect::Same => return Err(format!("refused: {e}")),
        Expect::Codes(codes) | Expect::At(codes, ..) | Expect::From(codes, _) => *codes,
    };
    let placed = match expect {
        Expect::At(_, row, column) => {
            e.row_number() == Some(*row)
                && e.column_name().is_some_and(|c| c.eq_ignore_ascii_case(column))
        }
        Expect::From(_, row) => e.row_number().is_some_and(|r| r >= *row),
        _ => true,
    };
    if !codes.contains(&e.code()) {
        return Err(format!("the code is {}: {e}", e.code()));
    }
    if !e.file_name().is_some_and(|f| f.starts_with("file.")) {
        return Err(format!("the file is not named: {e}"));
    }
    if !placed {
        return Err(format!("the place is wrong: {e}"));
    }
    if e.code() != Code::Unrecognised && e.hint_text().is_none() {
        return Err(format!("there is no hint: {e}"));
    }
    Ok(())
}
