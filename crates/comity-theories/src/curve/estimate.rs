//! The estimators of the curve on one design matrix.
//!
//! The variance of the term's coefficient alone is needed, so the dyadic-robust variance is
//! that of one sum of scores: u_i x_i'b with b the term's row of the bread.

use super::choices::Estimator;
use super::data::Data;
use super::fixed::{conditional_dyad, linear_dyad};
use super::game::game;
use super::limit::{Settled, settle};
use super::ridge::ridge;
use super::row::{Estimated, Status};
use comity_numerics::Matrix;
use comity_numerics::estimators::{
    Fit, Link, NewtonParams, Observations, Outcome, ValidNewtonParams, firth, glm, least_squares,
    rare_events,
};
use comity_numerics::variance::dyadic::Dyads;

/// How one estimator ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ended {
    pub(super) estimator: Estimator,
    pub(super) rows: usize,
    pub(super) events: usize,
    pub(super) status: Status,
    pub(super) iterations: usize,
    pub(super) estimate: Option<Estimated>,
    pub(super) note: Option<String>,
}

impl Ended {
    /// Without an estimate.
    pub(super) fn without(
        estimator: Estimator,
        data: &Data,
        status: Status,
        note: Option<String>,
    ) -> Self {
        Self {
            estimator,
            rows: data.whole.0,
            events: data.whole.1,
            status,
            iterations: 0,
            estimate: None,
            note,
        }
    }
}

/// Every estimator on one design matrix. The logit comes first; the others of maximum
/// likelihood start from it, on the same rows.
pub(super) fn all(data: &Data) -> Vec<Ended> {
    let columns: Vec<usize> = (0..data.matrix.width()).collect();
    let (Ok(obs), Some(settled)) =
        (Observations::new(&data.matrix, &data.y), settle(data, &columns))
    else {
        return Vec::new();
    };
    let likelihood = Likelihood { data: settled.data.as_ref().unwrap_or(data), settled: &settled };
    let mut ended = vec![likelihood.finish(Estimator::Logit, Link::Logit, &settled.outcome)];
    ended.push(likelihood.other(Estimator::Probit, Link::Probit));
    ended.push(likelihood.other(Estimator::Cloglog, Link::Cloglog));
    let (corrected, rare) = likelihood.corrected();
    let start = corrected.as_ref().map(|f| f.coefficients.as_slice());
    let warm = start.and_then(|s| obs.starting_at(s).ok());
    let firth = firth::fit(warm.as_ref().unwrap_or(&obs), &params(1e-4, 100));
    ended.push(finish(Estimator::Firth, data, Link::Logit, &firth));
    ended.push(rare);
    ended.push(ridge(&obs, data));
    ended.push(linear(data));
    ended.push(linear_dyad(data));
    ended.push(conditional_dyad(data));
    ended.push(game(data, firth.fit()));
    ended
}

/// The estimators of maximum likelihood, on the rows that the logit was fitted on.
struct Likelihood<'a> {
    data: &'a Data,
    settled: &'a Settled,
}

impl Likelihood<'_> {
    /// The outcome of one of them, saying whether it is one in the limit.
    fn finish(&self, estimator: Estimator, link: Link, outcome: &Outcome) -> Ended {
        self.noted(finish(estimator, self.data, link, outcome))
    }

    fn noted(&self, mut ended: Ended) -> Ended {
        if ended.status == Status::Converged && !self.settled.separating.is_empty() {
            let gone = self.data.whole.0 - self.data.y.len();
            ended.status = Status::Limit;
            ended.note = Some(format!(
                "{} separate; {gone} rows predicted perfectly",
                self.settled.separating.join(", ")
            ));
        }
        ended
    }

    /// Another link, started from the logit. Whether a maximum exists does not depend on it.
    fn other(&self, estimator: Estimator, link: Link) -> Ended {
        let logit = &self.settled.outcome;
        if let Outcome::Separated { .. } = logit {
            return self.finish(estimator, link, logit);
        }
        let share = self.data.y.iter().filter(|y| **y).count() as f64 / self.data.y.len() as f64;
        let start = logit.fit().map(|f| rescaled(&f.coefficients, share, link));
        let Ok(obs) = Observations::new(&self.data.matrix, &self.data.y) else {
            return Ended::without(estimator, self.data, Status::NotConverged, None);
        };
        let warm = start.as_deref().and_then(|s| obs.starting_at(s).ok());
        let outcome = glm::fit(warm.as_ref().unwrap_or(&obs), link, &params(1e-6, 50));
        self.finish(estimator, link, &outcome)
    }

    /// The logit less its bias of order 1/n.
    fn corrected(&self) -> (Option<Fit>, Ended) {
        let (data, estimator) = (self.data, Estimator::RareEvents);
        let logit = &self.settled.outcome;
        let Some(fit) = logit.fit() else {
            return (None, self.finish(estimator, Link::Logit, logit));
        };
        let corrected = Observations::new(&data.matrix, &data.y)
            .and_then(|obs| rare_events::correct(&obs, fit));
        let Ok(fit) = corrected else {
            return (None, Ended::without(estimator, data, Status::NotConverged, None));
        };
        let ended = self.noted(of_fit(estimator, data, Link::Logit, &fit));
        (Some(fit), ended)
    }
}

