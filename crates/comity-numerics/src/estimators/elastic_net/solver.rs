//! The fit at one penalty.

use super::descent::{Penalty, minimise};
use crate::design::Design;
use crate::estimators::Observations;
use crate::pass::{Pass, gradient, pass};
use crate::special::{LogProduct, exp_below_zero};

/// Halvings of a step that does not lower the objective.
const HALVINGS: usize = 40;
/// A function's share of the decrease that a step promises.
const ARMIJO: f64 = 1e-4;

/// The penalised problem on standardised columns.
pub(super) struct Solver<'a> {
    pub(super) data: Observations<'a>,
    pub(super) total: f64,
    /// Largest absolute score of the null model: the unit of violations.
    pub(super) scale: f64,
    pub(super) tolerance: f64,
    pub(super) max_iterations: usize,
}

/// Where a solution ends.
pub(super) struct Solution {
    pub(super) beta: Vec<f64>,
    /// Derivative of the mean log-likelihood, every column.
    pub(super) scores: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) iterations: usize,
    pub(super) violation: f64,
}

impl Solver<'_> {
    /// Minimises with every column allowed whose place in `allowed` is true, letting in those
    /// whose optimality conditions fail unless `closed`.
    pub(super) fn solve(
        &self,
        start: &[f64],
        penalties: &[Penalty],
        mut allowed: Vec<bool>,
        closed: bool,
    ) -> Solution {
        let mut beta = start.to_vec();
        let mut iterations = 0;
        loop {
            let set: Vec<usize> = (0..beta.len()).filter(|&j| allowed[j]).collect();
            iterations += self.solve_on(&set, &mut beta, penalties, iterations);
            let (log_likelihood, scores) = self.scores(&beta);
            let violation = |j: usize| penalties[j].violation(beta[j], scores[j]) / self.scale;
            let outside: Vec<usize> =
                (0..beta.len()).filter(|&j| !allowed[j] && violation(j) > self.tolerance).collect();
            if closed || outside.is_empty() || iterations >= self.max_iterations {
                let counted = (0..beta.len()).filter(|&j| allowed[j] || !closed);
                let violation = counted.map(violation).fold(0.0, f64::max);
                return Solution { beta, scores, log_likelihood, iterations, violation };
            }
            for j in outside {
                allowed[j] = true;
            }
        }
    }

    /// Quadratic approximations on the columns of `set`; returns how many.
    fn solve_on(
        &self,
        set: &[usize],
        beta: &mut [f64],
        penalties: &[Penalty],
        already: usize,
    ) -> usize {
        if set.is_empty() {
            return 0;
        }
        let design = self.data.design().select(set);
        let own: Vec<Penalty> = set.iter().map(|&j| penalties[j]).collect();
        let mut b: Vec<f64> = set.iter().map(|&j| beta[j]).collect();
        let mut here = self.evaluate(&design, &b);
        let objective =
            |p: &Pass, b: &[f64]| -p.value + own.iter().zip(b).map(|(p, b)| p.at(*b)).sum::<f64>();
        let mut steps = 0;
        loop {
            let worst = own.iter().zip(b.iter().zip(&here.gradient));
            let violation = worst.map(|(p, (b, g))| p.violation(*b, *g)).fold(0.0, f64::max);
            // A tenth of the tolerance, so that the sum over all columns stays within it.
            if violation <= 0.1 * self.tolerance * self.scale
                || already + steps >= self.max_iterations
            {
                break;
            }
            let target = minimise(&b, &here.gradient, &here.gram, &own);
            let step: Vec<f64> = target.iter().zip(&b).map(|(t, b)| t - b).collect();
            let before = objective(&here, &b);
            let slope: f64 = step.iter().zip(&here.gradient).map(|(s, g)| -s * g).sum::<f64>()
                + own
                    .iter()
                    .zip(target.iter().zip(&b))
                    .map(|(p, (t, b))| p.at(*t) - p.at(*b))
                    .sum::<f64>();
            let rounding = 1e-14 * (1.0 + before.abs());
            let next = (0..HALVINGS).find_map(|halving| {
                let length = libm::ldexp(1.0, -i32::try_from(halving).unwrap_or(i32::MAX));
                let moved: Vec<f64> = if halving == 0 {
                    target.clone()
                } else {
                    b.iter().zip(&step).map(|(b, s)| b + length * s).collect()
                };
                let there = self.evaluate(&design, &moved);
                let enough = before + ARMIJO * length * slope + rounding;
                (objective(&there, &moved) <= enough).then_some((moved, there))
            });
            let Some((moved, there)) = next else { break };
            (b, here) = (moved, there);
            steps += 1;
        }
        for (&j, v) in set.iter().zip(&b) {
            beta[j] = *v;
        }
        steps
    }

    /// Mean log-likelihood, its derivative and information.
    fn evaluate(&self, design: &Design, beta: &[f64]) -> Pass {
        let mut p = pass(design, beta, |block, terms| {
            let (mut sum, mut logs) = (0.0, LogProduct::ONE);
            for (k, i) in block.rows.clone().enumerate() {
                let row = self.row(i, block.eta[k], &mut logs);
                sum += row.against;
                terms.weights[k] = row.information;
                terms.multipliers[k] = row.score;
            }
            -sum - logs.ln()
        });
        p.value /= self.total;
        for g in &mut p.gradient {
            *g /= self.total;
        }
        p.gram = crate::dense::Matrix::from_fn(p.gram.size(), |i, j| p.gram.get(i, j) / self.total);
        p
    }

    /// Log-likelihood and mean score of every column.
    fn scores(&self, beta: &[f64]) -> (f64, Vec<f64>) {
        let (value, mut scores) = gradient(self.data.design(), beta, |block, terms| {
            let (mut sum, mut logs) = (0.0, LogProduct::ONE);
            for (k, i) in block.rows.clone().enumerate() {
                let row = self.row(i, block.eta[k], &mut logs);
                sum += row.against;
                terms.multipliers[k] = row.score;
            }
            -sum - logs.ln()
        });
        for s in &mut scores {
            *s /= self.total;
        }
        (value, scores)
    }

    /// What one row adds; its factor of the likelihood goes into `logs`.
    #[inline]
    fn row(&self, i: usize, predictor: f64, logs: &mut LogProduct) -> Row {
        let (eta, w) = (predictor + self.data.offset(i), self.data.weight(i));
        let yes = self.data.y()[i];
        let e = exp_below_zero(-eta.abs());
        let large = 1.0 / (1.0 + e);
        let small = e * large;
        let mu = if eta >= 0.0 { large } else { small };
        logs.times(1.0 + e, w);
        Row {
            against: if yes == (eta >= 0.0) { 0.0 } else { w * eta.abs() },
            score: w * (f64::from(u8::from(yes)) - mu),
            information: w * small * large,
        }
    }
}

struct Row {
    /// Minus the log-likelihood, without the factor's part.
    against: f64,
    score: f64,
    information: f64,
}
