//! Points of the profile by one iteration over all coefficients at once.
//!
//! Venzon and Moolgavkar (1988), *Applied Statistics* 37(1): the end of a profile interval
//! solves g_k(β) = 0 for every other coefficient k together with ℓ*(β) = ℓ*max − q²/2. With V
//! the inverse of the negative second derivatives of ℓ*, the step V(g + λe_j) solves the quadratic
//! approximation when λ² V_jj = 2(ℓ*(β) − ℓ*max + q²/2) + g'Vg. The second derivatives are taken
//! once, at the maximum, by differences of the score, and follow the steps by the BFGS
//! update; each step then costs one evaluation of the score.

use super::evaluator::{Evaluator, Workspace};
use crate::dense::{Cholesky, Matrix, dot};
use crate::estimators::observations::Observations;
use rayon::prelude::*;

/// Steps before giving up.
const STEPS: usize = 30;
/// A step this long, in units of the curvature, is the last one: what is left is of a higher
/// order.
const LAST: f64 = 1e-6;
/// The same where only the objective is asked for, whose error is of the order of the square.
const NEAR: f64 = 1e-4;
/// Times a first step may be halved where the score is not defined or the fall is too deep.
const HALVINGS: usize = 8;
/// Length of the differences, in standard errors.
const DIFFERENCE: f64 = 1e-5;

/// The maximum that profiles start from.
pub(super) struct Top<'a> {
    evaluator: Evaluator,
    beta: &'a [f64],
    objective: f64,
    /// Inverse of the negative second derivatives.
    inverse: Matrix,
}

/// What is known of the profile of one coefficient.
pub(super) struct Ends {
    pub(super) upper: Option<f64>,
    pub(super) lower: Option<f64>,
    /// The penalised log-likelihood maximised with the coefficient at zero.
    pub(super) at_zero: Option<f64>,
}

/// What a search looks along.
struct Search {
    column: usize,
    /// Length of the last step.
    last: f64,
    /// A first step that is better than the one of the second derivatives.
    first: Option<Vec<f64>>,
}

/// The solution z nearest to zero of b + z d + z² c = 0.
fn root(d: Option<&f64>, c: Option<&f64>, b: Option<&f64>) -> Option<f64> {
    let (d, c, b) = (d?, c?, b?);
    let under = d * d - 4.0 * c * b;
    (under >= 0.0).then(|| -2.0 * b / (d + libm::sqrt(under).copysign(*d)))
}

/// Where a search stands.
struct Place {
    beta: Vec<f64>,
    objective: f64,
    score: Vec<f64>,
}

impl<'a> Top<'a> {
    /// Takes the second derivatives at a maximum; `None` where they are not those of one.
    pub(super) fn new(
        data: &Observations<'_>,
        beta: &'a [f64],
        objective: f64,
        covariance: &Matrix,
    ) -> Option<Self> {
        let width = beta.len();
        let evaluator = Evaluator::new(data);
        let (_, here) = evaluator.evaluate(beta, &mut evaluator.workspace())?;
        let column = |work: &mut Workspace, j: usize| -> Option<Vec<f64>> {
            let length = DIFFERENCE * libm::sqrt(covariance.get(j, j));
            let mut moved = beta.to_vec();
            *moved.get_mut(j)? += length;
            let (_, there) = evaluator.evaluate(&moved, work)?;
            Some(here.iter().zip(&there).map(|(h, t)| (h - t) / length).collect())
        };
        let columns: Option<Vec<Vec<f64>>> =
            (0..width).into_par_iter().map_init(|| evaluator.workspace(), column).collect();
        let columns = columns?;
        let negative = Matrix::from_fn(width, |i, j| {
            columns.get(j).and_then(|c| c.get(i)).copied().unwrap_or(f64::NAN)
        });
        let inverse = Cholesky::new(&negative.symmetrised())?.inverse();
        Some(Self { evaluator, beta, objective, inverse })
    }

    /// Memory for one search after the other.
    pub(super) fn workspace(&self) -> Workspace {
        self.evaluator.workspace()
    }

    /// The coefficients at which the profile has fallen by `target`²/2, above the maximum and
    /// below it; `None` where it was not reached. And the penalised log-likelihood maximised
    /// with the coefficient at zero.
    ///
    /// To second order the profile is β(z) = β̂ + z d + z² c, with z the signed root of twice the
    /// fall and d = Ve_j/√V_jj. The upper end gives c, and with it places near the lower end and
    /// near zero to start from.
    pub(super) fn ends(&self, column: usize, target: f64, work: &mut Workspace) -> Ends {
        let unit = libm::sqrt(self.inverse.get(column, column));
        let along: Vec<f64> =
            (0..self.beta.len()).map(|i| self.inverse.get(i, column) / unit).collect();
        let upper = self.end(column, target, 1.0, None, work);
        let bend: Vec<f64> = match &upper {
            Some(end) => end
                .iter()
                .zip(self.beta)
                .zip(&along)
                .map(|((e, b), d)| (e - b - target * d) / (target * target))
                .collect(),
            None => vec![0.0; along.len()],
        };
        let step = |z: f64| -> Vec<f64> {
            along.iter().zip(&bend).map(|(d, c)| z * (d + z * c)).collect()
        };
        let lower = self.end(column, target, -1.0, Some(step(-target)), work);
        let value = |end: &Option<Vec<f64>>| end.as_ref().and_then(|e| e.get(column)).copied();
        let to_zero = root(along.get(column), bend.get(column), self.beta.get(column)).map(step);
        Ends {
            upper: value(&upper),
            lower: value(&lower),
            at_zero: self.held(column, 0.0, to_zero, work),
        }
    }

