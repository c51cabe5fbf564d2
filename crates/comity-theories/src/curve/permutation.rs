//! The joint test of a curve by permutation.
//!
//! Simonsohn, Simmons and Nelson (2020), "Specification curve analysis", *Nature Human
//! Behaviour* 4: the same permutation is applied to every specification, so that the
//! dependence between specifications is kept, and a statistic of the whole curve is compared
//! with its distribution under permutations. What is permuted are the residuals of the term:
//! the logit without it gives scores uᵢ = yᵢ − μᵢ and weights wᵢ, x̃ is the term less its
//! weighted projection on the other columns, and x̃'u with its robust variance is
//! the score test of the term; exchanging the x̃ of dyads is exchanging their residual
//! outcomes (Potter 2005, *Statistics in Medicine* 24; Werft and Benner 2010, *R Journal*
//! 2(1)). One Newton step from the null, x̃'u / x̃'Wx̃, stands for the estimate.

use super::blocks::Blocks;
use super::ground::Ground;
use super::run::Planned;
use super::score_test::Test;
use super::summary::quantile;
use crate::theory::Sign;
use rayon::prelude::*;
use serde::Serialize;

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// One statistic of the curve with its place among permutations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statistic {
    /// Its name.
    pub name: String,
    /// Its value in the data.
    pub observed: f64,
    /// Its median over permutations.
    pub under_permutation: f64,
    /// Share of permutations, the data counted as one, at least as far in the predicted
    /// direction; without a prediction, as far from zero.
    pub p: f64,
    /// The same in the other direction; `None` without a prediction.
    pub p_against: Option<f64>,
    /// Monte-Carlo standard error of `p`.
    pub p_error: f64,
}

/// The joint test of one term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JointTest {
    /// Permutations.
    pub permutations: usize,
    /// Designs that were tested, by logit.
    pub designs: usize,
    /// Designs asked for that have no null model or no term to test.
    pub without: usize,
    /// Share of the dyads with cooperation that have another dyad to change places with.
    pub movable: f64,
    /// Median, share significant, average z.
    pub statistics: Vec<Statistic>,
}

impl JointTest {
    /// The largest p-value of the statistics in the predicted direction, and in the other:
    /// each a test of "all statistics lie beyond chance" (Berger 1982, *Technometrics* 24).
    /// The second is `None` without a prediction.
    #[must_use]
    pub fn all_beyond(&self) -> (f64, Option<f64>) {
        let highest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        let against: Option<Vec<f64>> = self.statistics.iter().map(|s| s.p_against).collect();
        (
            highest(&mut self.statistics.iter().map(|s| s.p)),
            against.map(|a| highest(&mut a.into_iter())),
        )
    }
}

/// Tests the first `designs` of a term's plan under `permutations` permutations; `step` is
/// told of every design that is done. `None` when the ground has no panel of all pairs or no
/// design can be tested.
#[must_use]
pub fn joint_test(
    ground: &Ground<'_>,
    plan: &[Planned],
    permutations: usize,
    seed: u64,
    step: &(dyn Fn() + Sync),
) -> Option<JointTest> {
    let blocks = Blocks::new(ground)?;
    let predicted = plan.first()?.term.predicted;
    let orders: Vec<Vec<u32>> =
        (0..permutations).into_par_iter().map(|b| blocks.permuted(seed, b)).collect();
    let found: Vec<Option<Vec<(f64, f64)>>> = plan
        .par_iter()
        .with_max_len(1)
        .map(|p| {
            let data = ground.data(&p.design, &p.term).ok();
            let test = data.and_then(|d| Test::new(&d, &blocks, p));
            let out = test.map(|t| {
                let own = std::iter::once(t.score(&blocks, |dyad| dyad));
                let taken = |order: &Vec<u32>| {
                    t.score(&blocks, |dyad| order.get(dyad as usize).copied().unwrap_or(dyad))
                };
                own.chain(orders.iter().map(taken)).collect()
            });
            step();
            out
        })
        .collect();
    let tests: Vec<&Vec<(f64, f64)>> = found.iter().flatten().collect();
    if tests.is_empty() {
        return None;
    }
    let curves: Vec<[f64; 3]> = (0..=permutations)
        .map(|b| {
            let of: Vec<(f64, f64)> = tests.iter().filter_map(|t| t.get(b).copied()).collect();
            curve(&of, predicted)
        })
        .collect();
    let names = ["median estimate", "share significant", "average z"];
    Some(JointTest {
        permutations,
        designs: tests.len(),
        without: plan.len() - tests.len(),
        movable: blocks.movable(),
        statistics: names
            .iter()
            .enumerate()
            .map(|(k, name)| {
                statistic(name, &curves.iter().map(|c| c[k]).collect::<Vec<_>>(), predicted)
            })
            .collect(),
    })
}

/// Median estimate, share significant less share significant on the other side, average z;
/// the sign turned so that the prediction is positive.
fn curve(tests: &[(f64, f64)], predicted: Sign) -> [f64; 3] {
    let turn = if predicted == Sign::Negative { -1.0 } else { 1.0 };
    let n = tests.len() as f64;
    let mut estimates: Vec<f64> = tests.iter().map(|t| turn * t.0).collect();
    estimates.sort_unstable_by(f64::total_cmp);
    let beyond = |sign: f64| tests.iter().filter(|t| sign * turn * t.1 > Z).count() as f64 / n;
    let share = if predicted == Sign::None {
        beyond(1.0) + beyond(-1.0)
    } else {
        beyond(1.0) - beyond(-1.0)
    };
    [
        quantile(&estimates, 0.5).unwrap_or(0.0),
        share,
        tests.iter().map(|t| turn * t.1).sum::<f64>() / n,
    ]
}

/// The first value is that of the data.
fn statistic(name: &str, values: &[f64], predicted: Sign) -> Statistic {
    let observed = values.first().copied().unwrap_or(0.0);
    let rest = values.get(1..).unwrap_or(&[]);
    let mut sorted = rest.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let p = |beyond: &dyn Fn(f64) -> bool| {
        (1 + rest.iter().filter(|v| beyond(**v)).count()) as f64 / (1 + rest.len()) as f64
    };
    let directed = predicted != Sign::None;
    let p_value = if directed { p(&|v| v >= observed) } else { p(&|v| v.abs() >= observed.abs()) };
    Statistic {
        name: name.to_owned(),
        observed,
        under_permutation: quantile(&sorted, 0.5).unwrap_or(f64::NAN),
        p: p_value,
        p_against: directed.then(|| p(&|v| v <= observed)),
        p_error: (p_value * (1.0 - p_value) / (1 + rest.len()) as f64).sqrt(),
    }
}
