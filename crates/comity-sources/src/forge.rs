//! FORGE: Foundations of Rebel Group Emergence 1.0 (Braithwaite and Cunningham 2020), one
//! row per group, as Stata file or csv. Static: the claims are undated.
//!
//! Emits `claims` (relation `attribute`, subject the group's UCDP actor, context
//! `dyad:NNN`); a blank cell gives no claim:
//!
//! | attribute | value | column |
//! |---|---|---|
//! | `founded` | year of formation | `foundyear` |
//! | `first-fight` | year of the first stated incompatibility | `fightyear` |
//! | `goal-independence`, `goal-autonomy`, `goal-rights`, `goal-representation`, `goal-regime`, `goal-democracy`, `goal-other` | 0/1, stated goals; `goal-regime` is regime change other than democratisation | `goalindep` … `goalother` |
//! | `ideology` | 0/1, founded around a political ideology | `ideology` |
//! | `ideology-communist`, `ideology-left` (other left), `ideology-right`, `ideology-nationalist`, `ideology-anti-system`, `ideology-religious`, `ideology-other` | 0/1 | `ideolcom` … `ideoloth` |
//! | `religious`, `ethnic` | 0/1, founded around a religion, an ethnic group | `religious`, `ethnic` |
//! | `religion` | code of the religion in FORGE's codebook, 0 none | `religion` |
//! | `ethnicity` | null; `text` names the ethnic group | `ethnicity` |
//! | `preorg-none`, `preorg-rebel`, `preorg-armed` (other armed non-state actor), `preorg-party`, `preorg-movement`, `preorg-youth`, `preorg-labour`, `preorg-military`, `preorg-government`, `preorg-former-military`, `preorg-religious`, `preorg-foreign`, `preorg-refugee`, `preorg-ethnic`, `preorg-other` | 0/1, parent organisation | `preorgno` … `preorgoth` |
//! | `merger` | 0/1, formed by several parent organisations | `merger` |
//! | `splinter`, `splinter-ucdp` | 0/1, the parent still fought in the founding year (armed parents; UCDP groups only) | `splinter`, `splinterUCDP` |
//!
//! Also `aliases`: the group's names, and kind `code` `nsa-dyad:NNN`, its id in the NSA
//! data; and `coverage` topic `profile`. The notes of the coders (prose) are left behind.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Alias, Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use comity_core::claim::attribute;
use comity_core::{ActorId, Relation, Result, SourceKey};
use std::ops::RangeInclusive;

/// Made-up rows in the layout of the csv file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/forge.csv");

/// Years a group may be founded or begin to fight in.
const YEARS: RangeInclusive<i16> = 1800..=2100;
/// Longest name of an ethnic group; longer cells are notes.
const NAME_CHARS: usize = 80;

/// Columns of years and the attributes they become.
const YEAR_COLUMNS: [(&str, &str); 2] =
    [("foundyear", attribute::FOUNDED), ("fightyear", "first-fight")];

/// Columns of 0/1 and the attributes they become.
const FLAGS: [(&str, &str); 35] = [
    ("goalindep", "goal-independence"),
    ("goalauto", "goal-autonomy"),
    ("goalrights", "goal-rights"),
    ("goalrep", "goal-representation"),
    ("goalchange", "goal-regime"),
    ("goaldem", "goal-democracy"),
    ("goalother", "goal-other"),
    ("ideology", "ideology"),
    ("ideolcom", "ideology-communist"),
    ("ideolleft", "ideology-left"),
    ("ideolright", "ideology-right"),
    ("ideolnat", "ideology-nationalist"),
    ("ideolanti", "ideology-anti-system"),
    ("ideolrel", "ideology-religious"),
    ("ideoloth", "ideology-other"),
    ("religious", "religious"),
    ("ethnic", "ethnic"),
    ("preorgno", "preorg-none"),
    ("preorgreb", "preorg-rebel"),
    ("preorgter", "preorg-armed"),
    ("preorgpar", "preorg-party"),
    ("preorgmvt", "preorg-movement"),
    ("preorgyou", "preorg-youth"),
    ("preorglab", "preorg-labour"),
    ("preorgmil", "preorg-military"),
    ("preorggov", "preorg-government"),
    ("preorgfmr", "preorg-former-military"),
    ("preorgrel", "preorg-religious"),
    ("preorgfor", "preorg-foreign"),
    ("preorgref", "preorg-refugee"),
    ("preorgeth", "preorg-ethnic"),
    ("preorgoth", "preorg-other"),
    ("merger", "merger"),
    ("splinter", "splinter"),
    ("splinterUCDP", "splinter-ucdp"),
];

/// One row per group.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Forge,
    layout: Layout::Standard,
    signature: &[
        "dyadid",
        "NSAdyadid",
        "actorid",
        "sideb",
        "foundyear",
        "goalindep",
        "ideology",
        "ideolrel",
        "religious",
        "ethnic",
        "merger",
    ],
    absent: &[],
    version_column: None,
    only_version: Some("1.0"),
    read,
};

