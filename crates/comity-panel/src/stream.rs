//! The evidence as a stream of events: who cooperated with, fought or supported whom, in which
//! year.
//!
//! Years are the finest time that External Support states, so that all events of a year are
//! tied. A group is at risk of cooperating in the years in which External Support observed it;
//! governments never are: they are there as enemies and sponsors.

use crate::index::{Coverage, Index, Pair};
use comity_core::{EventKind, Result, Year};
use comity_world::Evidence;
use serde::Serialize;
use std::collections::BTreeMap;

/// Years in which a group is at risk of cooperating and its stated goals are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AtRisk {
    /// The group.
    pub actor: i64,
    /// The first year.
    pub from: Year,
    /// The first year after.
    pub until: Year,
    /// Whether it fights over territory, by the latest goals stated up to the year.
    pub territory: bool,
    /// Whether it fights over government, likewise.
    pub government: bool,
}

/// Bits of stated goals.
const TERRITORY: u8 = 1;
const GOVERNMENT: u8 = 2;

/// Events by year, column by column, sorted by year, kind and actors, and the groups at risk.
/// Actor ids are the raw integers of [`comity_core::ActorId`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventStream {
    /// When.
    pub year: Vec<Year>,
    /// What.
    pub kind: Vec<EventKind>,
    /// The government of a fight or of support; otherwise the member with the smaller id.
    pub sender: Vec<i64>,
    /// The other one.
    pub receiver: Vec<i64>,
    /// Groups at risk, sorted.
    pub at_risk: Vec<AtRisk>,
    /// Display names of the actors.
    pub names: BTreeMap<i64, String>,
}

impl EventStream {
    /// Number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.year.len()
    }

    /// Whether there is no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.year.is_empty()
    }

    /// Number of events of a kind.
    #[must_use]
    pub fn count(&self, kind: EventKind) -> usize {
        self.kind.iter().filter(|k| **k == kind).count()
    }
}

/// The stream of the evidence, up to and including `last` where it is given.
///
/// # Errors
/// [`comity_core::Code::Internal`] when a table of the evidence lacks a column of its schema.
pub fn stream(evidence: &Evidence, last: Option<Year>) -> Result<EventStream> {
    let index = Index::read(evidence, last, std::iter::empty())?;
    let mut rows: Vec<(Year, EventKind, u32, u32)> = Vec::new();
    let groups: Vec<u32> =
        (0..).take(index.actors()).filter(|n| !index.is_government(*n)).collect();
    let mut found = EventStream::default();
    for year in index.years() {
        let observed = |n: &&u32| index.coverage(**n, year).meets(Coverage::SUPPORT);
        let at_risk: Vec<u32> = groups.iter().filter(observed).copied().collect();
        for (i, &a) in at_risk.iter().enumerate() {
            for &b in at_risk.iter().skip(i + 1) {
                let pair = Pair { a, b };
                if index.support(pair, year).is_some() {
                    rows.push((year, EventKind::Cooperation, a, b));
                }
                if index.joint(pair, year).is_some() {
                    rows.push((year, EventKind::Joint, a, b));
                }
            }
            let goals = index.goals(a, year);
            found.at_risk.push(AtRisk {
                actor: index.id(a).unwrap_or_default(),
                from: year,
                until: year + 1,
                territory: goals & TERRITORY != 0,
                government: goals & GOVERNMENT != 0,
            });
        }
        for &group in &groups {
            let governments = index.enemies(group, year).iter();
            rows.extend(governments.map(|g| (year, EventKind::Fights, *g, group)));
            let others = index.rivals(group, year).iter().filter(|o| **o > group);
            rows.extend(others.map(|o| (year, EventKind::Fights, group, *o)));
            let sponsors = index.sponsors(group, year).iter();
            rows.extend(sponsors.map(|s| (year, EventKind::Support, *s, group)));
        }
    }
    rows.sort_unstable();
    rows.dedup();
    found.at_risk = joined(found.at_risk);
    for (year, kind, sender, receiver) in rows {
        let id = |node: u32| index.id(node).unwrap_or_default();
        found.year.push(year);
        found.kind.push(kind);
        found.sender.push(id(sender));
        found.receiver.push(id(receiver));
    }
    let mut ids: Vec<i64> = found.sender.iter().chain(&found.receiver).copied().collect();
    ids.extend(found.at_risk.iter().map(|r| r.actor));
    ids.sort_unstable();
    ids.dedup();
    let name = |id: i64| Some((id, index.node(id).and_then(|n| index.name(n))?.to_owned()));
    found.names = ids.into_iter().filter_map(name).collect();
    Ok(found)
}

/// Years that follow each other without a gap or a change of goals, as one.
fn joined(mut years: Vec<AtRisk>) -> Vec<AtRisk> {
    years.sort_unstable();
    let mut found: Vec<AtRisk> = Vec::new();
    for next in years {
        match found.last_mut() {
            Some(last)
                if AtRisk { until: next.until, ..*last } == AtRisk { from: last.from, ..next }
                    && last.until == next.from =>
            {
                last.until = next.until;
            }
            _ => found.push(next),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_a_row_are_one_spell_while_goals_stay() {
        let year = |actor, from, until, territory| AtRisk {
            actor,
            from,
            until,
            territory,
            government: false,
        };
        let years = vec![
            year(2, 1990, 1991, false),
            year(1, 1991, 1992, false),
            year(1, 1990, 1991, false),
            year(1, 1992, 1993, true),
            year(1, 1995, 1996, true),
        ];
        let expected = [
            year(1, 1990, 1992, false),
            year(1, 1992, 1993, true),
            year(1, 1995, 1996, true),
            year(2, 1990, 1991, false),
        ];
        assert_eq!(joined(years), expected);
    }
}
