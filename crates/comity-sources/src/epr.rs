//! Ethnic Power Relations: the EPR core data (spells of an ethnic group's access to power)
//! and ACD2EPR (which armed groups act for which ethnic group); Vogt et al. 2015.
//!
//! EPR emits `claims` about the ethnic group (`epr:NNN`, the source's `gwgroupid`),
//! relation `attribute`, `first`/`last` the spell's years:
//!
//! | attribute | value | text |
//! |---|---|---|
//! | `epr-status` | the group's share of the population, 0–1 | `MONOPOLY`, `DOMINANT`, `SENIOR PARTNER`, `JUNIOR PARTNER`, `POWERLESS`, `DISCRIMINATED`, `SELF-EXCLUSION`, `IRRELEVANT`, `STATE COLLAPSE` |
//! | `epr-autonomy` | 0/1, regional autonomy; absent where it does not apply | |
//! | `epr-group` | null, undated, once a name | the group's name |
//!
//! ACD2EPR emits, for every row, a claim `ethnic-link` (subject the UCDP actor, object the
//! ethnic group, null where the source finds none; context `dyad:NNN`). `text` is
//! `claim/recruitment/support`, the three codes as the source has them and blank where it
//! has none: claim to act for the group, recruitment from it, support by it, each -1
//! unclear, 0 no, 1 or 2 yes in the degrees of the source's codebook. `value` is 1 where
//! claim and recruitment are both above 0, else 0; `certainty` is `unclear` where claim or
//! recruitment is -1. `coverage`: topic `profile` for every armed group of the file, linked
//! or not.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::SHIFTED;
use crate::types::Layout;
use comity_core::actor::Space;
use comity_core::claim::attribute;
use comity_core::{ActorId, Certainty, Code, Relation, Result, SourceKey};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Made-up rows in the layout of the EPR core file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/epr.csv");
/// Made-up rows in the layout of the ACD2EPR file.
#[cfg(test)]
pub(crate) const FIXTURE_LINKS: &[u8] = include_bytes!("../tests/fixtures/acd2epr.csv");

const YEARS: RangeInclusive<i16> = 1946..=2100;
const IDS: RangeInclusive<i64> = 1..=999_999_999;

const STATUSES: [&str; 9] = [
    "MONOPOLY",
    "DOMINANT",
    "SENIOR PARTNER",
    "JUNIOR PARTNER",
    "POWERLESS",
    "DISCRIMINATED",
    "SELF-EXCLUSION",
    "IRRELEVANT",
    "STATE COLLAPSE",
];

/// EPR core: one row per ethnic group and spell.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Epr,
    layout: Layout::Standard,
    signature: &["gwid", "from", "to", "group", "gwgroupid", "size", "status", "reg_aut"],
    absent: &[],
    version_column: None,
    only_version: None,
    read: read_spells,
};

/// ACD2EPR: one row per dyad and linked ethnic group.
pub(crate) const IMPORTER_LINKS: Importer = Importer {
    key: SourceKey::Acd2Epr,
    layout: Layout::Standard,
    signature: &[
        "gwid",
        "dyadid",
        "sideb",
        "sideb_id",
        "group",
        "gwgroupid",
        "claim",
        "recruitment",
        "support",
    ],
    absent: &[],
    version_column: None,
    only_version: None,
    read: read_links,
};

fn group(row: &Row<'_>, col: Col) -> Result<Option<ActorId>> {
    let Some(id) = row.opt_int_in(col, IDS)? else { return Ok(None) };
    Ok(ActorId::in_space(Space::EprGroup, id))
}

fn read_spells(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (id, name) = (sheet.col("gwgroupid")?, sheet.col("group")?);
    let (from, to) = (sheet.col("from")?, sheet.col("to")?);
    let (size, status) = (sheet.col("size")?, sheet.col("status")?);
    let autonomy = sheet.col("reg_aut")?;
    let mut keys = Keys::new("gwgroupid and from");
    let mut named = BTreeSet::new();
    while let Some(row) = sheet.next()? {
        let number = row.int_in(id, IDS)?;
        let subject = ActorId::in_space(Space::EprGroup, number).ok_or_else(|| {
            row.error(Code::BadCode, id, "the number is not a group id").hint(SHIFTED)
        })?;
        let (first, last) = (row.year(from, YEARS)?, row.year(to, YEARS)?);
        keys.insert(&row, (number, first))?;
        if last < first {
            return Err(row
                .error(Code::ImpossibleYear, to, "the spell ends before it starts")
                .expected(format!("the year {first} or later"))
                .hint(SHIFTED));
        }
        let record = format!("{number}/{first}");
        let base = Claim::new(&record, subject, Relation::Attribute);
        named.insert((subject, row.need_text(name)?.into_owned()));
        let text = Some(known_status(&row, status)?);
        let value = Some(row.float(size)?);
        if value.is_some_and(|x| !(0.0..=1.0).contains(&x)) {
            return Err(row
                .error(Code::BadCode, size, "the size is not a share")
                .expected("a number from 0 to 1")
                .hint(SHIFTED));
        }
        let base = base.in_years(first, last);
        out.claim(&Claim { attribute: Some("epr-status"), value, text, ..base })?;
        if let Some(flag) = row.opt_flag(autonomy)? {
            let value = Some(f64::from(u8::from(flag)));
            out.claim(&Claim { attribute: Some("epr-autonomy"), value, ..base })?;
        }
    }
    for (subject, name) in &named {
        let record = subject.number().to_string();
        let claim = Claim::new(&record, *subject, Relation::Attribute);
        out.claim(&Claim { attribute: Some("epr-group"), text: Some(name), ..claim })?;
    }
    Ok(())
}

