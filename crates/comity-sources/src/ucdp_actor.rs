//! UCDP Actor: the register of actors, with their names and relations.

use crate::keys::Keys;
use crate::output::{Actor, Alias, Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::{joined, regions};
use comity_core::claim::attribute;
use comity_core::{Kind, KindSet, Relation, Result, SourceKey};

/// One row per actor.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Actor,
    layout: Layout::Standard,
    signature: &[
        "ActorId",
        "NameData",
        "NameOrig",
        "NameOrigFull",
        "NameOrigFullEng",
        "NewName",
        "Org",
        "ActorIdPrev",
        "ActorIdSplitTemp",
        "ActorIdAlliance",
        "ActorIdGroup",
        "GWNOLoc",
        "Region",
    ],
    absent: &[],
    version_column: Some("Version"),
    only_version: None,
    read,
};

/// Name columns with the alias kind and language of each. UCDP transcribes the original
/// names into Latin script with the original script after a slash, so the language of the
/// original is not known.
const NAMES: [(&str, &str, Option<&str>); 7] = [
    ("NameData", "name", None),
    ("NameOrig", "original", None),
    ("NameOrigFull", "full", None),
    ("NameOrigFullEng", "english", Some("en")),
    ("NewName", "later", None),
    ("NewNameFullMotherTongue", "later", None),
    ("NewNameFullEng", "later", Some("en")),
];

/// Relation columns with the attribute and the kind of cooperation of each.
const RELATIONS: [(&str, &str, Option<Kind>); 4] = [
    ("ActorIdPrev", attribute::SPLINTER, None),
    ("ActorIdSplitTemp", attribute::SPLINTER_TEMPORARY, None),
    ("ActorIdAlliance", attribute::ALLIANCE, Some(Kind::Alliance)),
    ("ActorIdGroup", attribute::JOINED, Some(Kind::Merger)),
];

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (id, name, org) = (sheet.col("ActorId")?, sheet.col("NameData")?, sheet.col("Org")?);
    let (gwnos, region) = (sheet.col("GWNOLoc")?, sheet.opt_col("Region"));
    let names = NAMES.map(|(n, kind, lang)| (sheet.opt_col(n), kind, lang));
    let relations = RELATIONS.map(|(n, attribute, kind)| (sheet.opt_col(n), attribute, kind));
    let mut keys = Keys::new("ActorId");
    while let Some(row) = sheet.next()? {
        let actor = row.actor(id)?;
        keys.insert(&row, actor)?;
        let record = actor.number().to_string();
        let org = row.opt_int_in(org, 1..=4)?.and_then(|n| i16::try_from(n).ok());
        out.actor(&Actor {
            org,
            regions: regions(&row, region)?.as_deref(),
            gwnos: joined(row.ints(gwnos)?).as_deref(),
            ..Actor::new(actor, &row.need_text(name)?, &record)
        })?;
        for (col, kind, lang) in names {
            let Some(text) = row.opt_text(col)? else { continue };
            for name in text.split(" / ").map(str::trim) {
                let kind = if kind == "original" && is_acronym(name) { "acronym" } else { kind };
                out.alias(&Alias { lang, ..Alias::new(actor, name, kind) })?;
            }
        }
        for (col, attribute, kind) in relations {
            for other in row.actors(col)?.into_iter().filter(|other| *other != actor) {
                out.claim(&Claim {
                    object: Some(other),
                    attribute: Some(attribute),
                    kinds: kind.map_or(KindSet::EMPTY, |k| KindSet::EMPTY.with(k)),
                    ..Claim::new(&format!("{record}/{}", other.number()), actor, Relation::Lineage)
                })?;
            }
        }
        out.coverage("profile", actor, None)?;
    }
    Ok(())
}

/// Whether a name is written as an acronym: at most 12 signs, capitals but no small letters,
/// and no blank (`FARC-EP`, `SPLM/A`, `M-19`).
fn is_acronym(name: &str) -> bool {
    name.chars().count() <= 12
        && name.chars().any(char::is_uppercase)
        && !name.chars().any(|c| c.is_lowercase() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_told_from_words() {
        for name in ["FARC-EP", "SPLM/A", "M-19", "KNU"] {
            assert!(is_acronym(name), "{name}");
        }
        for name in ["Hamas", "Lord's Resistance Army", "19", "MPLA Cabinda"] {
            assert!(!is_acronym(name), "{name}");
        }
    }
}
