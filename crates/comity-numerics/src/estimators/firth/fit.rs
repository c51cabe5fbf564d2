//! Firth's penalised logit: finite estimates where maximum likelihood has none, and less
//! bias in small samples.
//!
//! Firth (1993), *Biometrika* 80(1); Heinze and Schemper (2002), *Statistics in Medicine*
//! 21(16). Maximises ℓ(β) + ½ ln|I(β)|; the score is Σᵢ wᵢ(yᵢ − μᵢ)xᵢ + Σᵢ hᵢ(½ − μᵢ)xᵢ with
//! h the diagonal of W^½X(X'WX)⁻¹X'W^½. Steps use Σᵢ (wᵢ + hᵢ) μᵢ(1 − μᵢ) xᵢxᵢ', the information of
//! the augmented data to which the score belongs (Heinze and Schemper, section 2): where few
//! rows carry the information on a column, steps with I alone overshoot. By
//! itself that step converges linearly, and stops short of the maximum where few rows tell a
//! coefficient; the steps that `memory` keeps make up for it.

use super::evaluator::{GROUP, quadratic_forms as quadratic_forms_of};
use crate::dense::{Cholesky, Matrix};
use crate::error::{NumericsError, Result, same_length};
use crate::estimators::kernel::{Kernel, Logit};
use crate::estimators::memory::Memory;
use crate::estimators::newton::{
    End, Point, State, Verdict, maximise_with, null_start, on_independent_columns, report,
};
use crate::estimators::observations::Observations;
use crate::estimators::outcome::{Fit, Outcome};
use crate::estimators::params::ValidNewtonParams;
use crate::pass::{BLOCK, Block, LANES, Pass, Rows, Terms, gradient_rows, pass_rows};
use crate::special::exp_below_zero;
use std::convert::Infallible;

/// Steps that are remembered.
pub(super) const STEPS: usize = 8;
/// Evaluations for which the step matrix is kept: it costs as much as the rest together, and
/// the remembered steps make up for its age.
const REFRESH: usize = 4;

/// Fits a logit model with Firth's penalty. Never [`Outcome::Separated`].
///
/// [`Fit::log_likelihood`] is ℓ, [`Fit::objective`] is ℓ + ½ ln|I|, and
/// [`Fit::covariance`] is I⁻¹ without the penalty's curvature (as in brglm2).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, ValidNewtonParams, firth};
/// // Everyone in the second group says yes: the logit estimate is infinite.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// let y = [true, false, false, false, true, true];
/// let x = Design::new(6, vec![("one".into(), vec![1.0; 6]), ("group".into(), group)])?;
/// let outcome = firth::fit(&Observations::new(&x, &y)?, &ValidNewtonParams::default());
/// // With one dummy Firth's estimate adds one half to each cell: ln(2.5/0.5) − ln(1.5/3.5).
/// let estimate = outcome.fit().map(|f| f.coefficients[1]);
/// assert!(estimate.is_some_and(|b| (b - (5.0 * 3.5_f64 / 1.5).ln()).abs() < 1e-7));
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
    let gram = likelihood(data, &start).gram;
    on_independent_columns(data, &gram, params, &start, |data, start| {
        let never = |_: &State| Verdict::<Infallible>::Continue;
        let mut kept = Kept::default();
        let evaluate = |beta| point_with(data, beta, &mut kept);
        match maximise_with(Memory::new(STEPS), start, params, evaluate, never) {
            Some(End::Converged(state)) => Outcome::Converged(report(state, data)),
            Some(End::Exhausted(state)) => Outcome::NotConverged(report(state, data)),
            None => Outcome::NotConverged(report(at_rest(data), data)),
        }
    })
}

/// The inverse of the information of the augmented data, Σ (wᵢ + hᵢ)μᵢ(1 − μᵢ)xᵢxᵢ', at the
/// fit's coefficients: what R's logistf 1.26 reports. Rows and columns of
/// dropped columns are zero.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design,
/// [`NumericsError::NotPositiveDefinite`] when the information cannot be inverted.
pub fn augmented_covariance(data: &Observations<'_>, fit: &Fit) -> Result<Matrix> {
    let width = data.design().width();
    same_length("the coefficients", fit.coefficients.len(), width)?;
    let kept: Vec<usize> = (0..width).filter(|j| !fit.dropped.contains(j)).collect();
    let reduced = data.design().select(&kept);
    let beta = kept.iter().filter_map(|&j| fit.coefficients.get(j).copied()).collect();
    point(&data.on(&reduced), beta)
        .and_then(|p| Cholesky::new(&p.curvature))
        .map(|c| c.inverse().spread(&kept, width))
        .ok_or(NumericsError::NotPositiveDefinite { what: "the information" })
}

/// The linear predictors of a block with their offsets, and the outcome as 0 and 1.
#[inline(always)]
pub(crate) fn predictors(
    data: &Observations<'_>,
    block: &Block<'_>,
) -> ([f64; BLOCK], [f64; BLOCK]) {
    let (mut eta, mut y) = ([0.0; BLOCK], [0.0; BLOCK]);
    eta[..block.eta.len()].copy_from_slice(block.eta);
    data.add_offsets(block.rows.clone(), &mut eta);
    for (y, yes) in y.iter_mut().zip(&data.y()[block.rows.clone()]) {
        *y = f64::from(u8::from(*yes));
    }
    (eta, y)
}

