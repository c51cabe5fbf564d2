//! Alliance Treaty Obligations and Provisions (ATOP), directed dyad-years.
//!
//! Emits `state_facts` (system `cow`), value 1, for every obligation that `a` has towards
//! `b` in the year: `alliance_defense`, `alliance_offense`, `alliance_neutral`,
//! `alliance_nonagg`, `alliance_consul`. An obligation without a fact in a year the file
//! covers does not exist. Both orders are there, as obligations may differ.

use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{YEARS, pair};
use crate::types::Layout;
use comity_core::{Result, SourceKey};

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/atop.csv");

/// Columns and the variables they become.
const OBLIGATIONS: [(&str, &str); 5] = [
    ("atop_defense", "alliance_defense"),
    ("atop_offense", "alliance_offense"),
    ("atop_neutral", "alliance_neutral"),
    ("atop_nonagg", "alliance_nonagg"),
    ("atop_consul", "alliance_consul"),
];

/// One row per directed pair and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Atop,
    layout: Layout::Standard,
    signature: &[
        "ccode1",
        "ccode2",
        "year",
        "atop_defense",
        "atop_offense",
        "atop_neutral",
        "atop_nonagg",
        "atop_consul",
    ],
    absent: &[],
    version_column: None,
    only_version: Some("5.1"),
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (one, two, year) = (sheet.col("ccode1")?, sheet.col("ccode2")?, sheet.col("year")?);
    let columns: Vec<(Col, &'static str)> = OBLIGATIONS
        .iter()
        .map(|(column, variable)| Ok((sheet.col(column)?, *variable)))
        .collect::<Result<_>>()?;
    let mut keys = Keys::new("ccode1 and ccode2 and year");
    while let Some(row) = sheet.next()? {
        let (a, b) = pair(&row, one, two)?;
        let year = row.year(year, YEARS)?;
        keys.insert(&row, (a, b, year))?;
        for (col, variable) in &columns {
            if row.opt_flag(*col)? == Some(true) {
                out.state_fact(&StateFact {
                    system: "cow",
                    variable,
                    a,
                    b: Some(b),
                    year,
                    value: 1.0,
                })?;
            }
        }
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
    fn only_obligations_that_exist_are_facts() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Atop, 3));
        assert_eq!(
            lines,
            [
                "system=cow variable=alliance_defense a=2 b=20 year=1949 value=1",
                "system=cow variable=alliance_consul a=2 b=20 year=1949 value=1",
                "system=cow variable=alliance_defense a=20 b=2 year=1949 value=1",
                "system=cow variable=alliance_neutral a=365 b=640 year=1950 value=1",
            ]
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1949.0,1.0", "1949.0,2.0", Code::BadCode, "atop_defense");
        refused(FIXTURE, "20.0,2.0,", "2.0,20.0,", Code::DuplicateKey, "ccode1");
        refused(FIXTURE, "1950.0", "", Code::MissingValue, "year");
    }
}
