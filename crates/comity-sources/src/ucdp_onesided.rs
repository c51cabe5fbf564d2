//! UCDP One-Sided Violence: civilians killed by an actor in a year.

use crate::keys::Keys;
use crate::names::Names;
use crate::output::{Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::{YEARS, regions};
use comity_core::claim::attribute;
use comity_core::{Relation, Result, SourceKey};

/// One row per actor and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::OneSided,
    layout: Layout::Standard,
    signature: &[
        "conflict_id",
        "actor_id",
        "actor_name",
        "year",
        "best_fatality_estimate",
        "low_fatality_estimate",
        "high_fatality_estimate",
        "is_government_actor",
    ],
    absent: &[],
    version_column: Some("version"),
    only_version: None,
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (conflict, actor) = (sheet.col("conflict_id")?, sheet.col("actor_id")?);
    let (name, year) = (sheet.col("actor_name")?, sheet.col("year")?);
    let others = [
        ("full", sheet.opt_col("actor_name_fulltext")),
        ("original", sheet.opt_col("actor_name_mothertongue")),
    ];
    let best = sheet.col("best_fatality_estimate")?;
    let bounds = [sheet.col("low_fatality_estimate")?, sheet.col("high_fatality_estimate")?];
    let (government, gwno) = (sheet.col("is_government_actor")?, sheet.opt_col("gwnoa|gwno_a"));
    let region = sheet.opt_col("region");
    let mut keys = Keys::new("actor_id and year");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let (actor, year) = (row.actor(actor)?, row.year(year, YEARS)?);
        keys.insert(&row, (actor, year))?;
        let conflict = row.int_in(conflict, 0..=i64::MAX)?;
        let deaths = row.opt_int_in(best, 0..=i64::from(i32::MAX))?;
        for bound in bounds {
            row.opt_int_in(bound, -1..=i64::from(i32::MAX))?;
        }
        names.add(actor, &row.text(name)?, year);
        for (kind, col) in others {
            names.other(actor, kind, &row.opt_text(col)?.unwrap_or_default(), year);
        }
        if row.opt_flag(government)? == Some(true)
            && let [gwno] = row.ints(gwno)?.as_slice()
        {
            names.government(actor, *gwno, year);
        }
        out.claim(&Claim {
            attribute: Some(attribute::CIVILIANS_KILLED),
            value: deaths.map(|n| n as f64),
            context: Some(&format!("conflict:{conflict}")),
            region: regions(&row, region)?.as_deref(),
            ..Claim::new(&format!("{conflict}-{year}"), actor, Relation::Attribute).in_year(year)
        })?;
        out.coverage("one-sided", actor, Some(year))?;
    }
    names.emit(out)
}
