//! Logit, probit and complementary log-log models by maximum likelihood.
//!
//! ℓ(β) = Σᵢ wᵢ ln Pr(yᵢ | ηᵢ), ηᵢ = xᵢ'β + oᵢ, by Newton's method with the observed
//! information; all three log-likelihoods are concave. Existence of a maximum is decided
//! by separation whatever the link: Silvapulle (1981), *Journal of the Royal Statistical
//! Society B* 43(3).

use super::firth::predictors;
use super::kernel::{Cloglog, Kernel, Logit, Probit};
use super::link::Link;
use super::newton::{
    End, Point, State, Verdict, link_start, maximise, on_independent_columns, report,
};
use super::observations::Observations;
use super::outcome::Outcome;
use super::params::{NewtonParams, ValidNewtonParams};
use super::sampled_start::Sampled;
use crate::diagnostics::separation::{Separation, by_single_columns, separation, separation_along};
use crate::pass::{self, BLOCK, Block, Pass, Rows, Terms, in_pool, pass_rows};
use std::marker::PhantomData;

/// Iteration at which a fit that still takes long steps is checked, cheaply, for columns
/// that separate by themselves: from the null model, most fits have converged by then.
const FIRST_CHECK: usize = 6;
/// Iteration at which such a fit is checked in full, once: the answer cannot change.
const FULL_CHECK: usize = 10;
/// Iteration whose coefficients are kept as a start for a penalised fit.
const KEPT: usize = 4;
/// A next step shorter than this is no sign of separation by itself.
const SHORT_STEP: f64 = 1e-4;

/// Fits a binary-outcome model by maximum likelihood.
///
/// The outcome says whether the maximum was found ([`Outcome::Converged`]), found after
/// dropping columns ([`Outcome::RankDeficient`]), does not exist ([`Outcome::Separated`],
/// [`Outcome::ConstantOutcome`]), or was not reached ([`Outcome::NotConverged`]).
/// [`super::Fit::covariance`] is the inverse of the observed information, as in Stata and
/// in statsmodels' `Probit`; [`super::information::covariance`] has the other, as in R's
/// `glm`. For the logit the two are the same.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Link, Observations, Outcome, ValidNewtonParams, glm};
/// // Two of four in the first group, three of four in the second.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
/// let y = [true, true, false, false, true, true, true, false];
/// let x = Design::new(8, vec![("one".into(), vec![1.0; 8]), ("group".into(), group)])?;
/// let data = Observations::new(&x, &y)?;
/// let outcome = glm::fit(&data, Link::Probit, &ValidNewtonParams::default());
/// let Outcome::Converged(fit) = outcome else { panic!("no maximum") };
/// // Φ⁻¹(3/4) − Φ⁻¹(1/2).
/// assert!((fit.coefficients[1] - 0.674_489_750_196).abs() < 1e-9);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn fit(data: &Observations<'_>, link: Link, params: &ValidNewtonParams) -> Outcome {
    let fit = || match link {
        Link::Logit => fit_kernel::<Logit>(data, params.get()),
        Link::Probit => fit_kernel::<Probit>(data, params.get()),
        Link::Cloglog => fit_kernel::<Cloglog>(data, params.get()),
    };
    in_pool(data.design().rows(), fit)
}

