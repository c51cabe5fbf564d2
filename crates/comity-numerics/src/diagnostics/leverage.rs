//! How far a point lies from the rows of a design.

use crate::dense::{Cholesky, Matrix, SmallInverse};
use crate::design::Design;
use crate::error::{NumericsError, Result, same_length};
use crate::estimators::firth::quadratic_forms;
use crate::pass::{gradient, gram};
use serde::{Deserialize, Serialize};

/// Leverage x'(X'X)⁻¹x of points with respect to a design: Belsley, Kuh and Welsch (1980),
/// *Regression Diagnostics*, section 2.1.
///
/// With an intercept in the design of n rows, leverage h and squared Mahalanobis distance
/// D² from the mean (with the covariance divided by n − 1) say the same:
/// D² = (n − 1)(h − 1/n).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leverage {
    inverse: Matrix,
    rows: usize,
    highest: f64,
}

impl Leverage {
    /// The leverage of a design of full rank.
    ///
    /// # Errors
    /// [`NumericsError::NotPositiveDefinite`] when a column is determined by the others.
    pub fn new(design: &Design) -> Result<Self> {
        let cross = gram(design, None);
        let what = "the cross-product of the design";
        let singular = NumericsError::NotPositiveDefinite { what };
        let mut small = SmallInverse::new(cross.size());
        let Some(factor) = Cholesky::new(&cross).filter(|_| small.update(&cross)) else {
            return Err(singular);
        };
        let highest = std::sync::Mutex::new(0.0_f64);
        gradient(design, &[], |block, _| {
            let h = quadratic_forms(block, small.rows());
            let high = h.as_flattened().iter().copied().fold(0.0, f64::max);
            if let Ok(mut highest) = highest.lock() {
                *highest = highest.max(high);
            }
            0.0
        });
        let highest = highest.into_inner().unwrap_or_else(|e| e.into_inner());
        Ok(Self { inverse: factor.inverse(), rows: design.rows(), highest })
    }

    /// The leverage of one point (one entry a column of the design).
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the point has another number of entries.
    pub fn of(&self, point: &[f64]) -> Result<f64> {
        same_length("the point", point.len(), self.inverse.size())?;
        Ok(self.inverse.quadratic_form(point))
    }

    /// The highest leverage of the design's own rows.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.highest
    }

    /// The Mahalanobis distance of a point from the mean of the design's rows; meaningful
    /// for a design with an intercept.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the point has another number of entries.
    pub fn mahalanobis(&self, point: &[f64]) -> Result<f64> {
        let n = self.rows as f64;
        Ok(libm::sqrt(((n - 1.0) * (self.of(point)? - 1.0 / n)).max(0.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Simple regression: h(x) = 1/n + (x − x̄)²/Σ(xᵢ − x̄)².
    #[test]
    fn simple_regression_has_its_closed_form() {
        let values: Vec<f64> = (0..300).map(f64::from).collect();
        let x = Design::new(300, vec![("1".into(), vec![1.0; 300]), ("x".into(), values)]).unwrap();
        let l = Leverage::new(&x).unwrap();
        let (mean, spread) = (149.5, 300.0 * (300.0 * 300.0 - 1.0) / 12.0);
        for v in [0.0, 149.5, 500.0] {
            let h = 1.0 / 300.0 + (v - mean) * (v - mean) / spread;
            assert!((l.of(&[1.0, v]).unwrap() - h).abs() < 1e-13);
            let d = (v - mean).abs() / (spread / 299.0).sqrt();
            assert!((l.mahalanobis(&[1.0, v]).unwrap() - d).abs() < 1e-6);
        }
        assert!((l.highest() - l.of(&[1.0, 0.0]).unwrap()).abs() < 1e-14);
        assert!(l.of(&[1.0]).is_err());
    }
}
