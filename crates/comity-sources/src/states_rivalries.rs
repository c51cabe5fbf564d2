//! Strategic rivalries (Thompson, Sakuwa and Suhas 2021): spells of pairs of states that
//! see each other as threatening competitors. Undirected.
//!
//! Emits `state_facts` (system `cow`), value 1, one fact per pair (smaller number first)
//! and year 1946–2030 of a spell: `rivalry`, and `rivalry_positional`, `rivalry_spatial`,
//! `rivalry_ideological`, `rivalry_interventionary` where the source codes that type. A
//! pair without a fact in a year the file covers is no rivalry.

use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{pair, spell};
use crate::types::Layout;
use comity_core::{Result, SourceKey};
use std::collections::BTreeSet;

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/tss-rivalries.csv");

/// Years a rivalry may begin or end in.
const YEARS: std::ops::RangeInclusive<i16> = 1400..=2100;

/// Columns of the types and the variables they become.
const TYPES: [(&str, &str); 4] = [
    ("positional", "rivalry_positional"),
    ("spatial", "rivalry_spatial"),
    ("ideological", "rivalry_ideological"),
    ("interventionary", "rivalry_interventionary"),
];

/// One row per pair and spell.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Rivalries,
    layout: Layout::Standard,
    signature: &["tssr_id", "rivalry", "ccode1", "ccode2", "start", "end"],
    absent: &[],
    version_column: None,
    only_version: Some("2021"),
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let id = sheet.col("tssr_id")?;
    let (one, two) = (sheet.col("ccode1")?, sheet.col("ccode2")?);
    let (start, end) = (sheet.col("start")?, sheet.col("end")?);
    let types: Vec<(Col, &'static str)> = TYPES
        .iter()
        .filter_map(|(column, variable)| Some((sheet.opt_col(column)?, *variable)))
        .collect();
    let mut keys = Keys::new("tssr_id");
    let mut facts = BTreeSet::new();
    while let Some(row) = sheet.next()? {
        keys.insert(&row, row.int_in(id, 1..=999_999)?)?;
        let (x, y) = pair(&row, one, two)?;
        let (a, b) = (x.min(y), x.max(y));
        let (first, last) = (row.year(start, YEARS)?, row.year(end, YEARS)?);
        let mut variables = vec!["rivalry"];
        for (col, variable) in &types {
            if row.opt_flag(*col)? == Some(true) {
                variables.push(variable);
            }
        }
        for year in spell(&row, first, last, end)? {
            facts.extend(variables.iter().map(|v| (a, b, year, *v)));
        }
    }
    for (a, b, year, variable) in facts {
        out.state_fact(&StateFact { system: "cow", variable, a, b: Some(b), year, value: 1.0 })?;
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
    fn pairs_are_undirected_and_types_are_variables() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Rivalries, 3));
        assert_eq!(
            lines,
            [
                "system=cow variable=rivalry a=630 b=645 year=1946 value=1",
                "system=cow variable=rivalry_spatial a=630 b=645 year=1946 value=1",
                "system=cow variable=rivalry a=630 b=666 year=1979 value=1",
                "system=cow variable=rivalry_ideological a=630 b=666 year=1979 value=1",
            ]
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1494.0", "149.0", Code::ImpossibleYear, "start");
        refused(FIXTURE, "\n3,", "\n2,", Code::DuplicateKey, "tssr_id");
        refused(FIXTURE, "1979.0,1979.0", "1979.0,1978.0", Code::ImpossibleYear, "end");
    }
}
