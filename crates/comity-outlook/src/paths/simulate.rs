//! The path simulation.
//!
//! A path draws a model by its weight, a draw of that model's parameters, and then, year by
//! year, whether cooperation is recorded, each year seeing the path's tie history. Beside the
//! simulated counts each path keeps its exact probability of at least one yes,
//! `1 − Π_s (1 − p_s)` over years without a tie, so that differences between conditions are
//! free of the noise of the outcome. Equal seeds give equal draws, so that path i under one
//! condition is paired with path i under another.

use super::history::History;
use crate::model::{Model, Sampler, issued};
use crate::random::{below, stream, uniform};
use comity_core::Year;
use std::collections::BTreeMap;

/// One model of an ensemble.
pub(crate) struct Member<'a> {
    pub(crate) weight: f64,
    pub(crate) model: &'a dyn Model,
    /// Draws of the model's parameters, the same for every condition.
    pub(crate) sampler: Box<dyn Sampler + 'a>,
}

/// Column values at the forecast row, and what a scenario changes.
pub(crate) struct Condition<'a> {
    pub(crate) start: &'a (dyn Fn(&str) -> f64 + Sync),
    pub(crate) first_year: Year,
    /// The outcome that the paths simulate.
    pub(crate) outcome: &'a str,
    pub(crate) changes: BTreeMap<String, f64>,
}

impl Condition<'_> {
    /// The value of a column after a history, scenario changes first.
    pub(crate) fn value(&self, name: &str, history: History) -> f64 {
        match self.changes.get(name) {
            Some(v) => *v,
            None => history.value(name, self.outcome, self.start, self.first_year),
        }
    }

    /// The value of a column in the first forecast year.
    pub(crate) fn first(&self, name: &str) -> f64 {
        self.value(name, History::default())
    }
}

/// What the paths gave.
pub(crate) struct PathRun {
    /// Probability of at least one yes: models' point forecasts mixed by weight.
    pub(crate) probability: f64,
    /// Each model's probability of at least one yes.
    pub(crate) by_model: Vec<f64>,
    /// Each model's probability of at least one yes, by parameter draw.
    pub(crate) draws: Vec<Vec<f64>>,
    /// Each path's probability of at least one yes.
    pub(crate) conditional: Vec<f64>,
    /// Number of paths with 0, 1, … years of cooperation.
    pub(crate) years: Vec<u64>,
}

/// How many paths, and how far.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) horizon: u8,
    pub(crate) draws: usize,
    pub(crate) paths: usize,
    pub(crate) seed: u64,
}