pub(super) fn params(tolerance: f64, max_iterations: usize) -> ValidNewtonParams {
    NewtonParams { tolerance, max_iterations, ..NewtonParams::default() }
        .check()
        .unwrap_or_default()
}

/// A logit's coefficients on the scale of another link, equal in value and slope at the mean.
fn rescaled(beta: &[f64], share: f64, link: Link) -> Vec<f64> {
    let at = link.predictor(share);
    let slope = share * (1.0 - share) / link.density(at);
    let center = Link::Logit.predictor(share);
    let mut out: Vec<f64> = beta.iter().map(|b| slope * b).collect();
    if let (Some(first), Some(b)) = (out.first_mut(), beta.first()) {
        *first = at + slope * (b - center);
    }
    out
}

fn finish(estimator: Estimator, data: &Data, link: Link, outcome: &Outcome) -> Ended {
    let without = |status, note| Ended::without(estimator, data, status, note);
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => of_fit(estimator, data, link, fit),
        Outcome::Separated { separation, .. } => {
            let names = separation.columns.iter().filter_map(|&j| data.matrix.names().get(j));
            let names: Vec<&str> = names.map(String::as_str).collect();
            without(Status::Separated, Some(format!("by {}", names.join(", "))))
        }
        Outcome::NotConverged(fit) => {
            Ended { iterations: fit.iterations, ..without(Status::NotConverged, None) }
        }
        Outcome::ConstantOutcome { .. } => {
            without(Status::TooFewEvents, Some("the outcome never varies".to_owned()))
        }
    }
}

fn of_fit(estimator: Estimator, data: &Data, link: Link, fit: &Fit) -> Ended {
    if fit.dropped.contains(&data.focal) {
        let note = Some("determined by other columns".to_owned());
        return Ended::without(estimator, data, Status::NotIdentified, note);
    }
    let estimate = of_link(data, link, &fit.coefficients, &fit.covariance);
    Ended {
        iterations: fit.iterations,
        estimate: Some(estimate),
        ..Ended::without(estimator, data, Status::Converged, None)
    }
}

/// Coefficient, robust standard error and average marginal effect of the term.
pub(super) fn of_link(data: &Data, link: Link, beta: &[f64], bread: &Matrix) -> Estimated {
    let coefficient = beta.get(data.focal).copied().unwrap_or(f64::NAN);
    let eta = data.matrix.times(beta);
    let mut scores = data.matrix.times(bread.row(data.focal));
    let mut density = 0.0;
    for ((score, eta), y) in scores.iter_mut().zip(&eta).zip(&data.y) {
        *score *= link.row(*eta, *y).score;
        density += link.density(*eta);
    }
    let ame = coefficient * density / data.whole.0 as f64;
    Estimated {
        coefficient,
        se: robust(&data.dyads, &scores),
        ame: Some(ame),
        relative: ame / data.share(),
    }
}

/// The root of the dyadic-robust variance of a sum of scores; `None` when it is negative.
pub(super) fn robust(dyads: &Dyads, scores: &[f64]) -> Option<f64> {
    let variance = dyads.variance_of_sum(scores).ok()?;
    (variance >= 0.0).then(|| variance.sqrt())
}

/// The linear probability model.
fn linear(data: &Data) -> Ended {
    let without = |status, note| Ended::without(Estimator::Linear, data, status, note);
    let y: Vec<f64> = data.y.iter().map(|y| f64::from(u8::from(*y))).collect();
    let outcome = least_squares::fit(&data.matrix, &y);
    let Some(fit) = outcome.as_ref().ok().and_then(|o| o.fit()) else {
        return without(Status::NotIdentified, None);
    };
    if fit.dropped.contains(&data.focal) {
        return without(Status::NotIdentified, Some("determined by other columns".to_owned()));
    }
    let mut scores = data.matrix.times(fit.bread.row(data.focal));
    for (s, r) in scores.iter_mut().zip(&fit.residuals) {
        *s *= r;
    }
    let coefficient = fit.coefficients.get(data.focal).copied().unwrap_or(f64::NAN);
    let estimate = Estimated {
        coefficient,
        se: robust(&data.dyads, &scores),
        ame: Some(coefficient),
        relative: coefficient / data.share(),
    };
    Ended { iterations: 1, estimate: Some(estimate), ..without(Status::Converged, None) }
}