fn known_status(row: &Row<'_>, col: Col) -> Result<&'static str> {
    let found = row.need_text(col)?;
    STATUSES.into_iter().find(|s| s.eq_ignore_ascii_case(&found)).ok_or_else(|| {
        row.error(Code::BadCode, col, "the status is not in the source's codebook")
            .expected(STATUSES.join(", "))
            .hint(SHIFTED)
    })
}

fn read_links(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (dyad, side, id) = (sheet.col("dyadid")?, sheet.col("sideb_id")?, sheet.col("gwgroupid")?);
    let codes = [sheet.col("claim")?, sheet.col("recruitment")?, sheet.col("support")?];
    let mut keys = Keys::new("sideb_id and dyadid and gwgroupid");
    while let Some(row) = sheet.next()? {
        let subject = row.actor(side)?;
        let dyad = row.int_in(dyad, IDS)?;
        out.coverage("profile", subject, None)?;
        let [claim, recruitment, support] = codes.map(|col| row.opt_int_in(col, -1..=2));
        let (claim, recruitment, support) = (claim?, recruitment?, support?);
        let object = group(&row, id)?;
        if object.is_none() {
            out.note("the armed group is linked to no ethnic group", row.number());
        } else {
            keys.insert(&row, (subject, dyad, object))?;
        }
        let code = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let text = format!("{}/{}/{}", code(claim), code(recruitment), code(support));
        let above_zero = |n: Option<i64>| n.is_some_and(|n| n > 0);
        let linked = object.is_some() && above_zero(claim) && above_zero(recruitment);
        let unclear = claim == Some(-1) || recruitment == Some(-1);
        let number = object.map(|o| o.number().to_string()).unwrap_or_default();
        let record = format!("{dyad}/{}/{number}", subject.number());
        out.claim(&Claim {
            object,
            attribute: Some(attribute::ETHNIC_LINK),
            value: Some(f64::from(u8::from(linked))),
            text: Some(&text),
            certainty: if unclear { Certainty::Unclear } else { Certainty::Coded },
            context: Some(&format!("dyad:{dyad}")),
            ..Claim::new(&record, subject, Relation::Attribute)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn spells_carry_status_and_size() {
        let (imported, claims) = rows(FIXTURE, Table::Claims);
        assert_eq!((imported.source, imported.rows), (SourceKey::Epr, 3));
        assert_eq!(
            claims,
            [
                "record=90001000/1946 subject=4090001000 relation=attribute attribute=epr-status \
                 value=0.25 text=POWERLESS first=-8766 last=7304 certainty=coded",
                "record=90001000/1946 subject=4090001000 relation=attribute \
                 attribute=epr-autonomy value=0 first=-8766 last=7304 certainty=coded",
                "record=90001000/1990 subject=4090001000 relation=attribute attribute=epr-status \
                 value=0.25 text=JUNIOR PARTNER first=7305 last=18992 certainty=coded",
                "record=90001000/1990 subject=4090001000 relation=attribute \
                 attribute=epr-autonomy value=1 first=7305 last=18992 certainty=coded",
                "record=90002000/1946 subject=4090002000 relation=attribute attribute=epr-status \
                 value=0.75 text=MONOPOLY first=-8766 last=18992 certainty=coded",
                "record=90001000 subject=4090001000 relation=attribute attribute=epr-group \
                 text=Hill People certainty=coded",
                "record=90002000 subject=4090002000 relation=attribute attribute=epr-group \
                 text=Plain People certainty=coded",
            ]
        );
    }

    #[test]
    fn links_say_how_sure_they_are() {
        let (imported, claims) = rows(FIXTURE_LINKS, Table::Claims);
        assert_eq!((imported.source, imported.rows), (SourceKey::Acd2Epr, 4));
        assert_eq!(
            claims,
            [
                "record=701/901/90001000 subject=901 relation=attribute object=4090001000 \
                 attribute=ethnic-link value=1 text=1/2/0 certainty=coded context=dyad:701",
                "record=702/902/90001000 subject=902 relation=attribute object=4090001000 \
                 attribute=ethnic-link value=0 text=0/-1/ certainty=unclear context=dyad:702",
                "record=702/902/ subject=902 relation=attribute attribute=ethnic-link value=0 \
                 text=// certainty=coded context=dyad:702",
                "record=703/903/ subject=903 relation=attribute attribute=ethnic-link value=0 \
                 text=// certainty=coded context=dyad:703",
            ]
        );
        assert_eq!(imported.notes[0].rows, [4, 5]);
        let (_, coverage) = rows(FIXTURE_LINKS, Table::Coverage);
        assert_eq!(coverage.len(), 3);
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "POWERLESS", "POWERFUL", Code::BadCode, "status");
        refused(FIXTURE, "0.25", "25", Code::BadCode, "size");
        refused(FIXTURE, "1946,1989", "1990,1989", Code::ImpossibleYear, "to");
        refused(FIXTURE, "1990,2021", "1946,2021", Code::DuplicateKey, "gwgroupid");
        refused(FIXTURE_LINKS, ",1,2,0", ",1,3,0", Code::BadCode, "recruitment");
        refused(FIXTURE_LINKS, "RVF,901", "RVF,-901", Code::BadCode, "sideb_id");
    }
}
