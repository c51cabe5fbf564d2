//! The maximum of the likelihood. Large models begin from a fit to their sketch, or where there is
//! none to a tenth of their events.

use super::model::Model;
use super::report::{Fit, Status, as_rows};
use super::robust;
use super::search::{End, Over, Search, scaled, search};
use crate::evaluate::Order;
use crate::options::Clock;
use comity_core::{Code, Error, Result};
use comity_numerics::{Cholesky, Eigen, Matrix};
use serde::{Deserialize, Serialize};

/// Information that fell to this share of that at zero says that the likelihood is flat.
const FLAT: f64 = 1e-6;
/// Most steps on the part of the model that a fit begins with.
const BEGINNING: usize = 30;
/// Moments from which a part of them is fitted first.
const LARGE: usize = 2_000;

/// An iterate of the optimiser, to be saved and given back to [`Model::fit_from`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Terms of the model.
    pub names: Vec<String>,
    /// Events explained.
    pub events: usize,
    /// Whether the steps were taken on the part of the model that a large fit begins with.
    #[serde(default)]
    pub beginning: bool,
    /// Steps taken.
    pub iteration: usize,
    /// θ after them.
    pub coefficients: Vec<f64>,
}

/// What a search begins with: the model's sketch, or a tenth of the segments, in stretches
/// over the whole stream, in two halves; small models begin with everything.
fn beginning(model: &Model) -> Over {
    if !model.program.sketch.is_empty() {
        return Over::Sketch;
    }
    let n = model.program.segments.len();
    if model.program.points < LARGE || n < 10 {
        return Over::All;
    }
    // Each stretch begins with a rebuilding, which has to be worth it.
    let points = model.program.points.div_ceil(n);
    let stretch = model.program.actors.div_ceil(points).clamp(1, n.div_ceil(20));
    let some: Vec<usize> = (0..n).filter(|k| k / stretch % 10 == 5).collect();
    let middle = some.len().div_ceil(2);
    Over::Part(some.chunks(middle.max(1)).map(<[usize]>::to_vec).collect())
}

pub(super) fn fit(
    model: &Model,
    progress: Option<&Progress>,
    saved: &mut dyn FnMut(&Progress),
) -> Result<Fit> {
    let names = model.names();
    let width = names.len();
    let events = model.program.events;
    if let Some(p) = progress
        && (p.names != names || p.events != events || p.coefficients.len() != width)
    {
        return Err(Error::new(Code::BadResume, "the saved state belongs to another model")
            .value(p.names.join(" + "))
            .expected(names.join(" + ")));
    }
    let mut s = Search { model, over: Over::All, passes: 0 };
    let rate = common_rate(model, &mut s)?;
    // Without effects all coefficients are zero, but for the common rate.
    let of = |baseline: bool| if baseline { rate.unwrap_or(0.0) } else { 0.0 };
    let nothing: Vec<f64> = model.penalised.iter().map(|p| of(!p)).collect();
    s.over = beginning(model);
    let sampled = !s.is_over_all();
    let null = s.full(&nothing)?;
    // As much as all events would have.
    let times = events as f64 / s.events();
    let null_information = Matrix::from_fn(width, |k, l| times * null.information.get(k, l));
    let part = std::mem::replace(&mut s.over, Over::All);
    let null_log_likelihood = match rate {
        // Events times the logarithm of their rate, less the rate times the exposure.
        Some(rate) => events as f64 * (rate - 1.0),
        None if sampled => s.evaluate(&nothing, Order::Value)?.value,
        None => null.plain,
    };
    let mut keep = |beginning: bool, iteration: usize, theta: &[f64]| {
        let (names, coefficients) = (names.clone(), theta.to_vec());
        saved(&Progress { names, events, beginning, iteration, coefficients });
    };
    let (begun, reached) = match progress {
        Some(p) if p.beginning => (Some(p), None),
        other => (None, other),
    };
    let start = model.options.start.as_ref();
    let (mut from, mut first) = (nothing.clone(), Some(null));
    if let Some(given) = reached.map(|p| &p.coefficients).or(start) {
        (from, first) = (given.clone(), None);
    } else if sampled {
        let done = begun.map_or(0, |p| p.iteration);
        if let Some(p) = begun {
            (from, first) = (p.coefficients.clone(), None);
        }
        s.over = part;
        let most = BEGINNING.saturating_sub(done);
        let mut save = |k: usize, theta: &[f64]| keep(true, done + k, theta);
        let end = search(&mut s, from, first, (0.5, most), &mut save)?;
        s.over = Over::All;
        first = None;
        let found = end.at.value.is_finite() && end.theta.iter().all(|t| t.is_finite());
        from = if found { end.theta } else { nothing.clone() };
        keep(false, 0, &from);
    }
    let before = reached.map_or(0, |p| p.iteration);
    let limits = (model.options.tolerance, model.options.max_iterations);
    let mut save = |k: usize, theta: &[f64]| keep(false, before + k, theta);
    let mut end = search(&mut s, from, first, limits, &mut save)?;
    if !end.converged && sampled && start.is_none() {
        // A part of the events may lead astray.
        end = search(&mut s, nothing, None, limits, &mut save)?;
    }
    let covariance = inverse(&end.at.information, &end.blind);
    // Without a baseline, rates of one say nothing of what information there might be.
    let bare = model.options.clock == Clock::Interval && model.penalised.iter().all(|p| *p);
    let skip = model.options.firth || bare;
    let status = status(&names, &end, &covariance, &null_information, skip);
    let robust_standard_errors = match model.options.cluster {
        Some(cluster) => Some(robust::standard_errors(model, &end.theta, &covariance, cluster)?),
        None => None,
    };
    let (unit, _) = scaled(&end.at.information);
    Ok(Fit {
        standard_errors: covariance.diagonal().into_iter().map(libm::sqrt).collect(),
        covariance: as_rows(&covariance),
        robust_standard_errors,
        log_likelihood: end.at.plain,
        null_log_likelihood,
        objective: end.at.value,
        iterations: before + end.iterations,
        passes: s.passes,
        gradient_norm: end.at.gradient.iter().fold(0.0, |m, g| f64::max(m, g.abs())),
        decrement: end.decrement,
        condition: Eigen::new(&unit).condition(),
        coefficients: end.theta,
        names,
        status,
        events,
        moments: model.program.points,
        actors: model.program.actors,
    })
}

