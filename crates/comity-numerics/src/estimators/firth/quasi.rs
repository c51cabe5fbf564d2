//! Points of the profile by one iteration over all coefficients at once.
//!
//! Venzon and Moolgavkar (1988), *Applied Statistics* 37(1): the end of a profile interval
//! solves g_k(β) = 0 for every other coefficient k together with ℓ*(β) = ℓ*max − q²/2. With V
//! the inverse of the negative second derivatives B of ℓ*, the step V(g + λe_j) solves the
//! quadratic approximation when λ² V_jj = 2(ℓ*(β) − ℓ*max + q²/2) + g'Vg.
//!
//! B is the information, which every evaluation of the score gives, plus C, the curvature of
//! the penalty. C is taken once, at the maximum, by differences of the score; it changes little
//! along a profile, and follows the steps by the symmetric update of rank one.

use super::evaluator::Evaluator;
use super::fit::Engine;
use super::search::{Goal, Model, Scratch, Search};
use crate::dense::{Cholesky, Matrix, dot};
use crate::estimators::newton::Point;
use std::sync::OnceLock;

/// Length of the differences, in standard errors.
const DIFFERENCE: f64 = 1e-5;

/// The maximum that profiles start from.
pub(super) struct Top<'a> {
    /// What last was there.
    engine: &'a Engine<'a>,
    beta: &'a [f64],
    objective: f64,
    /// The penalty's part of the negative second derivatives.
    penalty: Matrix,
    /// All of them.
    negative: Matrix,
    inverse: Matrix,
    /// The profile of every coefficient, to second order.
    paths: Vec<OnceLock<Path>>,
}

/// β(z) = β̂ + z d + z² c to second order along a profile, with z the signed root of twice the
/// fall: d = Ve_j/√V_jj and c = ½Vt − ⅓(d't)d, with t the third derivatives of ℓ twice along d.
/// (The penalty's own third derivatives are left out.)
struct Path {
    along: Vec<f64>,
    bend: Vec<f64>,
}

/// The ends of the interval of one coefficient.
pub(super) struct Ends {
    pub(super) upper: Option<f64>,
    pub(super) lower: Option<f64>,
}

impl Path {
    /// The step to the place where the profile has fallen by z²/2.
    fn to(&self, z: f64) -> Vec<f64> {
        self.along.iter().zip(&self.bend).map(|(d, c)| z * (d + z * c)).collect()
    }

    /// The z at which coefficient `j` has moved by `distance`, the one nearest to zero.
    fn where_moved(&self, j: usize, distance: f64) -> Option<f64> {
        let (d, c) = (self.along.get(j)?, self.bend.get(j)?);
        let under = d * d + 4.0 * c * distance;
        (under >= 0.0).then(|| 2.0 * distance / (d + libm::sqrt(under).copysign(*d)))
    }
}

/// The second derivatives at a maximum, by differences of the score, column by column.
pub(super) struct Differences<'a> {
    evaluator: &'a Evaluator,
    top: &'a Point,
    /// Length of each difference.
    lengths: Vec<f64>,
}

impl<'a> Differences<'a> {
    /// `None` where the information there cannot be inverted.
    pub(super) fn new(evaluator: &'a Evaluator, top: &'a Point) -> Option<Self> {
        let covariance = Cholesky::new(&top.information)?.inverse();
        let lengths =
            covariance.diagonal().into_iter().map(|v| DIFFERENCE * libm::sqrt(v)).collect();
        Some(Self { evaluator, top, lengths })
    }

    /// Column `j` of the negative second derivatives.
    pub(super) fn column(&self, j: usize, scratch: &mut Scratch) -> Option<Vec<f64>> {
        let length = *self.lengths.get(j)?;
        let mut moved = self.top.beta.clone();
        *moved.get_mut(j)? += length;
        let there = scratch.score(self.evaluator, &moved)?;
        Some(self.top.gradient.iter().zip(there).map(|(h, t)| (h - t) / length).collect())
    }

    /// The maximum with the columns of its second derivatives; `None` where they are not those
    /// of one. `engine` was there last.
    pub(super) fn top(&self, engine: &'a Engine<'a>, columns: &[&[f64]]) -> Option<Top<'a>> {
        let Point { beta, objective, information, .. } = self.top;
        let width = beta.len();
        let negative = Matrix::from_fn(width, |i, j| {
            columns.get(j).and_then(|c| c.get(i)).copied().unwrap_or(f64::NAN)
        })
        .symmetrised();
        let inverse = Cholesky::new(&negative)?.inverse();
        let penalty = Matrix::from_fn(width, |i, j| negative.get(i, j) - information.get(i, j));
        let paths = (0..width).map(|_| OnceLock::new()).collect();
        let objective = *objective;
        Some(Top { engine, beta, objective, penalty, negative, inverse, paths })
    }
}

