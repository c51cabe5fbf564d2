//! From starting values to an outcome.

use super::index::{Problem, RowModel};
use super::maximise::{End, maximise};
use super::rank::{rank, smallest};
use super::sums::Point;
use crate::strategic::{Fit, Identification, Outcome, ValidFitParams};
use comity_numerics::{Cholesky, Matrix};

/// What a fit reports besides numbers.
pub(in crate::strategic) struct Labels {
    /// Names of the coefficients.
    pub(in crate::strategic) names: Vec<String>,
    /// Restrictions that identify them.
    pub(in crate::strategic) restrictions: Vec<String>,
    /// How often each outcome occurs.
    pub(in crate::strategic) counts: Vec<usize>,
}

/// Fits from the starting values in descending order of likelihood, until one leads to a
/// maximum.
pub(in crate::strategic) fn fit<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    labels: Labels,
    starts: &[Vec<f64>],
    params: &ValidFitParams,
) -> Outcome {
    let origin = vec![0.0; problem.size.parameters];
    let starts = best_first(problem, starts);
    let start = starts.first().map_or(&origin, |p| &p.theta).clone();
    let found = rank(problem, &start, params.get().rank_tolerance);
    if let Some(direction) = found.missing {
        let names = named(problem, &labels.names, &direction);
        return Outcome::NotIdentified { names, direction };
    }
    let mut best: Option<End> = None;
    for point in starts {
        let end = maximise(problem, point, params);
        let maximum = end.maximum;
        if maximum || best.as_ref().is_none_or(|b| end.point.objective > b.point.objective) {
            best = Some(end);
        }
        if maximum {
            break;
        }
    }
    let Some(end) = best else {
        return Outcome::NotConverged(nowhere(problem, labels, start));
    };
    if !end.maximum {
        match explain(problem, &end) {
            Some(Why::Separated(direction)) => {
                let names = named(problem, &labels.names, &direction);
                return Outcome::Separated { names, direction, reached: end.point.theta };
            }
            Some(Why::Flat(direction)) => {
                let names = named(problem, &labels.names, &direction);
                return Outcome::NotIdentified { names, direction };
            }
            None => {}
        }
    }
    let maximum = end.maximum;
    let fit = report(problem, labels, end, found.smallest);
    if maximum { Outcome::Converged(fit) } else { Outcome::NotConverged(fit) }
}

/// Starting points by descending objective; those without one are left out.
fn best_first<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    starts: &[Vec<f64>],
) -> Vec<Point> {
    let mut found: Vec<Point> = starts.iter().filter_map(|s| problem.point(s.clone())).collect();
    found.sort_by(|a, b| b.objective.total_cmp(&a.objective));
    found
}

/// Why there is no maximum.
enum Why {
    Separated(Vec<f64>),
    Flat(Vec<f64>),
}

/// Lengths, in units of the index that moves most, at which a direction is probed.
const PROBES: [f64; 5] = [1.0, 4.0, 16.0, 64.0, 256.0];

/// Walks along the directions in which the objective is flattest: it is flat both ways when
/// coefficients are not identified, and flat one way when they run away.
fn explain<M: RowModel<K>, const K: usize>(problem: &Problem<'_, M, K>, end: &End) -> Option<Why> {
    let scaled = Matrix::from_fn(problem.size.parameters, |i, j| {
        end.point.information.get(i, j) / (problem.rms[i] * problem.rms[j]).max(f64::MIN_POSITIVE)
    });
    let eigen = comity_numerics::Eigen::new(&scaled);
    let last = problem.size.parameters.saturating_sub(1);
    let weakest: Vec<f64> = (0..problem.size.parameters)
        .map(|i| eigen.vectors.get(i, last) / problem.rms[i].max(f64::MIN_POSITIVE))
        .collect();
    end.step.clone().into_iter().chain([weakest]).find_map(|direction| {
        let reach = problem.reach(&direction);
        if !(reach > 0.0 && reach.is_finite()) {
            return None;
        }
        let unit: Vec<f64> = direction.iter().map(|d| d / reach).collect();
        match (holds(problem, end, &unit, 1.0), holds(problem, end, &unit, -1.0)) {
            (true, true) => Some(Why::Flat(unit)),
            (true, false) => Some(Why::Separated(unit)),
            (false, true) => Some(Why::Separated(unit.iter().map(|u| -u).collect())),
            (false, false) => None,
        }
    })
}

/// Whether the objective never falls along a direction.
fn holds<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    end: &End,
    unit: &[f64],
    sign: f64,
) -> bool {
    let least = end.point.objective - 1e-9 * (1.0 + end.point.objective.abs());
    // Coefficients that ran away come back past zero.
    let scaled = |v: &[f64]| v.iter().zip(&problem.rms).map(|(v, r)| v * r).collect::<Vec<f64>>();
    let (at, along) = (scaled(&end.point.theta), scaled(unit));
    let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let back = 2.0 * (inner(&at, &along) / inner(&along, &along).max(f64::MIN_POSITIVE)).abs();
    PROBES.iter().chain([&back]).all(|length| {
        let theta = end.point.theta.iter().zip(unit).map(|(t, u)| t + sign * length * u).collect();
        problem.point(theta).is_some_and(|p| p.objective >= least)
    })
}

/// Names of the coefficients that a direction moves.
fn named<M, const K: usize>(
    problem: &Problem<'_, M, K>,
    names: &[String],
    direction: &[f64],
) -> Vec<String> {
    let moves: Vec<f64> = direction
        .iter()
        .zip(&problem.rms)
        .map(|(d, r)| if *r > 0.0 { (d * r).abs() } else { d.abs() })
        .collect();
    let most = moves.iter().copied().fold(0.0, f64::max);
    names.iter().zip(&moves).filter(|(_, m)| **m > 1e-3 * most).map(|(n, _)| n.clone()).collect()
}

fn report<M: RowModel<K>, const K: usize>(
    problem: &Problem<'_, M, K>,
    labels: Labels,
    end: End,
    at_random_points: Vec<f64>,
) -> Fit {
    let End { point, iterations, next_step, .. } = end;
    let size = problem.size.parameters;
    Fit {
        covariance: Cholesky::new(&point.information)
            .map_or_else(|| Matrix::zeros(size), |c| c.inverse()),
        identification: Identification {
            restrictions: labels.restrictions,
            at_estimate: smallest(&point.information).0,
            at_random_points,
        },
        gradient_norm: point.gradient.iter().fold(0.0, |m, g| g.abs().max(m)),
        names: labels.names,
        coefficients: point.theta,
        log_likelihood: point.log_likelihood,
        objective: point.objective,
        iterations,
        next_step,
        rows: (0..problem.size.rows).filter(|&i| problem.weight(i) > 0.0).count(),
        counts: labels.counts,
    }
}

/// A report when the likelihood is not a number at any starting value.
fn nowhere<M, const K: usize>(problem: &Problem<'_, M, K>, labels: Labels, start: Vec<f64>) -> Fit {
    Fit {
        covariance: Matrix::zeros(problem.size.parameters),
        identification: Identification {
            restrictions: labels.restrictions,
            at_estimate: 0.0,
            at_random_points: Vec::new(),
        },
        gradient_norm: f64::INFINITY,
        names: labels.names,
        coefficients: start,
        log_likelihood: f64::NEG_INFINITY,
        objective: f64::NEG_INFINITY,
        iterations: 0,
        next_step: f64::INFINITY,
        rows: problem.size.rows,
        counts: labels.counts,
    }
}
