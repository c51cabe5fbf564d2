//! UCDP External Support: who supports which warring party, year by year.
//!
//! Two layouts. In *triad-year* a row is one supporter of one party, and the support types
//! are that supporter's. In *actor-year* a row is one party with all its supporters, and the
//! types are pooled over them, split only into states (`_s`) and others (`_ns`): see
//! [`crate::ucdp_esd_types`] for what that says of one supporter.
//!
//! Every row also gives a `fights` claim of the party and its opponent (value 1 when the
//! dyad was active) and coverage `support` of the party in that year. A year without a row
//! is not coded; it is not a year without support.

use crate::cells::Row;
use crate::header::Col;
use crate::keys::Keys;
use crate::names::Names;
use crate::output::{Claim, Output};
use crate::registry::Importer;
use crate::sheet::Sheet;
use crate::types::Layout;
use crate::ucdp::YEARS;
use crate::ucdp_esd_types::{Pooled, Supporter, TypeCols};
use comity_core::claim::attribute;
use comity_core::{ActorId, Certainty, Code, KindSet, Relation, Result, SourceKey};

/// One row per warring party, dyad and year.
pub(crate) const ACTOR_YEAR: Importer = Importer {
    key: SourceKey::Esd,
    layout: Layout::ActorYear,
    signature: &[
        "id",
        "active",
        "year",
        "actor_id",
        "actor_name",
        "actor_nonstate",
        "oppo_id",
        "dyad_id",
        "ext_id",
        "ext_name",
        "ext_sup",
        "ext_count",
        "ext_count_s",
        "ext_count_ns",
        "ext_x_s",
        "ext_x_ns",
        "ext_x_count_s",
        "ext_x_count_ns",
    ],
    absent: &[],
    version_column: Some("version"),
    only_version: Some("18.1"),
    read: read_actor_year,
};

/// One row per supporter, warring party, dyad and year.
pub(crate) const TRIAD_YEAR: Importer = Importer {
    key: SourceKey::Esd,
    layout: Layout::TriadYear,
    signature: &[
        "id",
        "active",
        "year",
        "actor_id",
        "actor_name",
        "actor_nonstate",
        "dyad_id",
        "ext_id",
        "ext_name",
        "ext_sup",
        "ext_x",
        "ext_p",
        "ext_y",
        "ext_w",
        "ext_m",
        "ext_t",
        "ext_f",
        "ext_i",
        "ext_l",
        "ext_o",
        "ext_u",
    ],
    absent: &["ext_x_ns", "ext_count_ns"],
    version_column: Some("version"),
    only_version: Some("18.1"),
    read: read_triad_year,
};

const DIFFER: &str =
    "supporter ids and names differ in number when split at commas: all ids are kept";

fn read_actor_year(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let c = Cols::of(sheet)?;
    let types = TypeCols::pooled(sheet)?;
    let (states, others) = (sheet.col("ext_count_s")?, sheet.col("ext_count_ns")?);
    let mut keys = Keys::new("id");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let party = c.party(&row, &mut keys, &mut names, out)?;
        let ids = row.actors(c.ext_id)?;
        let listed = row.text(c.ext_name)?;
        if !ids.is_empty() && listed.split(',').count() != ids.len() {
            out.note(DIFFER, row.number());
        }
        let listed = split_names(&listed, ids.len());
        let supporters: Vec<Supporter<'_>> = ids
            .iter()
            .enumerate()
            .map(|(i, id)| Supporter { id: *id, name: listed.get(i).copied().unwrap_or_default() })
            .collect();
        let pooled = Pooled::read(&row, &types, [states, others], &supporters)?;
        for supporter in &supporters {
            names.add(supporter.id, supporter.name, party.year);
            let (kinds, possible) = pooled.kinds_of(supporter);
            party.support(out, supporter.id, kinds, possible)?;
        }
    }
    names.emit(out)
}

fn read_triad_year(sheet: &mut Sheet<'_>, out: &mut Output<'_>) -> Result<()> {
    let c = Cols::of(sheet)?;
    let types = TypeCols::own(sheet)?;
    let mut keys = Keys::new("id");
    let mut names = Names::default();
    while let Some(row) = sheet.next()? {
        let party = c.party(&row, &mut keys, &mut names, out)?;
        if row.opt_flag(c.ext_sup)? == Some(false) {
            continue;
        }
        let [supporter] = row.actors(c.ext_id)?[..] else {
            if row.opt_text(c.ext_id)?.is_none() {
                continue;
            }
            return Err(row
                .error(Code::BadCode, c.ext_id, "a triad-year row has one supporter")
                .expected("one actor id")
                .hint("the columns of the triad-year and actor-year files were mixed"));
        };
        names.add(supporter, &row.text(c.ext_name)?, party.year);
        party.support(out, supporter, types.kinds(&row)?, KindSet::EMPTY)?;
    }
    names.emit(out)
}

/// Columns that both layouts have.
struct Cols {
    id: Col,
    active: Col,
    year: Col,
    actor: Col,
    actor_name: Col,
    nonstate: Col,
    oppo: Option<Col>,
    oppo_name: Option<Col>,
    dyad: Col,
    states: [(Option<Col>, Option<Col>); 2],
    ext_id: Col,
    ext_name: Col,
    ext_sup: Col,
}

