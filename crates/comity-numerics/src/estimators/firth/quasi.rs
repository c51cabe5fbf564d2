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

use super::evaluator::{Evaluator, Found, Workspace};
use super::fit::Engine;
use crate::crew::share;
use crate::dense::{Cholesky, Matrix, SmallInverse, dot};
use crate::estimators::newton::Point;

/// Steps before giving up.
const STEPS: usize = 30;
/// The distance from an end, in units of the curvature, at which a search for one stops.
const LAST: f64 = 1e-7;
/// The error in the objective at which a search stops that asks for the objective alone.
const NEAR: f64 = 1e-10;
/// Times a first step may be halved where the score is not defined or the fall is too deep.
const HALVINGS: usize = 8;
/// Length of the differences, in standard errors.
const DIFFERENCE: f64 = 1e-5;
/// Longest step, in units of the curvature, that says something of the penalty: along longer
/// ones the information's own change hides it.
const SHORT: f64 = 0.3;

/// The maximum that profiles start from.
pub(super) struct Top<'a> {
    evaluator: &'a Evaluator,
    beta: &'a [f64],
    objective: f64,
    /// The penalty's part of the negative second derivatives.
    penalty: Matrix,
    /// All of them.
    negative: Matrix,
    /// The profile of every coefficient, to second order.
    paths: Vec<Path>,
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

/// What a search goes for.
#[derive(Clone, Copy, PartialEq)]
enum Goal {
    /// The place itself.
    Place,
    /// The objective there.
    Objective,
}

/// Memory of a search.
pub(super) struct Scratch {
    work: Workspace,
    known: Matrix,
    inverse: SmallInverse,
}

/// Where a search stands.
struct Place {
    beta: Vec<f64>,
    objective: f64,
    score: Vec<f64>,
    information: Matrix,
}

/// The quadratic approximation at a place.
struct Model<'a> {
    /// Vg.
    along: Vec<f64>,
    /// Ve_j.
    column: Vec<f64>,
    at: &'a Place,
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

impl<'a> Top<'a> {
    /// Takes the second and third derivatives at a maximum, which is where the engine last was;
    /// `None` where they are not those of one.
    pub(super) fn new(engine: &Engine<'a>, top: &'a Point, covariance: &Matrix) -> Option<Self> {
        let Point { beta, objective, gradient: here, information, .. } = top;
        let (evaluator, width) = (engine.evaluator, beta.len());
        let column = |work: &mut Workspace, j: usize| -> Option<Vec<f64>> {
            let length = DIFFERENCE * libm::sqrt(covariance.get(j, j));
            let mut moved = beta.clone();
            *moved.get_mut(j)? += length;
            let there = evaluator.evaluate(&moved, work)?.score;
            Some(here.iter().zip(&there).map(|(h, t)| (h - t) / length).collect())
        };
        let columns: Option<Vec<Vec<f64>>> =
            share(width, || evaluator.workspace(), column).into_iter().collect();
        let columns = columns?;
        let negative = Matrix::from_fn(width, |i, j| {
            columns.get(j).and_then(|c| c.get(i)).copied().unwrap_or(f64::NAN)
        })
        .symmetrised();
        let inverse = Cholesky::new(&negative)?.inverse();
        let penalty = Matrix::from_fn(width, |i, j| negative.get(i, j) - information.get(i, j));
        let path = |j: usize| {
            let unit = libm::sqrt(inverse.get(j, j));
            let along: Vec<f64> = (0..width).map(|i| inverse.get(i, j) / unit).collect();
            let third = evaluator.third_along(&along, &engine.work);
            let back = dot(&along, &third) / 3.0;
            let bend = inverse.times_vector(&third);
            let bend = bend.iter().zip(&along).map(|(b, d)| 0.5 * b - back * d).collect();
            Path { along, bend }
        };
        let paths = share(width, || (), |(), j| path(j));
        Some(Self { evaluator, beta, objective: *objective, penalty, negative, paths })
    }

    /// Memory for one search after the other.
    pub(super) fn scratch(&self) -> Scratch {
        let (known, inverse) = (Matrix::zeros(self.beta.len()), SmallInverse::new(self.beta.len()));
        Scratch { work: self.evaluator.workspace(), known, inverse }
    }

