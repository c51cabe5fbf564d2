//! GML militarised interstate disputes (Gibler, Miller and Little 2016), directed
//! dyad-dispute-years. Emits `state_facts` (system `cow`) per directed pair and year with a
//! dispute under way: `mid` (value: number of disputes) and `mid_hostility` (highest
//! hostility level of these disputes: 2 threat, 3 display, 4 use of force, 5 war). A pair
//! without a fact in a year the file covers had no dispute.

use crate::keys::Keys;
use crate::output::{Output, StateFact};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::{YEARS, pair};
use crate::types::Layout;
use comity_core::{Result, SourceKey};
use std::collections::BTreeMap;

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/gml-mid.csv");

/// One row per dispute, directed pair and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Mids,
    layout: Layout::Standard,
    signature: &["dispnum", "ccode1", "ccode2", "year", "gmlmidongoing", "gmlmidonset", "hostlev"],
    absent: &[],
    version_column: None,
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let dispute = sheet.col("dispnum")?;
    let (one, two, year) = (sheet.col("ccode1")?, sheet.col("ccode2")?, sheet.col("year")?);
    let (ongoing, hostility) = (sheet.col("gmlmidongoing")?, sheet.col("hostlev")?);
    let mut keys = Keys::new("dispnum and ccode1 and ccode2 and year");
    let mut disputes: BTreeMap<(i32, i32, i16), (i32, i32)> = BTreeMap::new();
    while let Some(row) = sheet.next()? {
        let (a, b) = pair(&row, one, two)?;
        let year = row.year(year, YEARS)?;
        keys.insert(&row, (row.int_in(dispute, 0..=999_999)?, a, b, year))?;
        if row.opt_flag(ongoing)? != Some(true) {
            continue;
        }
        let level = row.opt_int_in(hostility, 1..=5)?.and_then(|n| i32::try_from(n).ok());
        let (count, highest) = disputes.entry((a, b, year)).or_default();
        *count += 1;
        *highest = level.unwrap_or(0).max(*highest);
    }
    for ((a, b, year), (count, highest)) in disputes {
        for (variable, n) in [("mid", count), ("mid_hostility", highest)] {
            if n > 0 {
                let (b, value) = (Some(b), f64::from(n));
                out.state_fact(&StateFact { system: "cow", variable, a, b, year, value })?;
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
    fn disputes_of_a_pair_and_year_are_counted() {
        let (imported, lines) = rows(FIXTURE, Table::StateFacts);
        assert_eq!((imported.source, imported.rows), (SourceKey::Mids, 3));
        assert_eq!(
            lines,
            [
                "system=cow variable=mid a=630 b=645 year=1980 value=2",
                "system=cow variable=mid_hostility a=630 b=645 year=1980 value=5",
                "system=cow variable=mid a=645 b=630 year=1980 value=1",
                "system=cow variable=mid_hostility a=645 b=630 year=1980 value=5",
            ]
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "4.0\n", "6.0\n", Code::BadCode, "hostlev");
        refused(FIXTURE, "8.0,630.0,645.0", "7.0,630.0,645.0", Code::DuplicateKey, "dispnum");
    }
}
