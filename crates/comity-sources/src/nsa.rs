//! Non-State Actors in Armed Conflict 3.4 (Cunningham, Gleditsch and Salehyan 2013): one
//! row per conflict dyad and period, tab-separated.
//!
//! The data set has its own dyad ids, which collide with UCDP's of today: the subject of
//! every claim is that id (`nsa-dyad:NNN`), and FORGE's aliases of kind `code` lead from
//! there to a UCDP actor. Emits `claims` (relation `attribute`, `first`/`last` bound the
//! period, `text` is the source's word, `value` its rank):
//!
//! | attribute | value |
//! |---|---|
//! | `troops`, `troops-low`, `troops-high` | rebels' estimated troops, persons |
//! | `strength` | relative to the government: 1 much weaker, 2 weaker, 3 parity, 4 stronger, 5 much stronger |
//! | `central-command`, `territorial-control` | 0 no, 1 yes |
//! | `command-strength`, `territorial-control-strength` | 1 low, 2 moderate, 3 high |
//! | `mobilisation-capacity`, `arms-capacity`, `fighting-capacity` | 0 no, 1 low, 2 moderate, 3 high |
//! | `political-wing` | 0 no, 1 alleged link, 2 acknowledged link, 3 explicit link |
//! | `political-wing-legal` | 0 no, 1 yes |
//! | `transnational-constituency` | 0 no, 1 tacit, 2 explicit |
//! | `foreign-presence` | 0 no, 1 some, 2 extensive |
//! | `foreign-support` (for the rebels), `foreign-support-government` | 0 no, 1 alleged, 2 explicit |
//! | `conflict-type` | null; the source's word |
//!
//! Names of foreign supporters are free text and stay behind.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::output::{Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::states_common::SHIFTED;
use crate::types::Layout;
use comity_core::actor::Space;
use comity_core::{ActorId, Code, Relation, Result, SourceKey};

/// Made-up rows in the layout of the file.
#[cfg(test)]
pub(crate) const FIXTURE: &[u8] = include_bytes!("../tests/fixtures/nsa.asc");

/// Columns of counts and the attributes they become.
const COUNTS: [(&str, &str); 3] =
    [("rebestimate", "troops"), ("rebestlow", "troops-low"), ("rebesthigh", "troops-high")];

/// The words of a column, with the rank of each.
type Scale = &'static [(&'static str, f64)];

const NO_YES: Scale = &[("no", 0.0), ("yes", 1.0)];
const DEGREE: Scale = &[("no", 0.0), ("low", 1.0), ("moderate", 2.0), ("high", 3.0)];
const SUPPORT: Scale = &[("no", 0.0), ("alleged", 1.0), ("explicit", 2.0)];
const STRENGTH: Scale = &[
    ("much weaker", 1.0),
    ("weaker", 2.0),
    ("parity", 3.0),
    ("stronger", 4.0),
    ("much stronger", 5.0),
];
const WING: Scale =
    &[("no", 0.0), ("alleged link", 1.0), ("acknowledged link", 2.0), ("explicit link", 3.0)];
/// One row of the release says "yes" here; the codebook's "tacit" is its weakest reading.
const CONSTITUENCY: Scale = &[("no", 0.0), ("tacit", 1.0), ("yes", 1.0), ("explicit", 2.0)];
const PRESENCE: Scale = &[("no", 0.0), ("some", 1.0), ("extensive", 2.0)];

/// Columns of words, the attributes they become, and their scales.
const WORDS: [(&str, &str, Scale); 14] = [
    ("rebstrength", "strength", STRENGTH),
    ("centcontrol", "central-command", NO_YES),
    ("strengthcent", "command-strength", DEGREE),
    ("mobcap", "mobilisation-capacity", DEGREE),
    ("armsproc", "arms-capacity", DEGREE),
    ("fightcap", "fighting-capacity", DEGREE),
    ("terrcont", "territorial-control", NO_YES),
    ("effterrcont", "territorial-control-strength", DEGREE),
    ("rebpolwing", "political-wing", WING),
    ("rebpolwinglegal", "political-wing-legal", NO_YES),
    ("transconstsupp", "transnational-constituency", CONSTITUENCY),
    ("rebpresosts", "foreign-presence", PRESENCE),
    ("rebel.support", "foreign-support", SUPPORT),
    ("gov.support", "foreign-support-government", SUPPORT),
];

/// One row per dyad and period.
pub(crate) const IMPORTER: Importer = Importer {
    key: SourceKey::Nsa,
    layout: Layout::Standard,
    signature: &[
        "obsid",
        "ucdpid",
        "dyadid",
        "side_b",
        "startdate",
        "enddate",
        "rebstrength",
        "rebestimate",
        "fightcap",
        "rebel.support",
    ],
    absent: &[],
    version_column: None,
    only_version: Some("3.4"),
    read,
};

