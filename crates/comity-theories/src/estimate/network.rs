//! The network of a year: who was observed, and which ties are known.

use comity_core::{ActorId, Code, Error, Result, Year};
use comity_panel::Panel;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An actor with the number that a fit gives it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorEffect {
    /// Raw actor id.
    pub id: i64,
    /// Display name.
    pub name: String,
    /// The effect.
    pub effect: f64,
}

/// The rows of a panel by year.
pub(super) fn by_year(panel: &Panel) -> BTreeMap<Year, Vec<usize>> {
    let mut years: BTreeMap<Year, Vec<usize>> = BTreeMap::new();
    for (row, year) in panel.year().iter().enumerate() {
        years.entry(*year).or_default().push(row);
    }
    years
}

/// Pairs of groups in one year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct YearNetwork {
    /// Ids of the groups, ascending.
    pub(super) actors: Vec<i64>,
    /// For every row: the places of its members, the panel row, and the outcome, NaN where
    /// it was not coded.
    pub(super) pairs: Vec<Tie>,
}

/// One pair in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tie {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) row: usize,
    pub(super) value: f64,
}

impl YearNetwork {
    /// The network of some rows of one year.
    pub(super) fn new(panel: &Panel, outcome: &[f64], rows: &[usize]) -> Self {
        let (a, b) = (panel.a(), panel.b());
        let members: BTreeSet<i64> = rows.iter().flat_map(|&r| [a[r], b[r]]).collect();
        let actors: Vec<i64> = members.into_iter().collect();
        let place = |id: i64| actors.binary_search(&id).unwrap_or_default();
        let pairs = rows
            .iter()
            .map(|&row| Tie { a: place(a[row]), b: place(b[row]), row, value: outcome[row] })
            .collect();
        Self { actors, pairs }
    }

    /// The largest part that is found by leaving out, one after another, the group with the
    /// most pairs that were not coded, until all are. The groups left out are counted.
    pub(super) fn complete(self, panel: &Panel, outcome: &[f64]) -> (Self, usize) {
        let n = self.actors.len();
        let mut unknown = vec![BTreeSet::new(); n];
        for t in &self.pairs {
            if t.value.is_nan() {
                unknown[t.a].insert(t.b);
                unknown[t.b].insert(t.a);
            }
        }
        let mut out = BTreeSet::new();
        while let Some(worst) =
            (0..n).filter(|i| !unknown[*i].is_empty()).max_by_key(|i| (unknown[*i].len(), *i))
        {
            for other in std::mem::take(&mut unknown[worst]) {
                unknown[other].remove(&worst);
            }
            out.insert(worst);
        }
        if out.is_empty() {
            return (self, 0);
        }
        let kept = |t: &&Tie| !out.contains(&t.a) && !out.contains(&t.b);
        let rows: Vec<usize> = self.pairs.iter().filter(kept).map(|t| t.row).collect();
        (Self::new(panel, outcome, &rows), out.len())
    }

    /// Ties that are known and present.
    pub(super) fn ties(&self) -> usize {
        self.pairs.iter().filter(|t| t.value == 1.0).count()
    }
}

/// The outcome's column.
///
/// # Errors
/// [`Code::NoSample`] when the panel lacks it.
pub(super) fn outcome_values<'p>(panel: &'p Panel, outcome: &str) -> Result<&'p [f64]> {
    panel.column(outcome).ok_or_else(|| {
        Error::new(Code::NoSample, "the panel has no such outcome")
            .column(outcome)
            .hint("outcomes are listed in the panel's codebook")
    })
}

/// The years that have rows, for messages.
pub(super) fn years_there_are(years: &BTreeMap<Year, Vec<usize>>) -> String {
    match (years.keys().next(), years.keys().next_back()) {
        (Some(first), Some(last)) => format!("a year from {first} to {last}"),
        _ => "data that observe groups: comity data add FILE".to_owned(),
    }
}

/// The display name of an actor, or its id.
pub(super) fn name(panel: &Panel, id: i64) -> String {
    panel.name(id).map_or_else(|| ActorId::from_raw(id).to_string(), str::to_owned)
}
