//! UCDP Battle-Related Deaths, dyadic: how many died between two sides in a year.

use crate::keys::Keys;
use crate::names::Names;
use crate::output::Output;
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::{YEARS, regions, side, side_columns};
use crate::ucdp_state_based::Fight;
use comity_core::claim::attribute;
use comity_core::{Result, SourceKey};

/// One row per dyad and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::BattleDeaths,
    layout: Layout::Standard,
    signature: &[
        "dyad_id",
        "side_a_id",
        "side_b",
        "side_b_id",
        "year",
        "bd_best",
        "bd_low",
        "bd_high",
        "type_of_conflict",
    ],
    absent: &[],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (dyad, year) = (sheet.col("dyad_id")?, sheet.col("year")?);
    let (a, b) = (side_columns(sheet, 'a')?, side_columns(sheet, 'b')?);
    let (best, low, high) = (sheet.col("bd_best")?, sheet.col("bd_low")?, sheet.col("bd_high")?);
    let (conflict_type, region) = (sheet.col("type_of_conflict")?, sheet.opt_col("region"));
    let mut keys = Keys::new("dyad_id and year");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let (dyad, year) = (row.int_in(dyad, 0..=i64::MAX)?, row.year(year, YEARS)?);
        keys.insert(&row, (dyad, year))?;
        row.int_in(conflict_type, 1..=4)?;
        let deaths = row.opt_int_in(best, 0..=i64::from(i32::MAX))?;
        row.opt_int_in(low, -1..=i64::from(i32::MAX))?;
        row.opt_int_in(high, -1..=i64::from(i32::MAX))?;
        let fight = Fight {
            record: format!("{dyad}-{year}"),
            context: format!("dyad:{dyad}"),
            year,
            side_a: side(&row, a, year, &mut names)?,
            side_b: side(&row, b, year, &mut names)?,
            region: regions(&row, region)?,
        };
        fight.claim(out, attribute::BATTLE_DEATHS, deaths.map(|n| n as f64))?;
        fight.cover(out, "battle-deaths")?;
    }
    names.emit(out)
}