    /// The coefficients at which the profile has fallen by `target`²/2, above the maximum and
    /// below it; `None` where it was not reached.
    pub(super) fn ends(&self, j: usize, target: f64, scratch: &mut Scratch) -> Option<Ends> {
        let path = self.paths.get(j)?;
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
        let path = self.paths.get(j)?;
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
            let excess = 2.0 * (m.at.objective - goal) + dot(&m.along, &m.at.score);
            libm::sqrt(excess.max(0.0) / m.column[j]).copysign(target)
        };
        let too_far = |at: &Place| at.objective < goal - 2.0 * target * target;
        self.search((j, Goal::Place), first, multiplier, too_far, scratch).map(|(_, end)| end)
    }

    /// The penalised log-likelihood maximised with one coefficient at `value`.
    fn held(&self, j: usize, value: f64, first: Vec<f64>, scratch: &mut Scratch) -> Option<f64> {
        let multiplier = |m: &Model<'_>| (value - m.at.beta[j] - m.along[j]) / m.column[j];
        self.search((j, Goal::Objective), first, multiplier, |_| false, scratch)
            .map(|(objective, _)| objective)
    }

    /// From the step `first` on, steps V(g + λe) until what is left is short; gives the
    /// objective and the coefficients at the end.
    fn search(
        &self,
        (j, goal): (usize, Goal),
        first: Vec<f64>,
        multiplier: impl Fn(&Model<'_>) -> f64,
        too_far: impl Fn(&Place) -> bool,
        scratch: &mut Scratch,
    ) -> Option<(f64, Vec<f64>)> {
        let mut penalty = self.penalty.clone();
        // How long the step before was.
        let mut before = libm::sqrt(dot(&first, &self.negative.times_vector(&first)));
        let mut here = self.halved(self.beta, first, &too_far, scratch)?;
        for _ in 0..STEPS {
            scratch.known.become_sum(&here.information, &penalty);
            scratch.inverse.update(&scratch.known).then_some(())?;
            let column = scratch.inverse.column(j);
            let along = scratch.inverse.times(&here.score);
            let model = Model { along, column, at: &here };
            let lambda = multiplier(&model);
            let step: Vec<f64> =
                model.along.iter().zip(&model.column).map(|(a, c)| a + lambda * c).collect();
            // The squared length δ'V⁻¹δ, with V⁻¹δ = g + λe.
            let squared = (dot(&step, &here.score) + lambda * step.get(j)?).abs();
            let length = libm::sqrt(squared);
            // Steps shrink at least as fast as the last two did.
            let shrinkage = length / before;
            let enough = match goal {
                Goal::Place => length * shrinkage <= LAST,
                Goal::Objective => squared * shrinkage <= NEAR,
            };
            if enough || length <= LAST {
                let gain = dot(&step, &here.score) - 0.5 * squared;
                let end = here.beta.iter().zip(&step).map(|(b, s)| b + s).collect();
                return Some((here.objective + gain, end));
            }
            let next = self.halved(&here.beta, step, &too_far, scratch)?;
            if length <= SHORT {
                follow(&mut penalty, &here, &next);
            }
            before = length;
            here = next;
        }
        None
    }

    /// The place a step away, halved until it is one that can be gone on from.
    fn halved(
        &self,
        from: &[f64],
        mut step: Vec<f64>,
        too_far: &impl Fn(&Place) -> bool,
        scratch: &mut Scratch,
    ) -> Option<Place> {
        (0..=HALVINGS).find_map(|_| {
            let beta: Vec<f64> = from.iter().zip(&step).map(|(b, s)| b + s).collect();
            let there = self
                .evaluator
                .evaluate(&beta, &mut scratch.work)
                .map(|Found { objective, score, information, .. }| Place {
                    beta,
                    objective,
                    score,
                    information,
                })
                .filter(|p| p.objective.is_finite() && !too_far(p));
            if there.is_none() {
                step.iter_mut().for_each(|s| *s *= 0.5);
            }
            there
        })
    }
}

/// The symmetric update of rank one: afterwards the penalty and the mean information explain the
/// fall of the score between two places. Nothing where that would divide by almost nothing.
fn follow(penalty: &mut Matrix, from: &Place, to: &Place) {
    let step: Vec<f64> = to.beta.iter().zip(&from.beta).map(|(t, f)| t - f).collect();
    let before = from.information.times_vector(&step);
    let after = to.information.times_vector(&step);
    let known = penalty.times_vector(&step);
    let missing: Vec<f64> = (from.score.iter().zip(&to.score))
        .zip(before.iter().zip(&after))
        .zip(&known)
        .map(|(((f, t), (b, a)), k)| f - t - 0.5 * (b + a) - k)
        .collect();
    let product = dot(&missing, &step);
    let squares = dot(&missing, &missing) * dot(&step, &step);
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
        let place = |beta: [f64; 3], score: [f64; 3], scale: f64| Place {
            beta: beta.to_vec(),
            objective: 0.0,
            score: score.to_vec(),
            information: Matrix::from_fn(3, |i, j| scale * if i == j { 2.0 } else { 0.3 }),
        };
        let from = place([0.0, 0.0, 0.0], [1.0, 0.0, 0.5], 1.0);
        let to = place([0.3, -0.1, 0.2], [0.2, 0.3, 0.1], 1.2);
        let mut penalty = Matrix::from_fn(3, |i, j| if i == j { 0.1 } else { 0.02 });
        follow(&mut penalty, &from, &to);
        let step = [0.3, -0.1, 0.2];
        let mean = Matrix::from_fn(3, |i, j| 1.1 * if i == j { 2.0 } else { 0.3 });
        let (a, b) = (penalty.times_vector(&step), mean.times_vector(&step));
        for ((a, b), fall) in a.iter().zip(&b).zip([0.8, -0.3, 0.4]) {
            assert!((a + b - fall).abs() < 1e-14, "{a} {b} {fall}");
        }
    }

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
