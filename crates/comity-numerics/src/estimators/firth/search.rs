//! The iteration over all coefficients at once that `quasi` describes.

use super::evaluator::{Evaluator, Found, Workspace};
use crate::dense::{Matrix, SmallInverse, dot};

/// Steps before giving up.
const STEPS: usize = 30;
/// The distance from an end, in units of the curvature, at which a search for one stops.
const LAST: f64 = 1e-7;
/// The error in the objective at which a search stops that asks for the objective alone.
const NEAR: f64 = 1e-10;
/// Times a first step may be halved where the score is not defined or the fall is too deep.
const HALVINGS: usize = 8;
/// Longest step, in units of the curvature, that says something of the penalty: along longer
/// ones the information's own change hides it.
const SHORT: f64 = 0.3;

/// What a search goes for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// The place itself.
    Place,
    /// The objective there.
    Objective,
}

/// A search for a point of the profile of one coefficient.
pub(super) struct Search<'a> {
    pub(super) evaluator: &'a Evaluator,
    /// The maximum.
    pub(super) from: &'a [f64],
    /// The penalty's part of the negative second derivatives there, and all of them.
    pub(super) penalty: &'a Matrix,
    pub(super) negative: &'a Matrix,
    pub(super) coefficient: usize,
    pub(super) goal: Goal,
}

/// Memory of searches, one after the other.
pub(super) struct Scratch {
    work: Workspace,
    here: Place,
    next: Place,
    penalty: Matrix,
    known: Matrix,
    inverse: SmallInverse,
    along: Vec<f64>,
    column: Vec<f64>,
    step: Vec<f64>,
    missing: Vec<f64>,
}

/// Where a search stands.
pub(super) struct Place {
    pub(super) beta: Vec<f64>,
    pub(super) found: Found,
}

/// The quadratic approximation at a place.
pub(super) struct Model<'a> {
    /// Vg.
    pub(super) along: &'a [f64],
    /// Ve_j.
    pub(super) column: &'a [f64],
    pub(super) at: &'a Place,
}

impl Scratch {
    pub(super) fn new(evaluator: &Evaluator) -> Self {
        let width = evaluator.width();
        let place = || Place { beta: vec![0.0; width], found: Found::new(width) };
        let (matrix, vector) = (|| Matrix::zeros(width), || vec![0.0; width]);
        Self {
            work: evaluator.workspace(),
            here: place(),
            next: place(),
            penalty: matrix(),
            known: matrix(),
            inverse: SmallInverse::new(width),
            along: vector(),
            column: vector(),
            step: vector(),
            missing: vector(),
        }
    }

    /// The score at a place.
    pub(super) fn score(&mut self, evaluator: &Evaluator, beta: &[f64]) -> Option<&[f64]> {
        let found = &mut self.here.found;
        evaluator.evaluate(beta, &mut self.work, found).then_some(found.score.as_slice())
    }
}

