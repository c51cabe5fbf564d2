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

use crate::dense::{Cholesky, Matrix};
use crate::error::{NumericsError, Result, same_length};
use crate::estimators::memory::Memory;
use crate::estimators::newton::{
    End, Point, State, Verdict, maximise_with, null_start, on_independent_columns, report,
};
use crate::estimators::observations::Observations;
use crate::estimators::outcome::{Fit, Outcome};
use crate::estimators::params::ValidNewtonParams;
use crate::pass::{BLOCK, Block, Pass, Rows, Terms, gradient_rows, pass_rows};
use crate::special::{LogProduct, exp_below_zero};
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

/// Log-likelihood and information at `beta`.
fn likelihood(data: &Observations<'_>, beta: &[f64]) -> Pass {
    pass_rows(data.design(), beta, &Likelihood(data))
}

/// The log-likelihood and the information of rows.
struct Likelihood<'a>(&'a Observations<'a>);

impl Rows for Likelihood<'_> {
    #[inline(always)]
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64 {
        let data = self.0;
        let mut sum = 0.0;
        let mut logs = LogProduct::ONE;
        let odds = odds(data, block);
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + data.offset(i);
            let w = data.weight(i);
            let e = odds[k];
            if data.y()[i] != (eta >= 0.0) {
                sum -= w * eta.abs();
            }
            logs.times(1.0 + e, w);
            terms.weights[k] = w * e / ((1.0 + e) * (1.0 + e));
            terms.multipliers[k] = 0.0;
        }
        sum - logs.ln()
    }
}

/// The odds of the less likely outcome, e^(−|η|), in the rows of a block.
#[inline(always)]
fn odds(data: &Observations<'_>, block: &Block<'_>) -> [f64; BLOCK] {
    let mut eta = [0.0; BLOCK];
    for ((eta, e), i) in eta.iter_mut().zip(block.eta).zip(block.rows.clone()) {
        *eta = e + data.offset(i);
    }
    eta.map(|eta| exp_below_zero(-eta.abs()))
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
        let data = self.data;
        let mut leverage = [0.0; BLOCK];
        quadratic_forms(block, self.inverse_rows, &mut leverage[..block.eta.len()]);
        let odds = odds(data, block);
        for (k, i) in block.rows.clone().enumerate() {
            let w = data.weight(i);
            let likely = 1.0 / (1.0 + odds[k]);
            let above = block.eta[k] + data.offset(i) >= 0.0;
            let mu = if above { likely } else { odds[k] * likely };
            let variance = odds[k] * likely * likely;
            let h = w * variance * leverage[k];
            terms.weights[k] = (w + h) * variance;
            terms.multipliers[k] = w * (f64::from(u8::from(data.y()[i])) - mu) + h * (0.5 - mu);
        }
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

/// Rows of data that are worked on together.
const GROUP: usize = 8;

/// x'I⁻¹x for the rows of a block, from the rows of [`scaled_inverse_rows`].
#[inline(always)]
pub(crate) fn quadratic_forms(block: &Block<'_>, inverse_rows: &[Vec<f64>], out: &mut [f64]) {
    let mut columns: Vec<[f64; GROUP]> = Vec::with_capacity(inverse_rows.len());
    for (g, out) in out.chunks_mut(GROUP).enumerate() {
        let (first, n) = (g * GROUP, out.len());
        columns.clear();
        for j in 0..inverse_rows.len() {
            let mut group = [0.0; GROUP];
            group[..n].copy_from_slice(&block.column(j)[first..first + n]);
            columns.push(group);
        }
        let mut sums = [0.0; GROUP];
        // Two rows at a time share the loads of the data.
        for pair in inverse_rows.chunks(2) {
            let mut z = [[0.0; GROUP]; 2];
            let (short, long) = match pair {
                [short, long] => (short.as_slice(), long.as_slice()),
                [single] => (&[][..], single.as_slice()),
                _ => (&[][..], &[][..]),
            };
            for ((a, b), x) in short.iter().zip(long).zip(&columns) {
                for k in 0..GROUP {
                    z[0][k] += a * x[k];
                    z[1][k] += b * x[k];
                }
            }
            let rest = long.iter().zip(&columns).skip(short.len());
            for (b, x) in rest {
                for k in 0..GROUP {
                    z[1][k] += b * x[k];
                }
            }
            for k in 0..GROUP {
                sums[k] += z[0][k] * z[0][k];
                sums[k] += z[1][k] * z[1][k];
            }
        }
        out.copy_from_slice(&sums[..n]);
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