/// With a baseline, the logarithm of the rate of all events over all exposure.
fn common_rate(model: &Model, s: &mut Search<'_>) -> Result<Option<f64>> {
    if model.penalised.iter().all(|p| *p) {
        return Ok(None);
    }
    // At zero the log-likelihood of an interval model is minus the exposure.
    let exposure = -s.evaluate(&vec![0.0; model.penalised.len()], Order::Value)?.value;
    let rate = libm::log(model.program.events as f64 / exposure);
    Ok(rate.is_finite().then_some(rate))
}

/// The inverse information; terms without information have no variance.
fn inverse(information: &Matrix, blind: &[usize]) -> Matrix {
    let n = information.size();
    let keep: Vec<usize> = (0..n).filter(|k| !blind.contains(k)).collect();
    let part = Matrix::from_fn(keep.len(), |i, j| information.get(keep[i], keep[j]));
    let found = Cholesky::new(&part).map(|c| c.inverse());
    let mut out = Matrix::from_fn(n, |_, _| f64::NAN);
    if let Some(found) = found {
        for (i, &ki) in keep.iter().enumerate() {
            for (j, &kj) in keep.iter().enumerate() {
                out.set(ki, kj, found.get(i, j));
            }
        }
    }
    out
}

fn status(
    names: &[String],
    end: &End,
    covariance: &Matrix,
    null: &Matrix,
    skip_flat: bool,
) -> Status {
    let named = |terms: Vec<usize>| terms.into_iter().map(|k| names[k].clone()).collect();
    let at_zero = Cholesky::new(null).map(|c| c.inverse());
    if let (Some(at_zero), false) = (&at_zero, skip_flat) {
        // Where there was information at zero and none is left, the likelihood is flat far
        // out.
        let flat = |&k: &usize| {
            let left = at_zero.get(k, k) / covariance.get(k, k);
            let lost = left <= FLAT || left.is_nan();
            let far = end.theta[k].abs() > 5.0 / libm::sqrt(null.get(k, k).max(1e-300));
            lost && far
        };
        let flat: Vec<usize> = (0..names.len()).filter(flat).collect();
        if !flat.is_empty() {
            return Status::Separated { terms: named(flat) };
        }
    }
    if !end.blind.is_empty() {
        return Status::Unidentified { terms: named(end.blind.clone()) };
    }
    if end.converged { Status::Converged } else { Status::NotConverged }
}