impl Cols {
    fn of(sheet: &Sheet<'_>) -> Result<Self> {
        Ok(Self {
            id: sheet.col("id")?,
            active: sheet.col("active")?,
            year: sheet.col("year")?,
            actor: sheet.col("actor_id")?,
            actor_name: sheet.col("actor_name")?,
            nonstate: sheet.col("actor_nonstate")?,
            oppo: sheet.opt_col("oppo_id"),
            oppo_name: sheet.opt_col("oppo_name"),
            dyad: sheet.col("dyad_id")?,
            states: ["a", "b"].map(|side| {
                let col = |stem| sheet.opt_col(&format!("{stem}_{side}"));
                (col("gwno"), col("country"))
            }),
            ext_id: sheet.col("ext_id")?,
            ext_name: sheet.col("ext_name")?,
            ext_sup: sheet.col("ext_sup")?,
        })
    }

    /// Reads what a row says of its warring party, and emits it.
    fn party(
        &self,
        row: &Row<'_>,
        keys: &mut Keys<i64>,
        names: &mut Names,
        out: &mut Output<'_>,
    ) -> Result<Party> {
        let id = row.int_in(self.id, 0..=i64::MAX)?;
        keys.insert(row, id)?;
        let party = Party {
            id,
            year: row.year(self.year, YEARS)?,
            actor: row.actor(self.actor)?,
            context: format!("dyad:{}", row.int_in(self.dyad, 0..=i64::MAX)?),
        };
        let active = row.opt_flag(self.active)?.map(f64::from);
        let opponents = row.actors(self.oppo)?;
        names.add(party.actor, &row.text(self.actor_name)?, party.year);
        if let Some(nonstate) = row.opt_flag(self.nonstate)? {
            names.org(party.actor, if nonstate { FORMAL_GROUP } else { GOVERNMENT_ORG });
        }
        if let [one] = opponents.as_slice() {
            names.add(*one, &row.text(self.oppo_name)?, party.year);
        }
        self.governments(row, &party, opponents.first().copied(), names)?;
        for opponent in opponents {
            out.claim(&Claim {
                object: Some(opponent),
                attribute: Some(attribute::STATE_BASED),
                value: active,
                context: Some(&party.context),
                ..Claim::new(&id.to_string(), party.actor, Relation::Fights).in_year(party.year)
            })?;
        }
        out.coverage("support", party.actor, Some(party.year))?;
        Ok(party)
    }

    /// A party called `Government of X` is the government of the side whose country is X.
    fn governments(
        &self,
        row: &Row<'_>,
        party: &Party,
        opponent: Option<ActorId>,
        names: &mut Names,
    ) -> Result<()> {
        for (gwno, country) in self.states {
            let (country, gwnos) = (row.text(country)?, row.ints(gwno)?);
            let ([gwno], false) = (gwnos.as_slice(), country.is_empty()) else { continue };
            let parties = [(Some(party.actor), Some(self.actor_name)), (opponent, self.oppo_name)];
            for (actor, name) in parties {
                let is_it = row.text(name)?.strip_prefix(GOVERNMENT) == Some(&*country);
                if let Some(actor) = actor.filter(|_| is_it) {
                    names.government(actor, *gwno, party.year);
                }
            }
        }
        Ok(())
    }
}

/// Org code of a formally organised group: what a non-state party to a state-based conflict
/// is by UCDP's definition of such a conflict.
const FORMAL_GROUP: i16 = 1;
/// Org code of a government.
const GOVERNMENT_ORG: i16 = 4;

/// How UCDP names a government.
pub(crate) const GOVERNMENT: &str = "Government of ";

/// The warring party of a row.
struct Party {
    id: i64,
    year: i16,
    actor: ActorId,
    context: String,
}

impl Party {
    fn support(
        &self,
        out: &mut Output<'_>,
        supporter: ActorId,
        kinds: KindSet,
        kinds_possible: KindSet,
    ) -> Result<()> {
        let pooled = !kinds_possible.is_empty();
        out.claim(&Claim {
            object: Some(self.actor),
            kinds,
            kinds_possible,
            certainty: if pooled { Certainty::Possible } else { Certainty::Coded },
            context: Some(&self.context),
            ..Claim::new(
                &format!("{}/{}", self.id, supporter.number()),
                supporter,
                Relation::Supports,
            )
            .in_year(self.year)
        })
    }
}

/// Splits the names of `n` supporters. They are joined by a comma without blank, and names
/// themselves may hold a comma with a blank; nothing is returned where neither way of
/// splitting gives `n` names.
fn split_names(text: &str, n: usize) -> Vec<&str> {
    if n == 1 {
        return vec![text];
    }
    let mut tight = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if !text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')) {
            tight.extend(text.get(start..at));
            start = at + 1;
        }
    }
    tight.extend(text.get(start..));
    let loose: Vec<&str> = text.split(',').collect();
    let fitting = [tight, loose].into_iter().find(|names| names.len() == n);
    fitting.unwrap_or_default().into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_commas_are_split_where_no_blank_follows() {
        assert_eq!(split_names("A, B,C", 2), ["A, B", "C"]);
        assert_eq!(split_names("A, B, C", 3), ["A", "B", "C"]);
        assert_eq!(split_names("A, B", 1), ["A, B"]);
        assert!(split_names("A", 2).is_empty());
    }
}
