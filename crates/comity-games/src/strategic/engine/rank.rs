//! Whether the coefficients can be told apart: the rank of the cross-product of scores.
//!
//! At almost every point the cross-product of the rows' scores has full rank if and only if
//! the model is locally identified (Rothenberg 1971, *Econometrica* 39(3)). It is computed at
//! up to three random points, and a model counts as identified when one of them says so.

use super::block::cross;
use super::index::{Problem, RowModel};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::{Eigen, Matrix};

/// Random points.
const POINTS: usize = 3;

/// The smallest eigenvalue at each random point that was tried, and the combination of coefficients that
/// has no effect when all are below the tolerance.
pub(super) struct Rank {
    pub(super) smallest: Vec<f64>,
    pub(super) missing: Option<Vec<f64>>,
}

/// The smallest eigenvalue of a matrix scaled to unit diagonal, with its vector in the units
/// of the coefficients.
pub(super) fn smallest(a: &Matrix) -> (f64, Vec<f64>) {
    let scale: Vec<f64> =
        a.diagonal().into_iter().map(|d| if d > 0.0 { 1.0 / libm::sqrt(d) } else { 0.0 }).collect();
    let eigen = Eigen::new(&Matrix::from_fn(a.size(), |i, j| scale[i] * a.get(i, j) * scale[j]));
    let last = a.size().saturating_sub(1);
    // A coefficient without any effect keeps its place in the vector.
    let unit = |i: usize| if scale[i] > 0.0 { scale[i] } else { 1.0 };
    let vector = (0..a.size()).map(|i| unit(i) * eigen.vectors.get(i, last)).collect();
    (eigen.values.last().copied().unwrap_or(1.0), vector)
}

/// Scores with every row brought to length one, in units of the columns. That leaves the rank
/// as it is and keeps a few improbable rows from drowning the others.
fn even(mut scores: Vec<Vec<f64>>, rms: &[f64]) -> Vec<Vec<f64>> {
    for i in 0..scores.first().map_or(0, Vec::len) {
        let largest = scores.iter().fold(0.0, |m, s| f64::max(m, s[i].abs()));
        if !(largest > 0.0 && largest.is_finite()) {
            continue;
        }
        let squares: f64 = scores
            .iter()
            .zip(rms)
            .map(|(s, r)| s[i] / largest / r.max(f64::MIN_POSITIVE))
            .map(|s| s * s)
            .sum();
        let length = largest * libm::sqrt(squares);
        scores.iter_mut().for_each(|s| s[i] /= length);
    }
    scores
}

/// The rank at random points around `start`, judged by `tolerance`.
pub(super) fn rank<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    start: &[f64],
    tolerance: f64,
) -> Rank {
    let mut source = StandardNormal::new(1);
    let root = libm::sqrt(start.len() as f64);
    let (mut values, mut missing) = (Vec::new(), None);
    for _ in 0..POINTS {
        let theta: Vec<f64> = start
            .iter()
            .zip(&problem.rms)
            .map(|(t, r)| t + source.next_normal() / (root * if *r > 0.0 { *r } else { 1.0 }))
            .collect();
        let scores = even(problem.scores(&theta), &problem.rms);
        if scores.iter().flatten().any(|s| !s.is_finite()) {
            continue;
        }
        let cross = cross(&scores);
        let (value, vector) = smallest(&cross);
        values.push(value);
        if value > tolerance {
            missing = None;
            break;
        }
        missing = Some(vector);
    }
    Rank { smallest: values, missing }
}
