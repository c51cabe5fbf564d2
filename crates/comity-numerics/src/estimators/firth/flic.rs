//! Firth's logit with an intercept corrected for prediction.
//!
//! Puhr, Heinze, Nold, Lusa and Geroldinger (2017), "Firth's logistic regression with rare
//! events: accurate effect estimates and predictions?", *Statistics in Medicine* 36(14).
//! Firth's penalty pulls fitted probabilities towards one half, so that with rare events
//! their mean exceeds the share of events. FLIC keeps the slopes and estimates the intercept
//! anew by maximum likelihood, which makes the two equal.

use super::fit::fit as firth;
use crate::design::Design;
use crate::error::{NumericsError, Result};
use crate::estimators::information::{Information, covariance, log_likelihoods};
use crate::estimators::link::Link;
use crate::estimators::logit;
use crate::estimators::observations::Observations;
use crate::estimators::outcome::{Fit, Outcome};
use crate::estimators::params::ValidNewtonParams;

/// Fits Firth's logit and re-estimates its intercept.
///
/// [`Fit::covariance`] is the inverse information at the coefficients returned;
/// [`Fit::objective`] and the counts of iterations are those of Firth's fit. Intervals of
/// the slopes are those of [`super::profile`].
///
/// # Errors
/// [`NumericsError::Missing`] when the design has no intercept.
pub fn flic(data: &Observations<'_>, params: &ValidNewtonParams) -> Result<Outcome> {
    let (column, value) =
        data.design().intercept().ok_or(NumericsError::Missing { what: "the intercept" })?;
    let corrected = |fit: Fit| -> Result<Option<Fit>> {
        let Some(intercept) = intercept(data, &fit, (column, value), params)? else {
            return Ok(None);
        };
        let mut coefficients = fit.coefficients.clone();
        if let Some(b) = coefficients.get_mut(column) {
            *b = intercept;
        }
        let log_likelihood = log_likelihoods(data, Link::Logit, &coefficients)?.iter().sum();
        let fit = Fit { coefficients, log_likelihood, ..fit };
        let covariance = covariance(data, Link::Logit, &fit, Information::Expected)?;
        Ok(Some(Fit { covariance, ..fit }))
    };
    Ok(match firth(data, params) {
        Outcome::Converged(fit) => {
            corrected(fit.clone())?.map_or(Outcome::NotConverged(fit), Outcome::Converged)
        }
        Outcome::RankDeficient(fit) => {
            corrected(fit.clone())?.map_or(Outcome::NotConverged(fit), Outcome::RankDeficient)
        }
        other => other,
    })
}

/// The maximum-likelihood intercept with the slopes held as they are.
fn intercept(
    data: &Observations<'_>,
    fit: &Fit,
    (column, value): (usize, f64),
    params: &ValidNewtonParams,
) -> Result<Option<f64>> {
    let mut slopes = fit.coefficients.clone();
    let mut start = [0.0];
    if let Some(b) = slopes.get_mut(column) {
        start = [*b];
        *b = 0.0;
    }
    let mut offset = data.design().times(&slopes);
    for (i, o) in offset.iter_mut().enumerate() {
        *o += data.offset(i);
    }
    let rows = data.design().rows();
    let ones = Design::new(rows, vec![("(intercept)".to_owned(), vec![value; rows])])?;
    let alone = data.on(&ones).with_offset(&offset)?.starting_at(&start)?;
    Ok(logit::fit(&alone, params).fit().and_then(|f| f.coefficients.first().copied()))
}