/// The columns of the file, by attribute.
struct Columns {
    years: Vec<(Col, &'static str)>,
    flags: Vec<(Col, &'static str)>,
    religion: Option<Col>,
    ethnicity: Option<Col>,
}

impl Columns {
    fn find(sheet: &Sheet<'_>) -> Self {
        let all = |pairs: &[(&str, &'static str)]| {
            pairs.iter().filter_map(|(name, a)| Some((sheet.opt_col(name)?, *a))).collect()
        };
        Self {
            years: all(&YEAR_COLUMNS),
            flags: all(&FLAGS),
            religion: sheet.opt_col("religion"),
            ethnicity: sheet.opt_col("ethnicity"),
        }
    }
}

/// A group, and what its claims have in common.
struct Group {
    actor: ActorId,
    record: String,
    context: Option<String>,
}

impl Group {
    fn claim<'a>(&'a self, name: &'a str, value: Option<f64>, text: Option<&'a str>) -> Claim<'a> {
        Claim {
            attribute: Some(name),
            value,
            text,
            context: self.context.as_deref(),
            ..Claim::new(&self.record, self.actor, Relation::Attribute)
        }
    }
}

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (actor, side) = (sheet.col("actorid")?, sheet.col("sideb")?);
    let (dyad, nsa) = (sheet.col("dyadid")?, sheet.col("NSAdyadid")?);
    let founded = sheet.col("foundyear")?;
    let full = sheet.opt_col("gname");
    let columns = Columns::find(sheet);
    let mut keys = Keys::new("sideb");
    while let Some(row) = sheet.next()? {
        let name = row.need_text(side)?;
        keys.insert(&row, name.to_string())?;
        row.year(founded, YEARS)?;
        let (dyad, nsa) =
            (row.opt_int_in(dyad, 0..=999_999_999)?, row.opt_int_in(nsa, 0..=999_999_999)?);
        let Some(actor) = row.opt_actor(actor)? else {
            out.note("the group has no UCDP actor id: left out", row.number());
            continue;
        };
        let part = dyad.or(nsa).map(|id| format!("/{id}")).unwrap_or_default();
        let group = Group {
            actor,
            record: format!("{}{part}", actor.number()),
            context: dyad.map(|id| format!("dyad:{id}")),
        };
        out.alias(&Alias::new(actor, &name, "name"))?;
        if let Some(full) = row.opt_text(full)? {
            out.alias(&Alias::new(actor, &full, "full"))?;
        }
        if let Some(id) = nsa {
            out.alias(&Alias::new(actor, &format!("nsa-dyad:{id}"), "code"))?;
        }
        out.coverage("profile", actor, None)?;
        attributes(&row, &columns, &group, out)?;
    }
    Ok(())
}

fn attributes(row: &Row<'_>, c: &Columns, group: &Group, out: &mut Output<'_>) -> Result<()> {
    for (col, name) in &c.years {
        if let Some(year) = row.opt_year(*col, YEARS)? {
            out.claim(&group.claim(name, Some(f64::from(year)), None))?;
        }
    }
    for (col, name) in &c.flags {
        if let Some(flag) = row.opt_flag(*col)? {
            out.claim(&group.claim(name, Some(f64::from(u8::from(flag))), None))?;
        }
    }
    if let Some(code) = row.opt_int_in(c.religion, 0..=99)?.and_then(|n| i32::try_from(n).ok()) {
        out.claim(&group.claim("religion", Some(f64::from(code)), None))?;
    }
    if let Some(people) = row.opt_text(c.ethnicity)?.filter(|t| t.chars().count() <= NAME_CHARS) {
        out.claim(&group.claim("ethnicity", None, Some(&people)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{failure, refused, rows};
    use comity_core::Code;
    use comity_core::schema::Table;

    #[test]
    fn attributes_are_undated_and_blank_cells_give_none() {
        let (imported, claims) = rows(FIXTURE, Table::Claims);
        assert_eq!((imported.source, imported.rows), (SourceKey::Forge, 3));
        assert_eq!(imported.notes[0].rows, [4]);
        assert_eq!(
            claims[0],
            "record=901/701 subject=901 relation=attribute attribute=founded value=1988 \
             certainty=coded context=dyad:701"
        );
        let has = |s: &str| claims.iter().any(|c| c.contains(s));
        assert!(has("subject=901 relation=attribute attribute=ideology-religious value=1"));
        assert!(has("attribute=ethnicity text=Hill People certainty=coded"));
        assert!(has("subject=902 relation=attribute attribute=merger value=1"));
        assert!(!has("subject=902 relation=attribute attribute=splinter value"));
        assert!(!has("attribute=ethnicity text=Hill People subject=902"));
    }

    #[test]
    fn names_and_nsa_ids_are_aliases() {
        let (_, aliases) = rows(FIXTURE, Table::Aliases);
        assert_eq!(
            aliases[..3],
            [
                "actor=901 name=RVF kind=name",
                "actor=901 name=River Valley Front kind=full",
                "actor=901 name=nsa-dyad:31 kind=code",
            ]
        );
        let (_, coverage) = rows(FIXTURE, Table::Coverage);
        assert_eq!(coverage, ["topic=profile actor=901", "topic=profile actor=902"]);
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "1988", "198", Code::ImpossibleYear, "foundyear");
        refused(FIXTURE, "901.0", "minus", Code::NotANumber, "actorid");
        refused(FIXTURE, ",HLA,", ",RVF,", Code::DuplicateKey, "sideb");
        assert_eq!(failure(&FIXTURE[..FIXTURE.len() - 9]).code(), Code::Truncated);
    }
}
