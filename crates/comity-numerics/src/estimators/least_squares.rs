//! The linear model by least squares.
//!
//! β = (X'WX)⁻¹X'Wy from the Cholesky decomposition of the scaled cross-product, followed by
//! two steps of iterative refinement with the residuals themselves (Björck 1996, *Numerical
//! Methods for Least Squares Problems*), which restores the digits that the
//! cross-product loses.

use crate::dense::{Cholesky, Eigen, Matrix, independent_columns};
use crate::design::Design;
use crate::error::{Result, all_finite, same_length};
use crate::pass::{gradient, gram};
use serde::{Deserialize, Serialize};

/// Share of a column's squared length that earlier columns must leave unexplained.
const RANK_TOLERANCE: f64 = 1e-11;
/// Steps of iterative refinement.
const REFINEMENTS: usize = 2;

/// A linear fit's numbers. Columns that were dropped have coefficient and (co)variance zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearFit {
    /// One coefficient a column of the design, in units of the outcome.
    pub coefficients: Vec<f64>,
    /// (X'X)⁻¹, the bread of sandwich variances.
    pub bread: Matrix,
    /// σ²(X'X)⁻¹ with σ² the residual variance; `None` when no degree of freedom is left.
    pub covariance: Option<Matrix>,
    /// Residuals y − Xβ, one a row: the multipliers of the scores.
    pub residuals: Vec<f64>,
    /// Residual sum of squares.
    pub residual_sum_of_squares: f64,
    /// Sum of squares of y about its mean, or about zero in a design without intercept.
    pub total_sum_of_squares: f64,
    /// Rows less columns kept.
    pub degrees_of_freedom: usize,
    /// Largest absolute entry of X'(y − Xβ).
    pub gradient_norm: f64,
    /// Largest over smallest eigenvalue of X'X, scaled to unit diagonal.
    pub condition_number: f64,
    /// Columns left out because earlier columns determine them.
    pub dropped: Vec<usize>,
}

impl LinearFit {
    /// The share of the outcome's variation that is explained; `None` for an outcome
    /// without variation.
    #[must_use]
    pub fn r_squared(&self) -> Option<f64> {
        (self.total_sum_of_squares > 0.0)
            .then(|| 1.0 - self.residual_sum_of_squares / self.total_sum_of_squares)
    }

    /// The residual variance; `None` when no degree of freedom is left.
    #[must_use]
    pub fn residual_variance(&self) -> Option<f64> {
        (self.degrees_of_freedom > 0)
            .then(|| self.residual_sum_of_squares / self.degrees_of_freedom as f64)
    }
}

/// How a linear fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LinearOutcome {
    /// All columns have a coefficient.
    Fitted(LinearFit),
    /// Columns that earlier columns determine were dropped; [`LinearFit::dropped`] names
    /// them. More columns than rows end here.
    RankDeficient(LinearFit),
    /// Every column is zero: there is nothing to estimate.
    NoColumns,
}

impl LinearOutcome {
    /// The fit, if there is one.
    #[must_use]
    pub fn fit(&self) -> Option<&LinearFit> {
        match self {
            LinearOutcome::Fitted(fit) | LinearOutcome::RankDeficient(fit) => Some(fit),
            LinearOutcome::NoColumns => None,
        }
    }
}

/// Fits a linear model by ordinary least squares.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::least_squares;
/// let x = vec![0.0, 1.0, 2.0, 3.0];
/// let design = Design::new(4, vec![("one".into(), vec![1.0; 4]), ("x".into(), x)])?;
/// let outcome = least_squares::fit(&design, &[1.0, 3.0, 5.0, 7.0])?;
/// let line = outcome.fit().map(|f| f.coefficients.clone()).unwrap_or_default();
/// assert!((line[0] - 1.0).abs() < 1e-14 && (line[1] - 2.0).abs() < 1e-14);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] or [`crate::NumericsError::NotFinite`] when `y` has
/// not one finite entry a row.
pub fn fit(design: &Design, y: &[f64]) -> Result<LinearOutcome> {
    same_length("the outcome", y.len(), design.rows())?;
    all_finite("the outcome", y)?;
    let cross = gram(design, None);
    let (kept, dropped) = independent_columns(&cross, RANK_TOLERANCE);
    let reduced;
    let (used, cross) = if dropped.is_empty() {
        (design, cross)
    } else if kept.is_empty() {
        return Ok(LinearOutcome::NoColumns);
    } else {
        reduced = design.select(&kept);
        let cross = gram(&reduced, None);
        (&reduced, cross)
    };
    let Some(factor) = Cholesky::new(&cross) else { return Ok(LinearOutcome::NoColumns) };
    let (beta, residuals) = solve(used, y, &factor);
    let gradient_norm = products(used, &residuals).into_iter().fold(0.0_f64, |m, g| m.max(g.abs()));
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let degrees = design.rows() - kept.len().min(design.rows());
    let bread = factor.inverse().spread(&kept, design.width());
    let covariance = (degrees > 0).then(|| {
        let variance = squares / degrees as f64;
        Matrix::from_fn(bread.size(), |i, j| variance * bread.get(i, j))
    });
    let mut coefficients = vec![0.0; design.width()];
    for (&j, b) in kept.iter().zip(beta) {
        if let Some(c) = coefficients.get_mut(j) {
            *c = b;
        }
    }
    let fit = LinearFit {
        coefficients,
        bread,
        covariance,
        residual_sum_of_squares: squares,
        residuals,
        total_sum_of_squares: total(y, design.intercept().is_some()),
        degrees_of_freedom: degrees,
        gradient_norm,
        condition_number: condition(&cross),
        dropped,
    };
    Ok(match fit.dropped.is_empty() {
        true => LinearOutcome::Fitted(fit),
        false => LinearOutcome::RankDeficient(fit),
    })
}