impl<'a> Top<'a> {
    /// The profile of coefficient `j`, to second order.
    fn path(&self, j: usize) -> Option<&Path> {
        let path = || {
            let unit = libm::sqrt(self.inverse.get(j, j));
            let along: Vec<f64> =
                (0..self.beta.len()).map(|i| self.inverse.get(i, j) / unit).collect();
            let third = self.engine.evaluator.third_along(&along, &self.engine.work);
            let back = dot(&along, &third) / 3.0;
            let bend = self.inverse.times_vector(&third);
            let bend = bend.iter().zip(&along).map(|(b, d)| 0.5 * b - back * d).collect();
            Path { along, bend }
        };
        Some(self.paths.get(j)?.get_or_init(path))
    }

    /// The coefficients at which the profile has fallen by `target`²/2, above the maximum and
    /// below it; `None` where it was not reached.
    pub(super) fn ends(&self, j: usize, target: f64, scratch: &mut Scratch) -> Option<Ends> {
        let path = self.path(j)?;
        let upper = self.end(j, target, path.to(target), scratch);
        // What the second order misses above is, to third order, missed below with the other
        // sign.
        let below = match &upper {
            Some(end) => (end.iter().zip(self.beta).zip(&path.bend))
                .map(|((e, b), c)| b - e + 2.0 * target * target * c)
                .collect(),
            None => path.to(-target),
        };
        let lower = self.end(j, -target, below, scratch);
        let value = |end: Option<Vec<f64>>| end.and_then(|e| e.get(j).copied());
        Some(Ends { upper: value(upper), lower: value(lower) })
    }

    /// The penalised log-likelihood maximised with coefficient `j` at zero; `None` where that
    /// was not reached.
    pub(super) fn at_zero(&self, j: usize, scratch: &mut Scratch) -> Option<f64> {
        let path = self.path(j)?;
        let estimate = *self.beta.get(j)?;
        let to_zero = path.where_moved(j, -estimate).map_or_else(
            || path.along.iter().map(|d| -estimate * d / path.along[j]).collect(),
            |z| path.to(z),
        );
        self.held(j, 0.0, to_zero, scratch)
    }

    /// The coefficients where the profile has fallen by `target`²/2, on the side of its sign.
    fn end(
        &self,
        j: usize,
        target: f64,
        first: Vec<f64>,
        scratch: &mut Scratch,
    ) -> Option<Vec<f64>> {
        let goal = self.objective - 0.5 * target * target;
        let multiplier = |m: &Model<'_>| {
            let excess = 2.0 * (m.at.found.objective - goal) + dot(m.along, &m.at.found.score);
            libm::sqrt(excess.max(0.0) / m.column[j]).copysign(target)
        };
        let too_far = |objective: f64| objective < goal - 2.0 * target * target;
        let search = self.search(j, Goal::Place);
        search.run(first, multiplier, too_far, scratch).map(|(_, end)| end)
    }

    /// The penalised log-likelihood maximised with one coefficient at `value`.
    fn held(&self, j: usize, value: f64, first: Vec<f64>, scratch: &mut Scratch) -> Option<f64> {
        let multiplier = |m: &Model<'_>| (value - m.at.beta[j] - m.along[j]) / m.column[j];
        let search = self.search(j, Goal::Objective);
        search.run(first, multiplier, |_| false, scratch).map(|(objective, _)| objective)
    }

    /// A search along the profile of coefficient `j`.
    fn search(&self, j: usize, goal: Goal) -> Search<'_> {
        let (penalty, negative) = (&self.penalty, &self.negative);
        let evaluator = self.engine.evaluator;
        Search { evaluator, from: self.beta, penalty, negative, coefficient: j, goal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The z found is one at which the coefficient has moved by the distance asked for.
    #[test]
    fn a_path_is_followed_to_a_distance() {
        let path = Path { along: vec![0.5, 0.1], bend: vec![-0.02, 0.3] };
        for distance in [-1.0, 0.4, 1.2] {
            let z = path.where_moved(0, distance).unwrap();
            assert!((path.to(z)[0] - distance).abs() < 1e-12, "{z}");
        }
        assert!(path.where_moved(0, 9.0).is_none());
    }
}