fn fit_kernel<K: Kernel>(data: &Observations<'_>, params: &NewtonParams) -> Outcome {
    let (all, yes) = data.totals();
    if yes <= 0.0 || yes >= all {
        return Outcome::ConstantOutcome { value: yes > 0.0 };
    }
    let null = || link_start(data, K::LINK);
    let sampled = match data.start() {
        Some(_) => None,
        None => Sampled::new::<K>(data, null(), params),
    };
    let start = match (data.start(), &sampled) {
        (Some(start), _) => start.to_vec(),
        (None, Some(sampled)) => sampled.start.clone(),
        (None, None) => null(),
    };
    let first = evaluate::<K>(data, &start);
    let gram = first.gram.clone();
    let mut first = Some(first);
    on_independent_columns(data, &gram, params, &start, |data, mut start| {
        let known = first.take().filter(|f| f.gradient.len() == start.len());
        let step = known.as_ref().zip(sampled.as_ref());
        let step = step.and_then(|(f, s)| s.step::<K>(&f.gradient, &f.gram));
        let mut first = known;
        if let Some(step) = step {
            start.iter_mut().zip(step).for_each(|(b, s)| *b += s);
            first = None;
        }
        let mut reached = start.clone();
        let end = maximise(
            start,
            params,
            |beta| {
                Some(match first.take() {
                    Some(p) => Point::plain(beta, &p),
                    None => {
                        let p = evaluate::<K>(data, &beta);
                        Point::plain(beta, &p)
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
        match conclude::<K>(data, end, params.tolerance) {
            Ok(outcome) => outcome,
            Err(separation) => Outcome::Separated { separation, reached },
        }
    })
}

/// What the end of the iterations means: an outcome, or separation.
fn conclude<K: Kernel>(
    data: &Observations<'_>,
    end: Option<End<Separation>>,
    tolerance: f64,
) -> Result<Outcome, Separation> {
    let unless_separated = |outcome: Outcome| separation(data).map_or(Ok(outcome), Err);
    match end {
        Some(End::Stopped(s)) => Err(s),
        Some(End::Converged(state)) if far_out::<K>(data, &state, tolerance) => {
            unless_separated(Outcome::Converged(report(state, data)))
        }
        Some(End::Converged(state)) => Ok(Outcome::Converged(report(state, data))),
        Some(End::Exhausted(state)) if state.iterations > FULL_CHECK => {
            Ok(Outcome::NotConverged(report(state, data)))
        }
        Some(End::Exhausted(state)) => unless_separated(Outcome::NotConverged(report(state, data))),
        None => unless_separated(Outcome::NotConverged(report(at_rest::<K>(data), data))),
    }
}

/// Log-likelihood, score and observed information at `beta`.
pub(super) fn evaluate<K: Kernel>(data: &Observations<'_>, beta: &[f64]) -> Pass {
    pass_rows(data.design(), beta, &Likelihood::<K>(data, PhantomData))
}

/// The score at `beta`.
pub(super) fn gradient_at<K: Kernel>(data: &Observations<'_>, beta: &[f64]) -> Vec<f64> {
    pass::gradient_rows(data.design(), beta, &Likelihood::<K>(data, PhantomData))
}

/// The multipliers of the scores, one a row.
pub(super) fn multipliers<K: Kernel>(data: &Observations<'_>, beta: &[f64]) -> Vec<f64> {
    pass::multipliers(data.design(), beta, &Likelihood::<K>(data, PhantomData))
}

/// The likelihood of rows under a link.
struct Likelihood<'a, K>(&'a Observations<'a>, PhantomData<fn() -> K>);

impl<K: Kernel> Rows for Likelihood<'_, K> {
    #[inline(always)]
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64 {
        let data = self.0;
        let n = block.eta.len();
        let (eta, y) = predictors(data, block);
        let (mut score, mut information) = ([0.0; BLOCK], [0.0; BLOCK]);
        match data.weights_of(block.rows.clone()) {
            None => {
                let value = K::block(n, &eta, &y, [&mut score, &mut information]);
                terms.multipliers.copy_from_slice(&score[..n]);
                terms.weights.copy_from_slice(&information[..n]);
                value
            }
            Some(weights) => {
                let mut sum = 0.0;
                for (k, w) in weights.iter().enumerate() {
                    let row = K::row(eta[k], y[k] > 0.5);
                    sum += w * row.log_likelihood;
                    terms.weights[k] = w * row.information;
                    terms.multipliers[k] = w * row.score;
                }
                sum
            }
        }
    }
}

/// The null model as a state, for a report when not even the first step could be computed.
fn at_rest<K: Kernel>(data: &Observations<'_>) -> State {
    let beta = link_start(data, K::LINK);
    let p = evaluate::<K>(data, &beta);
    State {
        step: vec![0.0; beta.len()],
        next_step: f64::INFINITY,
        iterations: 0,
        point: Point::plain(beta, &p),
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

/// Whether some rows are predicted so well that the short last step proves nothing.
///
/// Along a direction d that separates, with margins mᵢ ≥ 0, scores uᵢ and observed
/// information hᵢ, the squared next step is at least (Σ uᵢmᵢ)² / Σ hᵢmᵢ² ≥ min uᵢ²/hᵢ, which
/// falls as a row is predicted better. If it exceeds the squared tolerance in every row, a
/// fit that converged has a maximum.
fn far_out<K: Kernel>(data: &Observations<'_>, state: &State, tolerance: f64) -> bool {
    let (highest, lowest) = (reach::<K>(tolerance, true), -reach::<K>(tolerance, false));
    let eta = data.design().times(&state.point.beta);
    eta.iter().enumerate().any(|(i, e)| {
        let eta = e + data.offset(i);
        data.weight(i) > 0.0 && if data.y()[i] { eta > highest } else { eta < lowest }
    })
}

/// The distance of the linear predictor from zero, in the direction of the outcome, up to
/// which u²/h exceeds the squared tolerance.
fn reach<K: Kernel>(tolerance: f64, yes: bool) -> f64 {
    let counts = |distance: f64| {
        let row = K::row(if yes { distance } else { -distance }, yes);
        row.score * row.score > tolerance * tolerance * row.information
    };
    let (mut near, mut far) = (0.0, 400.0);
    for _ in 0..30 {
        let middle = 0.5 * (near + far);
        if counts(middle) { near = middle } else { far = middle }
    }
    near
}