    /// The coefficients at one end.
    fn end(
        &self,
        column: usize,
        target: f64,
        side: f64,
        first: Option<Vec<f64>>,
        work: &mut Workspace,
    ) -> Option<Vec<f64>> {
        let goal = self.objective - 0.5 * target * target;
        let multiplier = |at: &Place, inverse: &Matrix, along: &[f64]| {
            let excess = 2.0 * (at.objective - goal) + dot(along, &at.score);
            side * libm::sqrt(excess.max(0.0) / inverse.get(column, column))
        };
        let too_far = |at: &Place| at.objective < goal - 2.0 * target * target;
        self.search(Search { column, last: LAST, first }, multiplier, too_far, work)
            .map(|(_, end)| end)
    }

    /// The penalised log-likelihood maximised with one coefficient at `value`.
    fn held(
        &self,
        column: usize,
        value: f64,
        first: Option<Vec<f64>>,
        work: &mut Workspace,
    ) -> Option<f64> {
        let multiplier = |at: &Place, inverse: &Matrix, along: &[f64]| {
            let missing = value - at.beta.get(column).copied().unwrap_or(value);
            (missing - along.get(column).copied().unwrap_or(0.0)) / inverse.get(column, column)
        };
        self.search(Search { column, last: NEAR, first }, multiplier, |_| false, work)
            .map(|(objective, _)| objective)
    }

    /// Steps V(g + λe) until they are short; gives the objective at the end, up to the order
    /// of the last step's square, and the coefficients.
    fn search(
        &self,
        Search { column, last, mut first }: Search,
        multiplier: impl Fn(&Place, &Matrix, &[f64]) -> f64,
        too_far: impl Fn(&Place) -> bool,
        work: &mut Workspace,
    ) -> Option<(f64, Vec<f64>)> {
        let mut inverse = self.inverse.clone();
        let mut here = Place {
            beta: self.beta.to_vec(),
            objective: self.objective,
            score: vec![0.0; self.beta.len()],
        };
        for _ in 0..STEPS {
            let along = inverse.times_vector(&here.score);
            let lambda = multiplier(&here, &inverse, &along);
            let mut step: Vec<f64> = along
                .iter()
                .enumerate()
                .map(|(i, a)| a + lambda * inverse.get(i, column))
                .collect();
            // The squared length δ'V⁻¹δ, with V⁻¹δ = g + λe.
            let squared = dot(&step, &here.score) + lambda * step.get(column)?;
            if squared.abs() <= last * last {
                let gain = dot(&step, &here.score) - 0.5 * squared;
                let end = here.beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                return Some((here.objective + gain, end));
            }
            if let Some(better) = first.take() {
                step = better;
            }
            let next = (0..=HALVINGS).find_map(|_| {
                let beta: Vec<f64> = here.beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                let there = self
                    .evaluator
                    .evaluate(&beta, work)
                    .map(|(objective, score)| Place { beta, objective, score })
                    .filter(|p| p.objective.is_finite() && !too_far(p));
                if there.is_none() {
                    step.iter_mut().for_each(|s| *s *= 0.5);
                }
                there
            })?;
            update(&mut inverse, &step, &here.score, &next.score);
            here = next;
        }
        None
    }
}

/// The BFGS update of an inverse curvature by a step and the fall of the score along it;
/// nothing where the objective is not concave along the step.
fn update(inverse: &mut Matrix, step: &[f64], before: &[f64], after: &[f64]) {
    let fall: Vec<f64> = before.iter().zip(after).map(|(b, a)| b - a).collect();
    let product = dot(step, &fall);
    let along = inverse.times_vector(&fall);
    let length = libm::sqrt(dot(&along, &fall).max(0.0) * product.abs());
    if product.is_nan() || product <= 1e-10 * length {
        return;
    }
    let rho = 1.0 / product;
    let scale = rho * (1.0 + rho * dot(&along, &fall));
    let n = step.len();
    for i in 0..n {
        for j in 0..n {
            let change =
                scale * step[i] * step[j] - rho * (along[i] * step[j] + step[i] * along[j]);
            inverse.set(i, j, inverse.get(i, j) + change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After the update the inverse maps the fall of the score to the step.
    #[test]
    fn the_update_meets_the_secant_condition() {
        let mut inverse = Matrix::from_fn(3, |i, j| if i == j { 1.0 + i as f64 } else { 0.2 });
        let step = [0.3, -0.1, 0.2];
        update(&mut inverse, &step, &[1.0, 0.0, 0.5], &[0.2, 0.3, 0.1]);
        for (found, expected) in inverse.times_vector(&[0.8, -0.3, 0.4]).iter().zip(step) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }
}
