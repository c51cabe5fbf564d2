//! Newton's method with step halving on a concave objective, and what logit and Firth share.

use super::link::Link;
use super::memory::Memory;
use super::observations::Observations;
use super::outcome::{Fit, Outcome};
use super::params::NewtonParams;
use crate::dense::{Cholesky, Eigen, Matrix, independent_columns};
use crate::design::Design;
use crate::pass::Pass;

/// The objective at one point.
#[derive(Clone)]
pub(crate) struct Point {
    pub(crate) beta: Vec<f64>,
    pub(crate) log_likelihood: f64,
    pub(crate) objective: f64,
    pub(crate) gradient: Vec<f64>,
    /// Fisher information, whose inverse is the covariance.
    pub(crate) information: Matrix,
    /// The matrix that turns the gradient into a step.
    pub(crate) curvature: Matrix,
}

impl Point {
    /// A point of a likelihood whose information turns the gradient into a step.
    pub(crate) fn plain(beta: Vec<f64>, pass: &Pass) -> Self {
        Self {
            beta,
            log_likelihood: pass.value,
            objective: pass.value,
            gradient: pass.gradient.clone(),
            information: pass.gram.clone(),
            curvature: pass.gram.clone(),
        }
    }
}

/// Where the iterations stand.
pub(crate) struct State {
    pub(crate) point: Point,
    pub(crate) step: Vec<f64>,
    pub(crate) next_step: f64,
    pub(crate) iterations: usize,
}

/// What to do after an iteration.
pub(crate) enum Verdict<T> {
    Continue,
    Stop(T),
}

/// How the iterations ended.
pub(crate) enum End<T> {
    Converged(State),
    Stopped(T),
    Exhausted(State),
}

/// Runs Newton's method from `start`. `evaluate` gives the objective at a point, or `None`
/// where it is not defined; `watch` may stop the iterations.
pub(crate) fn maximise<T>(
    start: Vec<f64>,
    params: &NewtonParams,
    evaluate: impl FnMut(Vec<f64>) -> Option<Point>,
    watch: impl FnMut(&State) -> Verdict<T>,
) -> Option<End<T>> {
    maximise_with(Memory::new(0), start, params, evaluate, watch)
}

/// [`maximise`] with a memory of earlier steps, for an objective whose curvature is
/// approximate.
pub(crate) fn maximise_with<T>(
    mut memory: Memory,
    start: Vec<f64>,
    params: &NewtonParams,
    mut evaluate: impl FnMut(Vec<f64>) -> Option<Point>,
    mut watch: impl FnMut(&State) -> Verdict<T>,
) -> Option<End<T>> {
    let mut state = stand(evaluate(start)?, 0, &memory)?;
    loop {
        if state.next_step <= params.tolerance {
            return Some(End::Converged(state));
        }
        if let Verdict::Stop(reason) = watch(&state) {
            return Some(End::Stopped(reason));
        }
        if state.iterations >= params.max_iterations {
            return Some(End::Exhausted(state));
        }
        let better = (0..=params.max_halvings).find_map(|halving| {
            let length = libm::ldexp(1.0, -i32::try_from(halving).unwrap_or(i32::MAX));
            let beta =
                state.point.beta.iter().zip(&state.step).map(|(b, s)| b + length * s).collect();
            let point = evaluate(beta)?;
            if point.objective < state.point.objective - rounding(&state.point) {
                return None;
            }
            let from = (state.point.beta.as_slice(), state.point.gradient.as_slice());
            memory.remember(from, (&point.beta, &point.gradient));
            stand(point, state.iterations + 1, &memory)
        });
        match better {
            Some(next) => state = next,
            // The gain that a step promises, λ²/2, is lost in the objective's rounding.
            None if 0.5 * state.next_step * state.next_step <= rounding(&state.point) => {
                return Some(End::Converged(state));
            }
            None => return Some(End::Exhausted(state)),
        }
    }
}

/// A difference of objectives that rounding alone can make.
fn rounding(point: &Point) -> f64 {
    1e-13 * (1.0 + point.objective.abs())
}

