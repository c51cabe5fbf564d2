//! Scores of a logit.

use crate::error::{Result, same_length};
use crate::estimators::Observations;
use crate::special::logistic;

/// The score multipliers wᵢ(yᵢ − μᵢ) of a logit at `coefficients`, one a row: the score of
/// row i is this number times xᵢ. What the robust variances ask for.
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when there is not one coefficient a column.
pub fn score_multipliers(data: &Observations<'_>, coefficients: &[f64]) -> Result<Vec<f64>> {
    same_length("the coefficients", coefficients.len(), data.design().width())?;
    let eta = data.design().times(coefficients);
    Ok(eta
        .into_iter()
        .zip(data.y())
        .enumerate()
        .map(|(i, (eta, &y))| {
            data.weight(i) * (f64::from(u8::from(y)) - logistic(eta + data.offset(i)))
        })
        .collect())
}
