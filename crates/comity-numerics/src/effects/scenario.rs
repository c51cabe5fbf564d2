//! The difference of mean probabilities between two whole designs, for covariates that enter
//! through products, powers or splines.

use super::delta::interval;
use super::model::FittedModel;
use crate::design::Design;
use crate::error::{Result, same_length};
use crate::pass::gradient;
use serde::{Deserialize, Serialize};

/// A difference of mean probabilities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeanDifference {
    /// Mean probability under the second scenario less that under the first.
    pub estimate: f64,
    /// Its delta-method standard error; `None` when the covariance gives it a negative
    /// variance.
    pub standard_error: Option<f64>,
    /// Derivatives of the difference with respect to the coefficients.
    pub gradient: Vec<f64>,
}

impl MeanDifference {
    /// The interval of the given level on the normal approximation; `None` without a
    /// standard error or with a level outside (0, 1).
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        interval(self.estimate, self.standard_error, level)
    }
}

/// Compares the mean probability of the model's rows under the design `from` with that under
/// `to`: two versions of the model's own design, the columns that depend on the covariate of
/// interest computed anew.
///
/// ```
/// use comity_numerics::effects::{FittedModel, between};
/// use comity_numerics::estimators::{Link, Observations};
/// use comity_numerics::{Design, Matrix};
/// // η = 1 − x², compared at x = 0 and x = 1: one half less than the logistic of one.
/// let design = |x: f64| {
///     Design::new(2, vec![("one".into(), vec![1.0; 2]), ("x²".into(), vec![x * x; 2])])
/// };
/// let (from, to) = (design(1.0)?, design(0.0)?);
/// let data = Observations::new(&from, &[true, false])?;
/// let covariance = Matrix::from_fn(2, |i, j| f64::from(i == j));
/// let model = FittedModel::new(&data, Link::Logit, &[1.0, -1.0], &covariance)?;
/// let change = between(&model, &from, &to)?;
/// assert!((change.estimate - (1.0 / (1.0 + (-1.0_f64).exp()) - 0.5)).abs() < 1e-15);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when a design has other rows or columns than the
/// model's.
pub fn between(model: &FittedModel<'_>, from: &Design, to: &Design) -> Result<MeanDifference> {
    for design in [from, to] {
        same_length("the rows of a scenario", design.rows(), model.data.design().rows())?;
        same_length("the columns of a scenario", design.width(), model.data.design().width())?;
    }
    let ((before, slopes_before), (after, slopes_after)) = (mean(model, from), mean(model, to));
    let gradient: Vec<f64> = slopes_after.iter().zip(&slopes_before).map(|(a, b)| a - b).collect();
    let variance = model.covariance.quadratic_form(&gradient);
    Ok(MeanDifference {
        estimate: after - before,
        standard_error: (variance >= 0.0).then(|| libm::sqrt(variance)),
        gradient,
    })
}

/// The mean probability under a design, with its derivatives.
fn mean(model: &FittedModel<'_>, design: &Design) -> (f64, Vec<f64>) {
    let (sum, mut slopes) = gradient(design, model.coefficients, |block, terms| {
        let mut sum = 0.0;
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + model.data.offset(i);
            let w = model.data.weight(i);
            sum += w * model.link.mean(eta);
            terms.multipliers[k] = w * model.link.density(eta);
        }
        sum
    });
    let total = model.total();
    slopes.iter_mut().for_each(|s| *s /= total);
    (sum / total, slopes)
}

#[cfg(test)]
mod tests {
    use super::super::{Contrast, effects};
    use super::*;
    use crate::dense::Matrix;
    use crate::estimators::{Link, Observations};

    /// Setting a column by hand is the first difference; weights of zero do not count.
    #[test]
    fn agrees_with_the_first_difference() {
        let x: Vec<f64> = (0..300).map(|i| f64::from(i % 7) - 3.0).collect();
        let design = |d: Option<f64>| {
            let dummy = (0..300).map(|i| d.unwrap_or(f64::from(i % 2))).collect();
            let columns = vec![("x".to_owned(), x.clone()), ("dummy".to_owned(), dummy)];
            Design::new(300, columns).unwrap()
        };
        let (own, y) = (design(None), vec![true; 300]);
        let weights: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
        let data = Observations::new(&own, &y).unwrap().weighted(&weights).unwrap();
        let covariance = Matrix::from_fn(2, |i, j| if i == j { 0.04 } else { 0.01 });
        for link in Link::ALL {
            let model = FittedModel::new(&data, link, &[0.3, -0.8], &covariance).unwrap();
            let found = between(&model, &design(Some(0.0)), &design(Some(1.0))).unwrap();
            let expected = &effects(&model, &[Contrast::zero_to_one(1)]).unwrap()[0];
            assert!((found.estimate - expected.estimate).abs() < 1e-14);
            let (a, b) = (found.standard_error.unwrap(), expected.standard_error.unwrap());
            assert!((a - b).abs() < 1e-14);
            // The gradient against central differences.
            let h = 1e-6;
            for (j, g) in expected.gradient.iter().enumerate() {
                let at = |d: f64| {
                    let mut beta = [0.3, -0.8];
                    beta[j] += d;
                    let moved = FittedModel::new(&data, link, &beta, &covariance).unwrap();
                    effects(&moved, &[Contrast::zero_to_one(1)]).unwrap()[0].estimate
                };
                assert!(((at(h) - at(-h)) / (2.0 * h) - g).abs() < 1e-8, "{link:?} {j}");
            }
        }
        let model = FittedModel::new(&data, Link::Logit, &[0.3, -0.8], &covariance).unwrap();
        assert!(between(&model, &own.select(&[0]), &own).is_err());
    }
}
