//! COW National Material Capabilities: one row per state and year. Emits `state_facts`
//! (system `cow`), variable `cinc`: the composite index, a state's mean share (0–1) of the
//! system's military expenditure and personnel, iron and steel, energy, total and urban
//! population (Singer, Bremer and Stuckey 1972).

use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{SHIFTED, YEARS, state};
use crate::types::Layout;
use comity_core::{Code, Result, SourceKey};

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/cow-nmc.csv");

/// What the original file writes for "missing".
const MISSING: f64 = -9.0;

/// One row per state and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Capabilities,
    layout: Layout::Standard,
    signature: &["ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop", "cinc"],
    absent: &[],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (ccode, year, cinc) = (sheet.col("ccode")?, sheet.col("year")?, sheet.col("cinc")?);
    let mut keys = Keys::new("ccode and year");
    while let Some(row) = sheet.next()? {
        let a = state(&row, ccode)?;
        let year = row.year(year, YEARS)?;
        keys.insert(&row, (a, year))?;
        let Some(value) = row.opt_float(cinc)?.filter(|x| *x != MISSING) else { continue };
        if !(0.0..=1.0).contains(&value) {
            return Err(row
                .error(Code::BadCode, cinc, "the index is not a share")
                .expected("a number from 0 to 1")
                .hint(SHIFTED));
        }
        out.state_fact(&StateFact { system: "cow", variable: "cinc", a, b: None, year, value })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn a_missing_index_gives_no_fact() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Capabilities, 4));
        assert_eq!(
            lines,
            [
                "system=cow variable=cinc a=2 year=2001 value=0.14",
                "system=cow variable=cinc a=20 year=2001 value=0.009995",
            ]
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "0.14", "1.4", Code::BadCode, "cinc");
        refused(FIXTURE, "2.0,2002.0", "2.0,2001.0", Code::DuplicateKey, "ccode");
    }
}
