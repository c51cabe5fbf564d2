//! Newton's method with a trust region.
//!
//! Levenberg–Marquardt form: the step solves (N + μD) s = g with N the negative Hessian and D
//! its scale; μ grows when a step gains less than its quadratic model promises, and falls to
//! zero near the maximum, where the steps are Newton's. Nocedal and Wright (2006), *Numerical
//! Optimization*, 2nd ed., chapters 4 and 10.

use super::index::{Problem, RowModel};
use super::sums::Point;
use crate::strategic::ValidFitParams;
use comity_numerics::{Cholesky, Matrix};

/// A step that moves no index further than this is short.
const SHORT: f64 = 1e-3;
/// Attempts at one step.
const ATTEMPTS: usize = 60;

/// Where the iterations ended.
pub(super) struct End {
    pub(super) point: Point,
    pub(super) iterations: usize,
    /// Length of the next Newton step in standard errors; infinite where there is none.
    pub(super) next_step: f64,
    /// The Newton step, where the Hessian is negative definite.
    pub(super) step: Option<Vec<f64>>,
    /// Whether this is a maximum.
    pub(super) maximum: bool,
}

/// The matrix that the damping adds.
fn damping<M, const K: usize>(problem: &Problem<'_, M, K>, point: &Point) -> Vec<f64> {
    let rows = problem.size.rows as f64;
    let least = problem.rms.iter().map(|r| 1e-8 * rows * r * r);
    let diagonal = point.information.diagonal();
    diagonal.iter().zip(least).map(|(d, least)| d.abs().max(least).max(1e-12)).collect()
}

fn damped(information: &Matrix, damping: &[f64], mu: f64) -> Option<Cholesky> {
    let mut m = information.clone();
    for (j, d) in damping.iter().enumerate() {
        m.set(j, j, m.get(j, j) + mu * d);
    }
    Cholesky::new(&m)
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A difference of objectives that rounding alone can make.
pub(super) fn rounding(objective: f64) -> f64 {
    1e-13 * (1.0 + objective.abs())
}

/// Climbs from `point`.
pub(super) fn maximise<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    mut point: Point,
    params: &ValidFitParams,
) -> End {
    let settings = params.get();
    let (mut mu, mut iterations) = (0.0, 0);
    loop {
        let newton = Cholesky::new(&point.information).map(|c| c.solve(&point.gradient));
        let next_step = newton
            .as_ref()
            .map_or(f64::INFINITY, |s| libm::sqrt(inner(s, &point.gradient).max(0.0)));
        let end = |point: Point, newton: Option<Vec<f64>>, maximum| End {
            point,
            iterations,
            next_step,
            step: newton,
            maximum,
        };
        if next_step <= settings.tolerance {
            let short = newton.as_ref().is_some_and(|s| problem.reach(s) <= SHORT);
            return end(point, newton, short);
        }
        if iterations >= settings.max_iterations {
            return end(point, newton, false);
        }
        match advance(problem, &point, newton.as_deref(), &mut mu) {
            Some(next) => point = next,
            None => {
                // The gain that a step promises, λ²/2, is lost in the objective's rounding.
                let lost = 0.5 * next_step * next_step <= rounding(point.objective);
                let short = newton.as_ref().is_some_and(|s| problem.reach(s) <= SHORT);
                return end(point, newton, lost && short);
            }
        }
        iterations += 1;
    }
}

/// The next point that raises the objective, if some damping leads to one.
fn advance<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    point: &Point,
    newton: Option<&[f64]>,
    mu: &mut f64,
) -> Option<Point> {
    let scale = damping(problem, point);
    if newton.is_none() {
        *mu = mu.max(1e-3);
    }
    for _ in 0..ATTEMPTS {
        let step = match newton {
            Some(step) if *mu == 0.0 => Some(step.to_vec()),
            _ => damped(&point.information, &scale, *mu).map(|c| c.solve(&point.gradient)),
        };
        let Some(step) = step else {
            *mu = (4.0 * *mu).max(1e-3);
            continue;
        };
        let bend = point.information.quadratic_form(&step);
        let promised = inner(&step, &point.gradient) - 0.5 * bend;
        let theta = point.theta.iter().zip(&step).map(|(t, s)| t + s).collect();
        let next = problem.point(theta);
        let gain = next.as_ref().map_or(f64::NEG_INFINITY, |n| n.objective - point.objective);
        let noise = rounding(point.objective);
        if promised.is_finite()
            && (gain >= 1e-4 * promised || (gain.abs() <= noise && promised <= noise))
        {
            if gain >= 0.75 * promised {
                *mu = if *mu <= 1e-6 { 0.0 } else { 0.1 * *mu };
            } else if gain < 0.25 * promised && promised > noise {
                *mu = (4.0 * *mu).max(1e-3);
            }
            return next;
        }
        *mu = (8.0 * *mu).max(1e-3);
    }
    None
}