/// Coefficients and residuals.
fn solve(design: &Design, y: &[f64], factor: &Cholesky) -> (Vec<f64>, Vec<f64>) {
    let mut beta = vec![0.0; design.width()];
    let mut residuals = y.to_vec();
    for _ in 0..=REFINEMENTS {
        for (b, step) in beta.iter_mut().zip(factor.solve(&products(design, &residuals))) {
            *b += step;
        }
        residuals = y.iter().zip(design.times(&beta)).map(|(y, fitted)| y - fitted).collect();
    }
    (beta, residuals)
}

/// X'r.
fn products(design: &Design, r: &[f64]) -> Vec<f64> {
    gradient(design, &[], |block, terms| {
        if let Some(values) = r.get(block.rows.clone()) {
            terms.multipliers.copy_from_slice(values);
        }
        0.0
    })
    .1
}

fn total(y: &[f64], about_the_mean: bool) -> f64 {
    let n = y.len() as f64;
    let first = y.first().copied().unwrap_or(0.0);
    // About the first value, so that a constant has exactly no variation.
    let mean =
        if about_the_mean { first + y.iter().map(|v| v - first).sum::<f64>() / n } else { 0.0 };
    y.iter().map(|v| (v - mean) * (v - mean)).sum()
}

fn condition(cross: &Matrix) -> f64 {
    let scale: Vec<f64> = cross.diagonal().into_iter().map(libm::sqrt).collect();
    let correlation = Matrix::from_fn(cross.size(), |i, j| match (scale.get(i), scale.get(j)) {
        (Some(a), Some(b)) => cross.get(i, j) / (a * b),
        _ => 0.0,
    });
    Eigen::new(&correlation).condition()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn powers(degree: i32, rows: i32) -> Design {
        let columns = (0..=degree)
            .map(|p| (format!("x^{p}"), (0..rows).map(|i| f64::from(i).powi(p)).collect()))
            .collect();
        Design::new(rows as usize, columns).unwrap()
    }

    /// Wampler's test (1970): y = Σ x^k for k ≤ 5 at x = 0, …, 20 has coefficients one. The
    /// scaled cross-product has condition 1e8; without refinement six digits would remain.
    #[test]
    fn wampler_polynomial_is_recovered() {
        let x = powers(5, 21);
        let y = x.times(&[1.0; 6]);
        let outcome = fit(&x, &y).unwrap();
        let found = outcome.fit().unwrap();
        for b in &found.coefficients {
            assert!((b - 1.0).abs() < 1e-8, "{found:?}");
        }
        assert!(found.r_squared().unwrap() > 1.0 - 1e-12 && found.dropped.is_empty());
    }

    #[test]
    fn degenerate_data_have_their_outcomes() {
        let x = powers(1, 5);
        let constant = fit(&x, &[3.0; 5]).unwrap();
        let found = constant.fit().unwrap();
        assert_eq!(found.r_squared(), None);
        assert!(found.coefficients[1].abs() < 1e-15);
        let wide = fit(&powers(3, 2), &[1.0, 2.0]).unwrap();
        let LinearOutcome::RankDeficient(found) = &wide else { panic!("{wide:?}") };
        assert_eq!((found.dropped.as_slice(), found.degrees_of_freedom), (&[2, 3][..], 0));
        assert!(found.covariance.is_none() && found.residual_variance().is_none());
        let zero = Design::new(2, vec![("0".into(), vec![0.0; 2])]).unwrap();
        assert_eq!(fit(&zero, &[1.0, 2.0]), Ok(LinearOutcome::NoColumns));
        assert!(fit(&x, &[1.0; 4]).is_err() && fit(&x, &[f64::NAN; 5]).is_err());
    }
}
