//! COW major powers. Emits `state_facts` (system `cow`), variable `major`, value 1, one
//! fact per state and year 1946–2030 of a spell; the file ends all open spells in its own
//! last year. A state without a fact in a year the file covers is no major power.

use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{YEARS, spell, state};
use crate::types::Layout;
use comity_core::{Result, SourceKey};
use std::collections::BTreeSet;

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/cow-majors.csv");

/// One row per state and spell.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Majors,
    layout: Layout::Standard,
    signature: &["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"],
    absent: &[],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let ccode = sheet.col("ccode")?;
    let (start, end) = (sheet.col("styear")?, sheet.col("endyear")?);
    let mut keys = Keys::new("ccode and styear");
    let mut facts = BTreeSet::new();
    while let Some(row) = sheet.next()? {
        let a = state(&row, ccode)?;
        let (first, last) = (row.year(start, YEARS)?, row.year(end, YEARS)?);
        keys.insert(&row, (a, first))?;
        facts.extend(spell(&row, first, last, end)?.map(|year| (a, year)));
    }
    for (a, year) in facts {
        let fact = StateFact { system: "cow", variable: "major", a, b: None, year, value: 1.0 };
        out.state_fact(&fact)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::Code;
    use comity_core::schema::Table;

    #[test]
    fn spells_before_1946_give_no_fact() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Majors, 3));
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "system=cow variable=major a=2 year=1946 value=1");
        assert_eq!(lines[2], "system=cow variable=major a=255 year=1991 value=1");
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1947.0", "1897.0", Code::ImpossibleYear, "endyear");
        refused(FIXTURE, "1898.0", "18980", Code::ImpossibleYear, "styear");
        refused(FIXTURE, "2.0,1898.0", "x,1898.0", Code::NotANumber, "ccode");
    }
}