/// Log-likelihood and information at `beta`.
fn likelihood(data: &Observations<'_>, beta: &[f64]) -> Pass {
    pass_rows(data.design(), beta, &Likelihood(data))
}

/// The log-likelihood and the information of rows.
struct Likelihood<'a>(&'a Observations<'a>);

impl Rows for Likelihood<'_> {
    #[inline(always)]
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64 {
        let (eta, y) = predictors(self.0, block);
        let n = block.eta.len();
        let (mut score, mut information) = ([0.0; BLOCK], [0.0; BLOCK]);
        terms.multipliers.fill(0.0);
        match self.0.weights_of(block.rows.clone()) {
            None => {
                let value = Logit::block(n, &eta, &y, [&mut score, &mut information]);
                terms.weights.copy_from_slice(&information[..n]);
                value
            }
            Some(weights) => {
                let mut sum = 0.0;
                for (k, w) in weights.iter().enumerate() {
                    let row = Logit::row(eta[k], y[k] > 0.5);
                    sum += w * row.log_likelihood;
                    terms.weights[k] = w * row.information;
                }
                sum
            }
        }
    }
}

/// The objective, its gradient and the augmented information at `beta`; `None` where the
/// information cannot be inverted.
fn point(data: &Observations<'_>, beta: Vec<f64>) -> Option<Point> {
    point_with(data, beta, &mut Kept::default())
}

/// The information of the augmented data at an earlier point.
#[derive(Default)]
pub(super) struct Kept {
    curvature: Option<Matrix>,
    age: usize,
}

/// The objective and its gradient at `beta`, with the augmented information there or, for a
/// few evaluations, at an earlier point.
pub(super) fn point_with(
    data: &Observations<'_>,
    beta: Vec<f64>,
    kept: &mut Kept,
) -> Option<Point> {
    let plain = likelihood(data, &beta);
    let information = Cholesky::new(&plain.gram)?;
    let inverse_rows = scaled_inverse_rows(&information);
    let rows = Penalised { data, inverse_rows: &inverse_rows };
    let (score, curvature) = match kept.curvature.take().filter(|_| kept.age < REFRESH) {
        Some(curvature) => (gradient_rows(data.design(), &beta, &rows).1, curvature),
        None => {
            kept.age = 0;
            let penalised = pass_rows(data.design(), &beta, &rows);
            (penalised.gradient, penalised.gram)
        }
    };
    kept.age += 1;
    kept.curvature = Some(curvature.clone());
    Some(Point {
        beta,
        log_likelihood: plain.value,
        objective: plain.value + 0.5 * information.log_determinant(),
        gradient: score,
        curvature,
        information: plain.gram,
    })
}

/// The score and the augmented information of rows, given [`scaled_inverse_rows`].
struct Penalised<'a> {
    data: &'a Observations<'a>,
    inverse_rows: &'a [Vec<f64>],
}

impl Rows for Penalised<'_> {
    #[inline(always)]
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64 {
        let (eta, y) = predictors(self.data, block);
        let n = block.eta.len();
        let mut w = [1.0; BLOCK];
        if let Some(weights) = self.data.weights_of(block.rows.clone()) {
            w[..n].copy_from_slice(weights);
        }
        let mut leverage = [0.0; BLOCK];
        quadratic_forms(block, self.inverse_rows, &mut leverage);
        let (mut information, mut score) = ([0.0; BLOCK], [0.0; BLOCK]);
        for k in 0..BLOCK {
            let odds = exp_below_zero(-eta[k].abs());
            let likely = 1.0 / (1.0 + odds);
            let mu = if eta[k] >= 0.0 { likely } else { odds * likely };
            let variance = odds * likely * likely;
            let h = w[k] * variance * leverage[k];
            information[k] = (w[k] + h) * variance;
            score[k] = w[k] * (y[k] - mu) + h * (0.5 - mu);
        }
        terms.weights.copy_from_slice(&information[..n]);
        terms.multipliers.copy_from_slice(&score[..n]);
        0.0
    }
}

/// Rows of L⁻¹D, with which x'I⁻¹x = |L⁻¹D x|².
pub(crate) fn scaled_inverse_rows(c: &Cholesky) -> Vec<Vec<f64>> {
    let n = c.scale().len();
    let lower = c.lower();
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
    for i in 0..n {
        let mut row = vec![0.0; i + 1];
        row[i] = 1.0;
        for (k, above) in rows.iter().enumerate() {
            let l = lower.get(i, k);
            for (r, a) in row.iter_mut().zip(above) {
                *r -= l * a;
            }
        }
        row.iter_mut().for_each(|r| *r /= lower.get(i, i));
        rows.push(row);
    }
    for row in &mut rows {
        for (r, s) in row.iter_mut().zip(c.scale()) {
            *r *= s;
        }
    }
    rows
}

/// x'I⁻¹x for the rows of a block, from the rows of [`scaled_inverse_rows`].
#[inline(always)]
pub(crate) fn quadratic_forms(
    block: &Block<'_>,
    inverse_rows: &[Vec<f64>],
    out: &mut [f64; BLOCK],
) {
    for (g, out) in out.as_chunks_mut::<{ GROUP * LANES }>().0.iter_mut().enumerate() {
        let sums = quadratic_forms_of(block.lanes(), inverse_rows, g * GROUP);
        out.copy_from_slice(sums.as_flattened());
    }
}

fn at_rest(data: &Observations<'_>) -> State {
    let beta = null_start(data);
    let p = likelihood(data, &beta);
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