/// Simulates the years ahead under one condition.
pub(crate) fn simulate(members: &[Member<'_>], condition: &Condition<'_>, e: Extent) -> PathRun {
    let mut chains: Vec<Chain<'_>> = members
        .iter()
        .map(|m| Chain { member: m, condition, draws: e.draws, seen: BTreeMap::new() })
        .collect();
    let by_model: Vec<f64> = chains.iter().map(|c| c.point(e.horizon)).collect();
    let draws: Vec<Vec<f64>> = chains.iter_mut().map(|c| c.any(e.horizon)).collect();
    let probability = members.iter().zip(&by_model).map(|(m, p)| m.weight * p).sum();
    let mut conditional = Vec::with_capacity(e.paths);
    let mut years = vec![0; usize::from(e.horizon) + 1];
    for path in 0..e.paths {
        let mut rng = stream(e.seed, path as u64);
        let k = pick(members, uniform(&mut rng));
        let d = below(&mut rng, e.draws);
        conditional.push(draws.get(k).and_then(|v| v.get(d)).copied().unwrap_or(f64::NAN));
        let (mut history, mut yes) = (History::default(), 0);
        for _ in 0..e.horizon {
            let p = chains.get_mut(k).and_then(|c| c.at(history).get(d).copied()).unwrap_or(0.0);
            let happened = uniform(&mut rng) < p;
            yes += usize::from(happened);
            history = history.then(happened);
        }
        if let Some(n) = years.get_mut(yes) {
            *n += 1;
        }
    }
    PathRun { probability, by_model, draws, conditional, years }
}

/// The model that a uniform number falls on.
fn pick(members: &[Member<'_>], u: f64) -> usize {
    let mut sum = 0.0;
    for (k, m) in members.iter().enumerate() {
        sum += m.weight;
        if u < sum {
            return k;
        }
    }
    // Rounding left a gap at the end: the last model with weight.
    members.iter().rposition(|m| m.weight > 0.0).unwrap_or(0)
}

/// One model under one condition, with what it said for the histories met so far.
struct Chain<'a> {
    member: &'a Member<'a>,
    condition: &'a Condition<'a>,
    draws: usize,
    seen: BTreeMap<History, Vec<f64>>,
}

impl Chain<'_> {
    /// Probabilities by parameter draw after a history.
    fn at(&mut self, history: History) -> &[f64] {
        let (member, condition) = (self.member, self.condition);
        self.seen.entry(history).or_insert_with(|| {
            let values = |name: &str| condition.value(name, history);
            let said = member.sampler.probabilities(&values);
            said.into_iter().map(|p| issued(p).unwrap_or(0.5)).collect()
        })
    }

    /// Probability of at least one yes by parameter draw.
    fn any(&mut self, horizon: u8) -> Vec<f64> {
        let mut none = vec![1.0; self.draws];
        for s in 0..horizon {
            for (n, p) in none.iter_mut().zip(self.at(History::quiet(s))) {
                *n *= 1.0 - p;
            }
        }
        none.into_iter().map(|n| 1.0 - n).collect()
    }

    /// Probability of at least one yes at the parameters' estimates.
    fn point(&self, horizon: u8) -> f64 {
        let none: f64 = (0..horizon)
            .map(|s| {
                let values = |name: &str| self.condition.value(name, History::quiet(s));
                1.0 - issued(self.member.model.predict_row(&values)).unwrap_or(0.5)
            })
            .product();
        1.0 - none
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constant::Constant;
    use crate::model::{Factor, Sampler, Values};
    use comity_panel::Panel;

    /// 0.9 after a tie, 0.1 after none.
    struct Sticky;

    impl Sampler for Sticky {
        fn probabilities(&self, values: Values<'_>) -> Vec<f64> {
            vec![if values("tie_lag1") > 0.5 { 0.9 } else { 0.1 }; 20]
        }
    }

    impl Model for Sticky {
        fn predict(&self, _: &Panel, rows: &[u32]) -> Vec<f64> {
            vec![f64::NAN; rows.len()]
        }
        fn predict_row(&self, values: Values<'_>) -> f64 {
            if values("tie_lag1") > 0.5 { 0.9 } else { 0.1 }
        }
        fn sampler<'s>(&'s self, _: usize, _: u64) -> Box<dyn Sampler + 's> {
            Box::new(Sticky)
        }
        fn contributions(&self, _: Values<'_>) -> Vec<Factor> {
            Vec::new()
        }
        fn leverage(&self, _: Values<'_>) -> Option<f64> {
            None
        }
        fn range_violations(&self, _: Values<'_>) -> Vec<String> {
            Vec::new()
        }
    }

    fn condition(start: &(dyn Fn(&str) -> f64 + Sync)) -> Condition<'_> {
        Condition { start, first_year: 2018, outcome: "coop_any", changes: BTreeMap::new() }
    }

    fn member(model: &dyn Model, weight: f64) -> Member<'_> {
        Member { weight, model, sampler: model.sampler(20, 1) }
    }

    const EXTENT: Extent = Extent { horizon: 2, draws: 20, paths: 20_000, seed: 7 };

    #[test]
    fn two_years_of_a_sticky_tie_in_closed_form() {
        let run = simulate(&[member(&Sticky, 1.0)], &condition(&|_| 0.0), EXTENT);
        assert!((run.probability - (1.0 - 0.9 * 0.9)).abs() < 1e-12);
        assert!(run.conditional.iter().all(|p| (p - run.probability).abs() < 1e-12));
        // P(0) = 0.81, P(1) = 0.1·0.1 + 0.9·0.1 = 0.1, P(2) = 0.09; 20 000 paths have a
        // standard error of 0.0028 at most: allow four.
        for (n, want) in run.years.iter().zip([0.81, 0.10, 0.09]) {
            assert!((*n as f64 / 20_000.0 - want).abs() < 0.0112, "{:?}", run.years);
        }
    }

    #[test]
    fn a_mixture_weighs_its_models_and_paths_follow_the_weights() {
        let half = Constant(0.5);
        let members = [member(&Sticky, 0.75), member(&half, 0.25)];
        let one = Extent { horizon: 1, ..EXTENT };
        let run = simulate(&members, &condition(&|_| 1.0), one);
        assert!((run.probability - (0.75 * 0.9 + 0.25 * 0.5)).abs() < 1e-12);
        let share = run.conditional.iter().filter(|p| **p < 0.6).count() as f64 / 20_000.0;
        assert!((share - 0.25).abs() < 0.0125, "{share}");
    }

    #[test]
    fn a_changed_value_holds_along_the_whole_path() {
        let start = |_: &str| 0.0;
        let mut c = condition(&start);
        c.changes.insert("tie_lag1".into(), 1.0);
        let run = simulate(&[member(&Sticky, 1.0)], &c, EXTENT);
        assert!((run.probability - 0.99).abs() < 1e-12);
    }
}
