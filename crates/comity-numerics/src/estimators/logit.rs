//! The logit model by maximum likelihood.
//!
//! ℓ(β) = Σᵢ wᵢ [yᵢ ηᵢ − ln(1 + e^ηᵢ)], ηᵢ = xᵢ'β + oᵢ. Newton's method, which for this
//! model is iteratively reweighted least squares: McCullagh and Nelder (1989), *Generalized
//! Linear Models*, 2nd ed., sections 2.5 and 4.4.

use super::newton::{
    End, Point, State, Verdict, maximise, null_start, on_independent_columns, report,
};
use super::observations::Observations;
use super::outcome::Outcome;
use super::params::ValidNewtonParams;
use crate::diagnostics::separation::{Separation, by_single_columns, separation, separation_along};
use crate::pass::{Pass, pass};
use crate::special::LogProduct;

/// Iteration at which a fit that still takes long steps is checked, cheaply, for columns
/// that separate by themselves: from the null model, most fits have converged by then.
const FIRST_CHECK: usize = 6;
/// Iteration at which such a fit is checked in full, once: the answer cannot change.
const FULL_CHECK: usize = 10;
/// Iteration whose coefficients are kept as a start for a penalised fit.
const KEPT: usize = 4;
/// A next step shorter than this is no sign of separation by itself.
const SHORT_STEP: f64 = 1e-4;

/// Fits a logit model by maximum likelihood.
///
/// The outcome says whether the maximum was found ([`Outcome::Converged`]), found after
/// dropping columns ([`Outcome::RankDeficient`]), does not exist ([`Outcome::Separated`]),
/// or was not reached ([`Outcome::NotConverged`]).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, Outcome, ValidNewtonParams, logit};
/// // Two of four in the first group, three of four in the second.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
/// let y = [true, true, false, false, true, true, true, false];
/// let x = Design::new(8, vec![("one".into(), vec![1.0; 8]), ("group".into(), group)])?;
/// let outcome = logit::fit(&Observations::new(&x, &y)?, &ValidNewtonParams::default());
/// let Outcome::Converged(fit) = outcome else { panic!("no maximum") };
/// assert!((fit.coefficients[1] - 3.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &Observations<'_>, params: &ValidNewtonParams) -> Outcome {
    let params = params.get();
    let (all, yes) = data.totals();
    if yes <= 0.0 || yes >= all {
        return Outcome::ConstantOutcome { value: yes > 0.0 };
    }
    let start = data.start().map_or_else(|| null_start(data), <[f64]>::to_vec);
    let first = evaluate(data, &start);
    on_independent_columns(data, &first.gram, params, &start, |data, start| {
        let mut first = (start.len() == first.gradient.len()).then_some(&first);
        let mut reached = start.clone();
        let end = maximise(
            start,
            params,
            |beta| {
                Some(match first.take() {
                    Some(p) => point(beta, p),
                    None => {
                        let p = evaluate(data, &beta);
                        point(beta, &p)
                    }
                })
            },
            |state| {
                if state.iterations == KEPT {
                    reached.clone_from(&state.point.beta);
                }
                why_no_maximum(data, state).map_or(Verdict::Continue, Verdict::Stop)
            },
        );
        match conclude(data, end, params.tolerance) {
            Ok(outcome) => outcome,
            Err(separation) => Outcome::Separated { separation, reached },
        }
    })
}

/// What the end of the iterations means: an outcome, or separation.
fn conclude(
    data: &Observations<'_>,
    end: Option<End<Separation>>,
    tolerance: f64,
) -> Result<Outcome, Separation> {
    let unless_separated = |outcome: Outcome| separation(data).map_or(Ok(outcome), Err);
    match end {
        Some(End::Stopped(s)) => Err(s),
        Some(End::Converged(state)) if far_out(data, &state, tolerance) => {
            unless_separated(Outcome::Converged(report(state, data)))
        }
        Some(End::Converged(state)) => Ok(Outcome::Converged(report(state, data))),
        Some(End::Exhausted(state)) if state.iterations > FULL_CHECK => {
            Ok(Outcome::NotConverged(report(state, data)))
        }
        Some(End::Exhausted(state)) => unless_separated(Outcome::NotConverged(report(state, data))),
        None => unless_separated(Outcome::NotConverged(report(at_rest(data), data))),
    }
}

/// Log-likelihood, score and information at `beta`.
fn evaluate(data: &Observations<'_>, beta: &[f64]) -> Pass {
    let y = data.y();
    pass(data.design(), beta, |block, terms| {
        let mut sum = 0.0;
        let mut logs = LogProduct::ONE;
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + data.offset(i);
            let w = data.weight(i);
            // One exponential serves the mean, its complement and the log-likelihood.
            let e = libm::exp(-eta.abs());
            let (small, large) = (e / (1.0 + e), 1.0 / (1.0 + e));
            let mu = if eta >= 0.0 { large } else { small };
            let against = if y[i] == (eta >= 0.0) { 0.0 } else { eta.abs() };
            sum -= w * against;
            logs.times(1.0 + e, w);
            terms.weights[k] = w * small * large;
            terms.multipliers[k] = w * (f64::from(u8::from(y[i])) - mu);
        }
        sum - logs.ln()
    })
}

fn point(beta: Vec<f64>, p: &Pass) -> Point {
    Point {
        beta,
        log_likelihood: p.value,
        objective: p.value,
        gradient: p.gradient.clone(),
        information: p.gram.clone(),
        curvature: p.gram.clone(),
    }
}

/// The null model as a state, for a report when not even the first step could be computed.
fn at_rest(data: &Observations<'_>) -> State {
    let beta = null_start(data);
    let p = evaluate(data, &beta);
    State {
        step: vec![0.0; beta.len()],
        next_step: f64::INFINITY,
        iterations: 0,
        point: point(beta, &p),
    }
}

/// Separation, when it is time to ask for it and there is some.
fn why_no_maximum(data: &Observations<'_>, state: &State) -> Option<Separation> {
    match state.iterations {
        _ if state.next_step <= SHORT_STEP => None,
        FIRST_CHECK => by_single_columns(data),
        FULL_CHECK => separation_along(data, &state.step),
        _ => None,
    }
}

/// Whether some fitted log-odds are so large that the short last step proves nothing.
///
/// Along a direction d that separates, with margins mᵢ ≥ 0 and fitted probabilities qᵢ of
/// the outcome not seen, the squared next step is at least (Σ qᵢmᵢ)² / Σ qᵢmᵢ² ≥ min qᵢ.
/// If every |ηᵢ| ≤ T, then min qᵢ ≥ e^(−T)/2; with T = −2 ln(tolerance) − 1 that exceeds
/// the squared tolerance, so a fit that converged with every |ηᵢ| ≤ T has a maximum.
fn far_out(data: &Observations<'_>, state: &State, tolerance: f64) -> bool {
    let limit = -2.0 * libm::log(tolerance) - 1.0;
    let eta = data.design().times(&state.point.beta);
    eta.iter().enumerate().any(|(i, e)| (e + data.offset(i)).abs() > limit && data.weight(i) > 0.0)
}
