//! Everything on record about a pair.

use crate::claims::{ClaimRow, Columns, Observed, coverage_of};
use crate::names::is_government;
use crate::text::year_ranges;
use comity_core::codebook::Codebook;
use comity_core::{ActorId, Dyad, Relation, Result};
use comity_world::{Evidence, Registry};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One group of a pair, in brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// Identifier.
    pub id: ActorId,
    /// Display name, the data set's own.
    pub name: String,
    /// Where the record locates it, by source region or country codes in words.
    pub observed: Vec<Observed>,
}

/// An actor that both members of a pair were tied to in the same year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// The third actor.
    pub id: ActorId,
    /// Its display name.
    pub name: String,
    /// Years in which both were tied to it, ascending.
    pub years: Vec<i16>,
}

/// The record of a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairRecord {
    /// The member with the smaller id.
    pub a: Brief,
    /// The member with the larger id.
    pub b: Brief,
    /// Claims that name both, oldest first; undated ones last.
    pub claims: Vec<ClaimRow>,
    /// States that supported both in the same year.
    pub shared_sponsors: Vec<Shared>,
    /// Other groups that supported both in the same year.
    pub shared_group_supporters: Vec<Shared>,
    /// Opponents that both fought in the same year.
    pub shared_adversaries: Vec<Shared>,
    /// Years in which the support source observed both: an absence of a claim in one of
    /// these is a zero, in any other year it is "not coded".
    pub both_observed: Vec<i16>,
    /// What cannot be said, in words.
    pub not_coded: Vec<String>,
}

type Ties = BTreeMap<i64, BTreeSet<i16>>;

/// Supporters and opponents of one actor, by year.
#[derive(Default)]
struct Neighbours {
    supporters: Ties,
    opponents: Ties,
}

/// The record of a pair in a body of evidence.
///
/// # Errors
/// When a table of the evidence lacks a column.
pub fn pair_record(
    evidence: &Evidence,
    names: &Registry,
    book: &Codebook,
    dyad: Dyad,
) -> Result<PairRecord> {
    let (a, b) = (dyad.a().raw(), dyad.b().raw());
    let columns = Columns::of(evidence)?;
    let mut claims = Vec::new();
    let mut around = [Neighbours::default(), Neighbours::default()];
    for row in 0..columns.len() {
        let subject = columns.subject[row];
        let Some(object) = columns.object(row) else { continue };
        if (subject, object) == (a, b) || (subject, object) == (b, a) {
            claims.push(columns.row(row, names, book)?);
        }
        let Some(year) = columns.year(row) else { continue };
        for (me, near) in [a, b].into_iter().zip(&mut around) {
            let relation = columns.relation(row);
            if relation == Relation::Supports.as_str() && object == me {
                near.supporters.entry(subject).or_default().insert(year);
            } else if relation == Relation::Fights.as_str() {
                if subject == me {
                    near.opponents.entry(object).or_default().insert(year);
                } else if object == me {
                    near.opponents.entry(subject).or_default().insert(year);
                }
            }
        }
    }
    claims.sort_by(|x, y| {
        let key = |c: &ClaimRow| (c.year.unwrap_or(i16::MAX), c.source.clone(), c.record.clone());
        key(x).cmp(&key(y))
    });
    let shared = |pick: fn(&Neighbours) -> &Ties, keep: &dyn Fn(ActorId) -> bool| -> Vec<Shared> {
        let [x, y] = &around;
        pick(x)
            .iter()
            .filter(|(id, _)| **id != a && **id != b && keep(ActorId::from_raw(**id)))
            .filter_map(|(id, years)| {
                let both: Vec<i16> = years.intersection(pick(y).get(id)?).copied().collect();
                let id = ActorId::from_raw(*id);
                (!both.is_empty()).then(|| Shared {
                    id,
                    name: names.name(id).to_owned(),
                    years: both,
                })
            })
            .collect()
    };
    let is_state = |id: ActorId| is_government(names.get(id));
    let [a_brief, b_brief] = [dyad.a(), dyad.b()].map(|id| brief(evidence, names, id));
    let (a_brief, b_brief) = (a_brief?, b_brief?);
    let both_observed = jointly(&a_brief, &b_brief);
    Ok(PairRecord {
        not_coded: not_coded(&a_brief, &b_brief, &both_observed),
        shared_sponsors: shared(|n| &n.supporters, &is_state),
        shared_group_supporters: shared(|n| &n.supporters, &|id| !is_state(id)),
        shared_adversaries: shared(|n| &n.opponents, &|_| true),
        a: a_brief,
        b: b_brief,
        claims,
        both_observed,
    })
}

fn brief(evidence: &Evidence, names: &Registry, id: ActorId) -> Result<Brief> {
    Ok(Brief { id, name: names.name(id).to_owned(), observed: coverage_of(evidence, id)? })
}

/// Years in which a source observed an actor for `support`.
#[must_use]
pub fn support_years(observed: &[Observed]) -> Vec<i16> {
    observed.iter().filter(|o| o.topic == "support").flat_map(|o| o.years.clone()).collect()
}

fn jointly(a: &Brief, b: &Brief) -> Vec<i16> {
    let other = support_years(&b.observed);
    support_years(&a.observed).into_iter().filter(|y| other.contains(y)).collect()
}

fn not_coded(a: &Brief, b: &Brief, both: &[i16]) -> Vec<String> {
    let mut notes = Vec::new();
    for g in [a, b] {
        let years = support_years(&g.observed);
        if years.is_empty() {
            notes.push(format!(
                "{} was never observed by the source that codes support: not coded in any year",
                g.name
            ));
        } else {
            notes.push(format!("{} was observed for support in {}", g.name, year_ranges(&years)));
        }
    }
    notes.push(if both.is_empty() {
        "No year has both observed for support: the absence of a claim means \"not coded\", never zero".to_owned()
    } else {
        format!(
            "Both were observed in {}; outside these years the absence of a claim means \"not coded\"",
            year_ranges(both)
        )
    });
    notes
}
