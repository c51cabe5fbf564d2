//! Divisions as weights on the scores of sets.

use super::report::Player;
use comity_core::{Level, Result};
use comity_score::{owen_weights, shapley_weights};
use comity_theories::levels::{LevelSets, PartSet};
use std::collections::BTreeMap;

/// Weights on sets of parts; they sum to zero.
pub(super) type Weights = BTreeMap<PartSet, f64>;

/// Who shares, and how each contribution is computed from the scores of sets.
pub(super) struct Plan {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) players: Vec<Player>,
    pub(super) values: Vec<Weights>,
    /// What there is to divide.
    pub(super) total: Weights,
    /// The set of everything, whose gain shares are shares of.
    pub(super) everything: PartSet,
    pub(super) sides: Vec<Sides>,
}

/// Two sides of a contest.
pub(super) struct Sides {
    pub(super) names: [String; 2],
    pub(super) values: [Weights; 2],
    /// Whether both sides have a covariate.
    pub(super) present: bool,
}

/// A sum of weights times factors.
pub(super) fn sum<'w>(terms: impl IntoIterator<Item = (f64, &'w Weights)>) -> Weights {
    let mut sum = Weights::new();
    for (factor, weights) in terms {
        for (set, w) in weights {
            *sum.entry(*set).or_default() += factor * w;
        }
    }
    sum
}

/// Adds up the weights of coalitions that are the same set of parts.
fn on_sets(weights: &[f64], set: impl Fn(usize) -> PartSet) -> Weights {
    let mut found = Weights::new();
    for (coalition, w) in weights.iter().enumerate() {
        *found.entry(set(coalition)).or_default() += w;
    }
    found
}

fn union(sets: &[PartSet], coalition: usize) -> PartSet {
    let within = |(i, _): &(usize, &PartSet)| coalition & (1 << i) != 0;
    sets.iter().enumerate().filter(within).fold(0, |all, (_, s)| all | s)
}

fn gain(of: PartSet) -> Weights {
    sum([(1.0, &Weights::from([(of, 1.0)])), (-1.0, &Weights::from([(0, 1.0)]))])
}

/// The levels, less the parts of `without`.
pub(super) fn levels(sets: &LevelSets, without: PartSet) -> Result<Plan> {
    let of: Vec<PartSet> = Level::ALL.iter().map(|l| sets.of_level(*l) & !without).collect();
    let weights = shapley_weights(of.len())?;
    let values: Vec<Weights> = weights.iter().map(|w| on_sets(w, |s| union(&of, s))).collect();
    let side = |wanted: &[Level]| {
        let chosen = Level::ALL.iter().zip(&values).filter(|(l, _)| wanted.contains(l));
        sum(chosen.map(|(_, v)| (1.0, v)))
    };
    let external = sets.of_level(Level::Structural) | sets.of_level(Level::Regional);
    let internal = sets.of_level(Level::Internal) & !without;
    let everything = of.iter().fold(0, |all, s| all | s);
    Ok(Plan {
        id: if without == 0 { "levels" } else { "levels-without-ideology" },
        title: if without == 0 {
            "levels, every covariate at hand".to_owned()
        } else {
            "levels, without ideology and religion".to_owned()
        },
        players: Level::ALL
            .iter()
            .zip(&of)
            .map(|(l, set)| Player { id: l.as_str().to_owned(), terms: sets.terms(*set) })
            .collect(),
        total: gain(everything),
        everything,
        sides: vec![Sides {
            names: ["external".to_owned(), "internal".to_owned()],
            values: [side(&[Level::Structural, Level::Regional]), side(&[Level::Internal])],
            present: external != 0 && internal != 0,
        }],
        values,
    })
}

/// The parts of one level, by Owen's value; `None` when fewer than two have a term.
pub(super) fn parts(sets: &LevelSets, level: Level, id: &'static str) -> Result<Option<Plan>> {
    let own: Vec<_> = sets.parts().iter().filter(|p| p.level == level).collect();
    let of: Vec<PartSet> = own.iter().map(|p| sets.of_part(&p.id)).collect();
    if of.iter().filter(|s| **s != 0).count() < 2 {
        return Ok(None);
    }
    let rest: Vec<Level> = Level::ALL.into_iter().filter(|l| *l != level).collect();
    let mut coalition: Vec<PartSet> = rest.iter().map(|l| sets.of_level(*l)).collect();
    let others = coalition.len();
    coalition.extend(&of);
    let weights = owen_weights(others, of.len())?;
    let values: Vec<Weights> =
        weights.iter().map(|w| on_sets(w, |s| union(&coalition, s))).collect();
    Ok(Some(Plan {
        id,
        title: format!("parts of the {} level", level.as_str()),
        players: own
            .iter()
            .zip(&of)
            .map(|(p, set)| Player { id: p.id.clone(), terms: sets.terms(*set) })
            .collect(),
        total: sum(values.iter().map(|v| (1.0, v))),
        everything: coalition.iter().fold(0, |all, s| all | s),
        sides: Vec::new(),
        values,
    }))
}

impl Plan {
    /// A player's name and weights, when it has a term.
    pub(super) fn player(&self, id: &str) -> Option<(&str, &Weights)> {
        let found = self.players.iter().zip(&self.values).find(|(p, _)| p.id == id)?;
        (found.0.terms > 0).then_some((found.0.id.as_str(), found.1))
    }

    /// What shares are shares of.
    pub(super) fn whole(&self) -> Weights {
        gain(self.everything)
    }

    /// Sets that have a weight.
    pub(super) fn sets(&self) -> impl Iterator<Item = PartSet> {
        let sides = self.sides.iter().flat_map(|s| &s.values);
        self.values.iter().chain([&self.total]).chain(sides).flat_map(|w| w.keys().copied())
    }
}

/// Two players set against each other, when both have a term.
pub(super) fn against(
    first: Option<(&str, &Weights)>,
    second: Option<(&str, &Weights)>,
) -> Option<Sides> {
    let ((a, x), (b, y)) = (first?, second?);
    Some(Sides {
        names: [a.to_owned(), b.to_owned()],
        values: [x.clone(), y.clone()],
        present: true,
    })
}
