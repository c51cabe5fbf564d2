//! UCDP Non-State Conflict: groups fighting groups, and groups fighting side by side.
//!
//! A side is one actor, or an alliance with an id of its own whose members stand in the
//! `components` column: each pair of members gives a `cooperates` claim of kind joint side.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::names::Names;
use crate::output::{Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::{YEARS, regions};
use comity_core::claim::attribute;
use comity_core::{ActorId, Dyad, Kind, KindSet, Relation, Result, SourceKey};
use std::collections::BTreeSet;

/// One row per dyad and year.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::NonState,
    layout: Layout::Standard,
    signature: &[
        "conflict_id",
        "dyad_id",
        "org",
        "side_a_name",
        "side_a_id",
        "side_a_components",
        "side_b_name",
        "side_b_id",
        "side_b_components",
        "year",
        "best_fatality_estimate",
    ],
    absent: &[],
    version_column: Some("version"),
    only_version: None,
    read,
};

#[derive(Clone, Copy)]
struct SideCols {
    id: Col,
    name: Col,
    full: Option<Col>,
    original: Option<Col>,
    components: Col,
}

struct Side {
    actor: ActorId,
    members: BTreeSet<ActorId>,
}

fn columns(sheet: &Sheet<'_>, side: char) -> Result<SideCols> {
    Ok(SideCols {
        id: sheet.col(&format!("side_{side}_id"))?,
        name: sheet.col(&format!("side_{side}_name"))?,
        full: sheet.opt_col(&format!("side_{side}_name_fulltext")),
        original: sheet.opt_col(&format!("side_{side}_name_mothertongue")),
        components: sheet.col(&format!("side_{side}_components"))?,
    })
}

fn side(row: &Row<'_>, c: SideCols, year: i16, names: &mut Names) -> Result<Side> {
    let actor = row.actor(c.id)?;
    names.add(actor, &row.text(c.name)?, year);
    names.other(actor, "full", &row.opt_text(c.full)?.unwrap_or_default(), year);
    names.other(actor, "original", &row.opt_text(c.original)?.unwrap_or_default(), year);
    Ok(Side { actor, members: row.actors(c.components)?.into_iter().collect() })
}

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (dyad, year, org) = (sheet.col("dyad_id")?, sheet.col("year")?, sheet.col("org")?);
    let (a, b) = (columns(sheet, 'a')?, columns(sheet, 'b')?);
    let (best, region) = (sheet.col("best_fatality_estimate")?, sheet.opt_col("region"));
    let mut keys = Keys::new("dyad_id and year");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let (dyad, year) = (row.int_in(dyad, 0..=i64::MAX)?, row.year(year, YEARS)?);
        keys.insert(&row, (dyad, year))?;
        let org = i16::try_from(row.int_in(org, 1..=3)?).unwrap_or(3);
        let deaths = row.opt_int_in(best, 0..=i64::from(i32::MAX))?;
        let (side_a, side_b) = (side(&row, a, year, &mut names)?, side(&row, b, year, &mut names)?);
        let region = regions(&row, region)?;
        let (record, context) = (format!("{dyad}-{year}"), format!("dyad:{dyad}"));
        out.claim(&Claim {
            object: Some(side_a.actor),
            attribute: Some(attribute::NON_STATE),
            value: deaths.map(|n| n as f64),
            context: Some(&context),
            region: region.as_deref(),
            ..Claim::new(&record, side_b.actor, Relation::Fights).in_year(year)
        })?;
        for side in [&side_a, &side_b] {
            names.org(side.actor, org);
            out.coverage("non-state", side.actor, Some(year))?;
            for &member in &side.members {
                out.coverage("non-state", member, Some(year))?;
            }
            for pair in pairs(&side.members) {
                let part = format!("{record}/{}-{}", pair.a().number(), pair.b().number());
                out.claim(&Claim {
                    object: Some(pair.b()),
                    kinds: KindSet::EMPTY.with(Kind::JointSide),
                    context: Some(&context),
                    region: region.as_deref(),
                    ..Claim::new(&part, pair.a(), Relation::Cooperates).in_year(year)
                })?;
            }
        }
    }
    names.emit(out)
}

fn pairs(members: &BTreeSet<ActorId>) -> impl Iterator<Item = Dyad> {
    members
        .iter()
        .flat_map(|x| members.iter().filter_map(|y| Dyad::new(*x, *y).filter(|d| d.a() == *x)))
}
