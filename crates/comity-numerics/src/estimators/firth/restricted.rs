//! The penalised likelihood with some coefficients held fixed, and the test that they are
//! zero.

use super::evaluator::Evaluator;
use super::fit::{Engine, STEPS};
use crate::dense::Matrix;
use crate::error::{NumericsError, Result, in_range, same_length};
use crate::estimators::memory::Memory;
use crate::estimators::newton::{End, Point, Verdict, maximise_with};
use crate::estimators::observations::Observations;
use crate::estimators::outcome::Fit;
use crate::estimators::params::{NewtonParams, ValidNewtonParams};
use crate::special::chi_squared_tail;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;

/// Maximises over the columns `free` from `start`, which holds the fixed coefficients. The
/// penalty is that of the whole model. The point returned has all coefficients and the
/// gradient in all of them, and is the last one that the engine was at. `None` when no maximum was reached.
pub(super) fn restricted(
    engine: &mut Engine<'_>,
    free: &[usize],
    start: &[f64],
    params: &NewtonParams,
) -> Option<Point> {
    let mut last: Option<Point> = None;
    let begin = pick(start, free);
    let end = maximise_with(
        Memory::new(STEPS),
        begin,
        params,
        |values| {
            let full = engine.point(place(start, free, &values))?;
            let sub = Point {
                beta: values,
                log_likelihood: full.log_likelihood,
                objective: full.objective,
                gradient: pick(&full.gradient, free),
                information: part(&full.information, free),
                curvature: part(&full.curvature, free),
            };
            last = Some(full);
            Some(sub)
        },
        |_| Verdict::<Infallible>::Continue,
    )?;
    let End::Converged(state) = end else { return None };
    let beta = place(start, free, &state.point.beta);
    match last {
        Some(p) if p.beta == beta => Some(p),
        _ => engine.point(beta),
    }
}

fn pick(values: &[f64], keep: &[usize]) -> Vec<f64> {
    keep.iter().filter_map(|&j| values.get(j).copied()).collect()
}

fn place(all: &[f64], keep: &[usize], values: &[f64]) -> Vec<f64> {
    let mut out = all.to_vec();
    for (&j, &v) in keep.iter().zip(values) {
        if let Some(o) = out.get_mut(j) {
            *o = v;
        }
    }
    out
}

fn part(m: &Matrix, keep: &[usize]) -> Matrix {
    Matrix::from_fn(keep.len(), |i, j| match (keep.get(i), keep.get(j)) {
        (Some(&a), Some(&b)) => m.get(a, b),
        _ => 0.0,
    })
}

/// A penalised likelihood-ratio test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RatioTest {
    /// Twice the difference of the penalised log-likelihoods.
    pub statistic: f64,
    /// Coefficients set to zero.
    pub degrees_of_freedom: u32,
    /// The chi-squared tail of the statistic.
    pub p_value: f64,
    /// The penalised log-likelihood with these coefficients at zero.
    pub objective: f64,
}

/// Tests by the penalised likelihood ratio that the coefficients of `columns` are all zero
/// (Heinze and Schemper 2002). The penalty stays that of the whole model, as in
/// R's logistf. `fit` is that of [`super::fit`] on the same data; dropped columns do not
/// count. `Ok(None)` when the restricted maximum was not reached.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design,
/// [`NumericsError::Parameter`] when there is no column of that index.
pub fn ratio_test(
    data: &Observations<'_>,
    fit: &Fit,
    columns: &[usize],
    params: &ValidNewtonParams,
) -> Result<Option<RatioTest>> {
    let width = data.design().width();
    same_length("the coefficients", fit.coefficients.len(), width)?;
    for &j in columns {
        in_range("column", j as f64, "a column of the design", j < width)?;
    }
    let kept: Vec<usize> = (0..width).filter(|j| !fit.dropped.contains(j)).collect();
    let reduced = data.design().select(&kept);
    let data = data.on(&reduced);
    let (free, fixed): (Vec<usize>, Vec<usize>) =
        (0..kept.len()).partition(|&k| kept.get(k).is_some_and(|j| !columns.contains(j)));
    let start = place(&pick(&fit.coefficients, &kept), &fixed, &vec![0.0; fixed.len()]);
    let evaluator = Evaluator::new(&data);
    let Some(found) = restricted(&mut Engine::new(&evaluator), &free, &start, params.get()) else {
        return Ok(None);
    };
    let degrees_of_freedom = u32::try_from(fixed.len())
        .map_err(|_| NumericsError::Empty { what: "the columns kept" })?;
    let statistic = (2.0 * (fit.objective - found.objective)).max(0.0);
    Ok(Some(RatioTest {
        statistic,
        degrees_of_freedom,
        p_value: chi_squared_tail(statistic, degrees_of_freedom),
        objective: found.objective,
    }))
}