fn stand(point: Point, iterations: usize, memory: &Memory) -> Option<State> {
    let curvature = Cholesky::new(&point.curvature)?;
    let step = memory.step(&curvature, &point.gradient);
    let squared: f64 = step.iter().zip(&point.gradient).map(|(s, g)| s * g).sum();
    let next_step = libm::sqrt(squared.max(0.0));
    next_step.is_finite().then_some(State { point, step, next_step, iterations })
}

/// The log-odds of the outcome for the intercept, zero for the rest.
pub(crate) fn null_start(data: &Observations<'_>) -> Vec<f64> {
    link_start(data, Link::Logit)
}

/// The linear predictor of the outcome's mean for the intercept, zero for the rest.
pub(crate) fn link_start(data: &Observations<'_>, link: Link) -> Vec<f64> {
    let mut beta = vec![0.0; data.design().width()];
    if let Some((j, value)) = data.design().intercept() {
        let (all, yes) = data.totals();
        beta[j] = link.predictor(yes / all) / value;
    }
    beta
}

/// Fits on the columns that are independent of those before them, given the weighted
/// cross-product at the start, and maps the result back to all columns.
///
/// The function `fit` gets the design without dependent columns, and its starting values.
pub(crate) fn on_independent_columns(
    data: &Observations<'_>,
    gram: &Matrix,
    params: &NewtonParams,
    start: &[f64],
    mut fit: impl FnMut(&Observations<'_>, Vec<f64>) -> Outcome,
) -> Outcome {
    let (kept, dropped) = independent_columns(gram, params.rank_tolerance);
    if dropped.is_empty() {
        return fit(data, start.to_vec());
    }
    let reduced: Design = data.design().select(&kept);
    let start = kept.iter().map(|&j| start[j]).collect();
    widen(fit(&data.on(&reduced), start), &kept, &dropped, data.design().width())
}

fn widen(outcome: Outcome, kept: &[usize], dropped: &[usize], width: usize) -> Outcome {
    let spread = |fit: Fit| Fit {
        coefficients: spread_vector(&fit.coefficients, kept, width),
        covariance: fit.covariance.spread(kept, width),
        dropped: dropped.to_vec(),
        ..fit
    };
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => {
            Outcome::RankDeficient(spread(fit))
        }
        Outcome::NotConverged(fit) => Outcome::NotConverged(spread(fit)),
        Outcome::Separated { separation: mut s, reached } => {
            s.columns = s.columns.iter().filter_map(|&j| kept.get(j).copied()).collect();
            s.direction = spread_vector(&s.direction, kept, width);
            Outcome::Separated { separation: s, reached: spread_vector(&reached, kept, width) }
        }
        constant @ Outcome::ConstantOutcome { .. } => constant,
    }
}

fn spread_vector(values: &[f64], kept: &[usize], width: usize) -> Vec<f64> {
    let mut out = vec![0.0; width];
    for (&j, &v) in kept.iter().zip(values) {
        out[j] = v;
    }
    out
}

/// The numbers of a fit at the end of the iterations.
pub(crate) fn report(state: State, data: &Observations<'_>) -> Fit {
    let State { point, next_step, iterations, .. } = state;
    let (rows, events) = data.counts();
    let size = point.information.size();
    let scale = point.information.diagonal();
    let correlation =
        Matrix::from_fn(size, |i, j| point.information.get(i, j) / libm::sqrt(scale[i] * scale[j]));
    Fit {
        covariance: Cholesky::new(&point.information)
            .map_or_else(|| Matrix::zeros(size), |c| c.inverse()),
        condition_number: Eigen::new(&correlation).condition(),
        gradient_norm: point.gradient.iter().fold(0.0, |m, g| g.abs().max(m)),
        coefficients: point.beta,
        log_likelihood: point.log_likelihood,
        objective: point.objective,
        iterations,
        next_step,
        rows,
        events,
        dropped: Vec::new(),
    }
}