impl Search<'_> {
    /// From the step `first` on, steps V(g + λe) until what is left is short; gives the
    /// objective and the coefficients at the end. Where the objective is `too_far` down, a step
    /// is halved.
    pub(super) fn run(
        &self,
        first: Vec<f64>,
        multiplier: impl Fn(&Model<'_>) -> f64,
        too_far: impl Fn(f64) -> bool,
        scratch: &mut Scratch,
    ) -> Option<(f64, Vec<f64>)> {
        let Scratch { work, here, next, penalty, known, inverse, along, column, step, missing } =
            scratch;
        penalty.clone_from(self.penalty);
        step.clone_from(&first);
        // How long the step before was.
        let mut before = libm::sqrt(self.negative.quadratic_form(step));
        self.halved(self.from, step, &too_far, work, here).then_some(())?;
        for _ in 0..STEPS {
            known.become_sum(&here.found.information, penalty);
            inverse.update(known).then_some(())?;
            inverse.column(self.coefficient, column);
            inverse.times(&here.found.score, along);
            let lambda = multiplier(&Model { along, column, at: here });
            for (s, (a, c)) in step.iter_mut().zip(along.iter().zip(column.iter())) {
                *s = a + lambda * c;
            }
            // The squared length δ'V⁻¹δ, with V⁻¹δ = g + λe.
            let slope = dot(step, &here.found.score);
            let squared = (slope + lambda * step.get(self.coefficient)?).abs();
            let length = libm::sqrt(squared);
            // Steps shrink at least as fast as the last two did.
            let shrinkage = length / before;
            let enough = match self.goal {
                Goal::Place => length * shrinkage <= LAST,
                Goal::Objective => squared * shrinkage <= NEAR,
            };
            if enough || length <= LAST {
                let end = here.beta.iter().zip(step.iter()).map(|(b, s)| b + s).collect();
                return Some((here.found.objective + slope - 0.5 * squared, end));
            }
            self.halved(&here.beta, step, &too_far, work, next).then_some(())?;
            if length <= SHORT {
                follow(penalty, step, (&here.found, &next.found), missing);
            }
            before = length;
            std::mem::swap(here, next);
        }
        None
    }

    /// Goes a step away, which is halved until it leads to where a search can go on from; false
    /// where it does not.
    fn halved(
        &self,
        from: &[f64],
        step: &mut [f64],
        too_far: &impl Fn(f64) -> bool,
        work: &mut Workspace,
        to: &mut Place,
    ) -> bool {
        (0..=HALVINGS).any(|_| {
            for (t, (f, s)) in to.beta.iter_mut().zip(from.iter().zip(step.iter())) {
                *t = f + s;
            }
            let there = self.evaluator.evaluate(&to.beta, work, &mut to.found);
            let good = there && to.found.objective.is_finite() && !too_far(to.found.objective);
            if !good {
                step.iter_mut().for_each(|s| *s *= 0.5);
            }
            good
        })
    }
}

/// The symmetric update of rank one: afterwards the penalty and the mean information explain the
/// fall of the score along a step. Nothing where that would divide by almost nothing.
fn follow(penalty: &mut Matrix, step: &[f64], (from, to): (&Found, &Found), missing: &mut [f64]) {
    for (i, missing) in missing.iter_mut().enumerate() {
        let information = from.information.row(i).iter().zip(to.information.row(i));
        let known: f64 = (information.zip(penalty.row(i)).zip(step))
            .map(|(((f, t), p), s)| (0.5 * (f + t) + p) * s)
            .sum();
        *missing = from.score[i] - to.score[i] - known;
    }
    let product = dot(missing, step);
    let squares = dot(missing, missing) * dot(step, step);
    if product.is_nan() || product * product <= 1e-16 * squares {
        return;
    }
    for (i, a) in missing.iter().enumerate() {
        for (k, b) in missing.iter().enumerate() {
            penalty.set(i, k, penalty.get(i, k) + a * b / product);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After the update penalty and mean information map the step to the fall of the score.
    #[test]
    fn the_update_meets_the_secant_condition() {
        let found = |score: [f64; 3], scale: f64| Found {
            log_likelihood: 0.0,
            objective: 0.0,
            score: score.to_vec(),
            information: Matrix::from_fn(3, |i, j| scale * if i == j { 2.0 } else { 0.3 }),
        };
        let from = found([1.0, 0.0, 0.5], 1.0);
        let to = found([0.2, 0.3, 0.1], 1.2);
        let step = [0.3, -0.1, 0.2];
        let mut penalty = Matrix::from_fn(3, |i, j| if i == j { 0.1 } else { 0.02 });
        follow(&mut penalty, &step, (&from, &to), &mut [0.0; 3]);
        let mean = Matrix::from_fn(3, |i, j| 1.1 * if i == j { 2.0 } else { 0.3 });
        let (a, b) = (penalty.times_vector(&step), mean.times_vector(&step));
        for ((a, b), fall) in a.iter().zip(&b).zip([0.8, -0.3, 0.4]) {
            assert!((a + b - fall).abs() < 1e-14, "{a} {b} {fall}");
        }
    }
}
