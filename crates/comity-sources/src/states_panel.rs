//! The state system by year: Gleditsch–Ward and Correlates of War numbers side by side
//! (panel of the R package isard, Miller). Emits `state_ids`, one row per state and year;
//! a state that only one of the two systems lists has no number in the other.

use crate::keys::Keys;
use crate::output::{Output, StateId};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{SHIFTED, YEARS, opt_state};
use crate::types::Layout;
use comity_core::{Code, Result, SourceKey};

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/gw-cow-states.csv");

/// One row per state and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::States,
    layout: Layout::Standard,
    signature: &["stateabb", "year", "gwcode|gwno", "ccode", "gw_name", "cw_name"],
    absent: &[],
    version_column: None,
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (abb, year) = (sheet.col("stateabb")?, sheet.col("year")?);
    let (gw, cow) = (sheet.col("gwcode|gwno")?, sheet.col("ccode")?);
    let (gw_name, cow_name) = (sheet.col("gw_name")?, sheet.col("cw_name")?);
    let mut keys = Keys::new("gwcode and ccode and year");
    while let Some(row) = sheet.next()? {
        let (gw, cow) = (opt_state(&row, gw)?, opt_state(&row, cow)?);
        if gw.is_none() && cow.is_none() {
            return Err(row
                .row_error(Code::MissingValue, "the state has a number in neither system")
                .column("gwcode")
                .expected("a number in `gwcode` or in `ccode`")
                .hint(SHIFTED));
        }
        let year = row.year(year, YEARS)?;
        keys.insert(&row, (gw, cow, year))?;
        let name = match row.opt_text(gw_name)? {
            Some(name) => name,
            None => row.need_text(cow_name)?,
        };
        let abb = row.opt_text(abb)?;
        out.state_id(&StateId { year, gw, cow, abb: abb.as_deref(), name: &name })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn a_state_may_be_in_one_system_only() {
        let (imported, lines) = rows(FIXTURE, Table::StateIds);
        assert_eq!((imported.source, imported.rows), (SourceKey::States, 4));
        assert_eq!(lines[0], "year=1990 gw=678 cow=678 abb=YAR name=Yemen Arab Republic");
        assert_eq!(lines[2], "year=1991 gw=340 abb=SRB name=Serbia");
        assert_eq!(lines[3], "year=1991 cow=345 abb=YUG name=Yugoslavia");
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1990.0", "19900", Code::ImpossibleYear, "year");
        refused(FIXTURE, "678.0,678.0", ",", Code::MissingValue, "gwcode");
        refused(FIXTURE, "678.0,678.0", "6789,678", Code::BadCode, "gwcode");
        refused(FIXTURE, "1991.0,678.0,679.0", "1990,678,678", Code::DuplicateKey, "gwcode");
    }
}
