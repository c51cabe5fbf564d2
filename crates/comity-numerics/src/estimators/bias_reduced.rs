//! Mean bias reduction for logit, probit and complementary log-log models.
//!
//! Firth (1993), *Biometrika* 80(1); Kosmidis and Firth (2009), *Biometrika* 96(4): the
//! score is replaced by Σᵢ [wᵢ dᵢ(yᵢ − μᵢ)/(μᵢ(1 − μᵢ)) + ½hᵢdᵢ'/dᵢ] xᵢ, with d = dμ/dη, d' its
//! slope and h the leverages under the expected information. Its root is the estimate that
//! R's brglm2 calls `AS_mean`. For the logit it is Firth's estimate and maximises a penalised
//! likelihood; for other links there is no such likelihood, hence no profile intervals.

use super::firth::{self, quadratic_forms};
use super::link::Link;
use super::newton::{Point, State, link_start, on_independent_columns, report};
use super::observations::Observations;
use super::outcome::Outcome;
use super::params::{NewtonParams, ValidNewtonParams};
use crate::dense::{Cholesky, SmallInverse};
use crate::pass::pass;

/// Fits a binary-outcome model with mean bias reduction. Never [`Outcome::Separated`]: the
/// estimates are finite in practice whatever the data (for the logit always: Kosmidis and
/// Firth 2021, *Biometrika* 108(1)).
///
/// [`super::Fit::covariance`] is the inverse of the expected information, as in brglm2.
/// [`super::Fit::objective`] is the log-likelihood, except for the logit (see
/// [`firth::fit`]).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Link, Observations, ValidNewtonParams, bias_reduced};
/// // Everyone in the second group says yes: the probit estimate is infinite.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// let y = [true, false, false, false, true, true];
/// let x = Design::new(6, vec![("one".into(), vec![1.0; 6]), ("group".into(), group)])?;
/// let data = Observations::new(&x, &y)?;
/// let outcome = bias_reduced::fit(&data, Link::Probit, &ValidNewtonParams::default());
/// assert!(outcome.fit().is_some_and(|f| f.coefficients[1] > 0.0 && f.coefficients[1] < 3.0));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &Observations<'_>, link: Link, params: &ValidNewtonParams) -> Outcome {
    if link == Link::Logit {
        return firth::fit(data, params);
    }
    let (all, yes) = data.totals();
    if yes <= 0.0 || yes >= all {
        return Outcome::ConstantOutcome { value: yes > 0.0 };
    }
    let start = data.start().map_or_else(|| link_start(data, link), <[f64]>::to_vec);
    let gram = likelihood(data, link, &start).gram;
    let params = params.get();
    on_independent_columns(data, &gram, params, &start, |data, start| {
        let begin =
            stand(data, link, start, 0).or_else(|| stand(data, link, link_start(data, link), 0));
        match begin {
            Some(state) => solve(data, link, state, params),
            None => Outcome::NotConverged(report(at_rest(data, link), data)),
        }
    })
}

/// Scoring steps, halved until the adjusted score is smaller than before.
fn solve(data: &Observations<'_>, link: Link, begin: State, params: &NewtonParams) -> Outcome {
    let mut state = begin;
    while state.next_step > params.tolerance {
        if state.iterations >= params.max_iterations {
            return Outcome::NotConverged(report(state, data));
        }
        let better = (0..=params.max_halvings).find_map(|halving| {
            let length = libm::ldexp(1.0, -i32::try_from(halving).unwrap_or(i32::MAX));
            let beta =
                state.point.beta.iter().zip(&state.step).map(|(b, s)| b + length * s).collect();
            stand(data, link, beta, state.iterations + 1).filter(|s| s.next_step < state.next_step)
        });
        match better {
            Some(next) => state = next,
            None => return Outcome::NotConverged(report(state, data)),
        }
    }
    Outcome::Converged(report(state, data))
}

/// Log-likelihood and expected information.
fn likelihood(data: &Observations<'_>, link: Link, beta: &[f64]) -> crate::pass::Pass {
    pass(data.design(), beta, |block, terms| {
        let mut sum = 0.0;
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + data.offset(i);
            let w = data.weight(i);
            let row = link.scoring(eta, data.y()[i]);
            sum += w * row.log_likelihood;
            terms.weights[k] = w * row.information;
            terms.multipliers[k] = 0.0;
        }
        sum
    })
}

/// The adjusted score at `beta` and the step it asks for. The step uses (wᵢ + hᵢ)/wᵢ times
/// each row's information, which for the logit is the augmented information.
fn stand(data: &Observations<'_>, link: Link, beta: Vec<f64>, iterations: usize) -> Option<State> {
    let plain = likelihood(data, link, &beta);
    let mut inverse = SmallInverse::new(plain.gram.size());
    inverse.update(&plain.gram).then_some(())?;
    let adjusted = pass(data.design(), &beta, |block, terms| {
        let leverage = quadratic_forms(block, inverse.rows());
        let leverage = leverage.as_flattened();
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + data.offset(i);
            let (w, row) = (data.weight(i), link.scoring(eta, data.y()[i]));
            let h = w * row.information * leverage[k];
            let adjustment = if h > 0.0 { 0.5 * h * row.relative_slope } else { 0.0 };
            terms.weights[k] = (w + h) * row.information;
            terms.multipliers[k] = w * row.score + adjustment;
        }
        0.0
    });
    let step = Cholesky::new(&adjusted.gram)?.solve(&adjusted.gradient);
    let squared: f64 = step.iter().zip(&adjusted.gradient).map(|(s, g)| s * g).sum();
    let next_step = libm::sqrt(squared.max(0.0));
    let point = Point {
        beta,
        log_likelihood: plain.value,
        objective: plain.value,
        gradient: adjusted.gradient,
        information: plain.gram,
        curvature: adjusted.gram,
    };
    next_step.is_finite().then_some(State { point, step, next_step, iterations })
}

fn at_rest(data: &Observations<'_>, link: Link) -> State {
    let beta = link_start(data, link);
    let p = likelihood(data, link, &beta);
    State {
        step: vec![0.0; beta.len()],
        next_step: f64::INFINITY,
        iterations: 0,
        point: Point {
            beta,
            log_likelihood: p.value,
            objective: p.value,
            gradient: p.gradient,
            curvature: p.gram.clone(),
            information: p.gram,
        },
    }
}
