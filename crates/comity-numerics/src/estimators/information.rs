//! What a fitted binary-outcome model says row by row, and its two information matrices.
//!
//! The score of row i is uᵢxᵢ with the multiplier uᵢ of [`multipliers`]; with a covariance as
//! bread it makes every sandwich variance of [`crate::variance`].

use super::glm;
use super::kernel::{Cloglog, Logit, Probit};
use super::link::Link;
use super::observations::Observations;
use super::outcome::Fit;
use crate::dense::{Cholesky, Matrix};
use crate::error::{NumericsError, Result, same_length};
use crate::pass::{BLOCK, pass};
use serde::{Deserialize, Serialize};

/// Which curvature of the log-likelihood is inverted into a covariance.
///
/// Efron and Hinkley (1978), *Biometrika* 65(3), prefer the observed one. For the logit the
/// two are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Information {
    /// Minus the second derivative at the data: Stata, statsmodels' `Probit`.
    #[default]
    Observed,
    /// Its expectation at the fitted probabilities: R's `glm`, statsmodels' `GLM`.
    Expected,
}

/// The information matrix at coefficients `beta`, one row and column a column of the design.
///
/// # Errors
/// [`NumericsError::Dimension`] when `beta` has not one entry a column.
pub fn information(
    data: &Observations<'_>,
    link: Link,
    beta: &[f64],
    kind: Information,
) -> Result<Matrix> {
    same_length("the coefficients", beta.len(), data.design().width())?;
    let sums = pass(data.design(), beta, |block, terms| {
        terms.multipliers.fill(0.0);
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + data.offset(i);
            terms.weights[k] = data.weight(i)
                * match kind {
                    Information::Observed => link.slopes(eta, data.y()[i]).1,
                    Information::Expected => link.expected_information(eta),
                };
        }
        0.0
    });
    Ok(sums.gram)
}

/// The inverse of the information at a fit's coefficients; rows and columns of dropped
/// columns are zero.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit has another number of coefficients than the
/// design has columns, [`NumericsError::NotPositiveDefinite`] when the information cannot
/// be inverted.
pub fn covariance(
    data: &Observations<'_>,
    link: Link,
    fit: &Fit,
    kind: Information,
) -> Result<Matrix> {
    let full = information(data, link, &fit.coefficients, kind)?;
    let kept: Vec<usize> = (0..full.size()).filter(|j| !fit.dropped.contains(j)).collect();
    let reduced = Matrix::from_fn(kept.len(), |i, j| match (kept.get(i), kept.get(j)) {
        (Some(&a), Some(&b)) => full.get(a, b),
        _ => 0.0,
    });
    let factor = Cholesky::new(&reduced)
        .ok_or(NumericsError::NotPositiveDefinite { what: "the information" })?;
    Ok(factor.inverse().spread(&kept, full.size()))
}

/// Multipliers uᵢ of the scores uᵢxᵢ, one a row: wᵢ times the derivative of the row's
/// log-likelihood with respect to its linear predictor (for a logit wᵢ(yᵢ − μᵢ)).
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Link, Observations, information::multipliers};
/// let x = Design::new(2, vec![("one".into(), vec![1.0; 2])])?;
/// let data = Observations::new(&x, &[true, false])?;
/// assert_eq!(multipliers(&data, Link::Logit, &[0.0])?, [0.5, -0.5]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`NumericsError::Dimension`] when `beta` has not one entry a column.
pub fn multipliers(data: &Observations<'_>, link: Link, beta: &[f64]) -> Result<Vec<f64>> {
    same_length("the coefficients", beta.len(), data.design().width())?;
    Ok(match link {
        Link::Logit => glm::multipliers::<Logit>(data, beta),
        Link::Probit => glm::multipliers::<Probit>(data, beta),
        Link::Cloglog => glm::multipliers::<Cloglog>(data, beta),
    })
}

/// The log-likelihood of every row, weights included; they add up to that of the fit.
///
/// # Errors
/// [`NumericsError::Dimension`] when `beta` has not one entry a column.
pub fn log_likelihoods(data: &Observations<'_>, link: Link, beta: &[f64]) -> Result<Vec<f64>> {
    by_row(data, beta, |eta, i| match data.weight(i) {
        0.0 => 0.0,
        w => w * link.row(eta, data.y()[i]).log_likelihood,
    })
}

/// The probability of a yes in every row.
///
/// # Errors
/// [`NumericsError::Dimension`] when `beta` has not one entry a column.
pub fn probabilities(data: &Observations<'_>, link: Link, beta: &[f64]) -> Result<Vec<f64>> {
    by_row(data, beta, |eta, _| link.mean(eta))
}

/// x'Vx of every row, for a symmetric V.
pub(crate) fn quadratic_forms(data: &Observations<'_>, v: &Matrix) -> Vec<f64> {
    let columns = data.design().columns();
    let mut forms = vec![0.0; data.design().rows()];
    for (start, chunk) in forms.chunks_mut(BLOCK).enumerate().map(|(b, c)| (b * BLOCK, c)) {
        for (j, column) in columns.iter().enumerate() {
            let mut product = [0.0; BLOCK];
            for (k, other) in columns.iter().enumerate() {
                let entry = v.get(j, k);
                for (p, x) in product.iter_mut().zip(other.iter().skip(start)) {
                    *p += entry * x;
                }
            }
            for ((f, p), x) in chunk.iter_mut().zip(&product).zip(column.iter().skip(start)) {
                *f += p * x;
            }
        }
    }
    forms
}

fn by_row(
    data: &Observations<'_>,
    beta: &[f64],
    f: impl Fn(f64, usize) -> f64,
) -> Result<Vec<f64>> {
    same_length("the coefficients", beta.len(), data.design().width())?;
    let mut values = data.design().times(beta);
    for (i, v) in values.iter_mut().enumerate() {
        *v = f(*v + data.offset(i), i);
    }
    Ok(values)
}