fn read(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let (id, dyad) = (sheet.col("obsid")?, sheet.col("dyadid")?);
    let (start, end) = (sheet.col("startdate")?, sheet.col("enddate")?);
    let kind = sheet.opt_col("conflicttype");
    let counts: Vec<_> =
        COUNTS.iter().filter_map(|(name, a)| Some((sheet.opt_col(name)?, *a))).collect();
    let words: Vec<_> =
        WORDS.iter().filter_map(|(name, a, s)| Some((sheet.opt_col(name)?, *a, *s))).collect();
    let mut keys = Keys::new("obsid");
    while let Some(row) = sheet.next()? {
        let record = row.need_text(id)?;
        keys.insert(&row, record.to_string())?;
        let (first, last) = (row.date(start)?, row.date(end)?);
        if last < first {
            return Err(row
                .error(Code::BadDate, end, "the period ends before it starts")
                .expected(format!("{first} or later"))
                .hint(SHIFTED));
        }
        let base = Claim {
            first: Some(first),
            last: Some(last),
            ..Claim::new(&record, subject(&row, dyad)?, Relation::Attribute)
        };
        for (col, name) in &counts {
            if let Some(n) = row.opt_int_in(*col, 0..=100_000_000)? {
                let value = i32::try_from(n).ok().map(f64::from);
                out.claim(&Claim { attribute: Some(name), value, ..base })?;
            }
        }
        for (col, name, scale) in &words {
            if let Some((word, rank)) = word(&row, *col, scale)? {
                let (attribute, text, value) = (Some(*name), Some(word), Some(rank));
                out.claim(&Claim { attribute, text, value, ..base })?;
            }
        }
        if let Some(word) = row.opt_text(kind)? {
            let attribute = Some("conflict-type");
            out.claim(&Claim { attribute, text: Some(&word), ..base })?;
        }
    }
    Ok(())
}

fn subject(row: &Row<'_>, dyad: Col) -> Result<ActorId> {
    let id = row.int_in(dyad, 0..=999_999_999)?;
    ActorId::in_space(Space::NsaDyad, id)
        .ok_or_else(|| row.error(Code::BadCode, dyad, "the number is not a dyad id").hint(SHIFTED))
}

/// The word of a cell with its rank.
fn word(row: &Row<'_>, col: Col, scale: Scale) -> Result<Option<(&'static str, f64)>> {
    let Some(text) = row.opt_text(col)? else { return Ok(None) };
    let lower = text.to_lowercase();
    match scale.iter().find(|(word, _)| *word == lower) {
        Some(found) => Ok(Some(*found)),
        None => {
            let words: Vec<&str> = scale.iter().map(|(word, _)| *word).collect();
            Err(row
                .error(Code::BadCode, col, "the word is not in the source's codebook")
                .expected(words.join(", "))
                .hint(SHIFTED))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::states_common::testing::{refused, rows};
    use comity_core::schema::Table;

    #[test]
    fn words_have_ranks_and_the_dyad_id_keeps_its_space() {
        let (imported, claims) = rows(FIXTURE, Table::Claims);
        assert_eq!((imported.source, imported.rows), (SourceKey::Nsa, 3));
        assert_eq!(imported.version, "3.4");
        assert_eq!(
            claims[0],
            "record=NSA.3.4-1 subject=3000000031 relation=attribute attribute=troops \
             value=200000 first=-8614 last=-8563 certainty=coded"
        );
        let has = |s: &str| claims.iter().any(|c| c.contains(s));
        assert!(has("attribute=strength value=1 text=much weaker"));
        assert!(has(
            "record=NSA.3.4-7 subject=3000000032 relation=attribute attribute=foreign-support value=2"
        ));
        assert!(has("attribute=conflict-type text=coup d'etat"));
        assert!(
            !claims.iter().any(|c| c.contains("NSA.3.4-4 ") && c.contains("attribute=troops "))
        );
    }

    #[test]
    fn damaged_cells_are_named() {
        refused(FIXTURE, "much weaker", "puny", Code::BadCode, "rebstrength");
        refused(FIXTURE, "1946-06-02", "1946-02-30", Code::BadDate, "startdate");
        refused(FIXTURE, "1946-7-23", "1945-7-23", Code::BadDate, "enddate");
        refused(FIXTURE, "NSA.3.4-4", "NSA.3.4-1", Code::DuplicateKey, "obsid");
    }
}
