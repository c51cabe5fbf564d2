//! COW direct contiguity: spells in which two states touch or lie close across water.
//!
//! Emits `state_facts` (system `cow`), variable `contiguity`: 1 land or river border, 2 up
//! to 12 miles of water, 3 up to 24, 4 up to 150, 5 up to 400; one fact per pair and year
//! 1946–2030, in the order of the file (which lists each pair both ways). A year in which
//! the type changes has the closer type. Spells of type 0 (not contiguous) give no fact: a
//! pair of system members without a fact in a year the file covers is not contiguous.

use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{pair, spell};
use crate::types::Layout;
use comity_core::{Result, SourceKey};
use std::collections::BTreeMap;

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/cow-contiguity.csv");

/// One row per pair and spell.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Contiguity,
    layout: Layout::Standard,
    signature: &["ccode1", "ccode2", "conttype", "stdate", "enddate"],
    absent: &[],
    version_column: None,
    only_version: Some("3.2"),
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (one, two) = (sheet.col("ccode1")?, sheet.col("ccode2")?);
    let kind = sheet.col("conttype")?;
    let (start, end) = (sheet.col("stdate")?, sheet.col("enddate")?);
    let mut keys = Keys::new("ccode1 and ccode2 and stdate");
    let mut closest: BTreeMap<(i32, i32, i16), i32> = BTreeMap::new();
    while let Some(row) = sheet.next()? {
        let (a, b) = pair(&row, one, two)?;
        let kind = i32::try_from(row.int_in(kind, 0..=5)?).unwrap_or(0);
        let (first, last) = (row.date(start)?, row.date(end)?);
        keys.insert(&row, (a, b, first))?;
        let years = spell(&row, first.year(), last.year(), end)?;
        if kind == 0 {
            out.note("a spell without contiguity (type 0): no fact", row.number());
            continue;
        }
        for year in years {
            closest.entry((a, b, year)).and_modify(|k| *k = kind.min(*k)).or_insert(kind);
        }
    }
    for ((a, b, year), kind) in closest {
        out.state_fact(&StateFact {
            system: "cow",
            variable: "contiguity",
            a,
            b: Some(b),
            year,
            value: f64::from(kind),
        })?;
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
    fn spells_are_written_out_from_1946_and_the_closer_type_wins() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Contiguity, 5));
        assert_eq!((imported.first_year, imported.last_year), (Some(1946), Some(1950)));
        // 2–20: 1946–1948 by land; 2–31: type 4 to 1949, type 2 from 1949 to 1950.
        assert_eq!(lines.len(), 3 + 3);
        assert_eq!(lines[0], "system=cow variable=contiguity a=2 b=20 year=1946 value=1");
        assert_eq!(lines[4], "system=cow variable=contiguity a=2 b=31 year=1949 value=2");
        assert_eq!(imported.notes[0].count, 1);
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1920-01-01", "1920-13-01", Code::BadDate, "stdate");
        refused(FIXTURE, "1948-12-01", "1919-12-01", Code::ImpossibleYear, "enddate");
        refused(FIXTURE, "2.0,20.0,1.0", "2.0,20.0,7.0", Code::BadCode, "conttype");
        refused(FIXTURE, "2.0,20.0,1.0", "2.0,2.0,1.0", Code::BadCode, "ccode2");
        refused(
            FIXTURE,
            "2.0,31.0,2.0,1949-07-01",
            "2,31,2,1948-01-01",
            Code::DuplicateKey,
            "ccode1",
        );
    }
}
