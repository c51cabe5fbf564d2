//! Orthogonal polynomials over given values.

use crate::error::{NumericsError, Result, in_range};
use serde::{Deserialize, Serialize};

/// Polynomials of degree 1 to `degree`, orthogonal to each other and to the constant over the
/// values they were made from, each of unit length there: R's `poly`.
///
/// The three-term recurrence of Forsythe (1957), *Journal of the Society for Industrial and
/// Applied Mathematics* 5(2): p₀ = 1, pₖ₊₁(x) = (x − αₖ) pₖ(x) − (nₖ/nₖ₋₁) pₖ₋₁(x), with
/// nₖ = Σ pₖ(xᵢ)² and αₖ = Σ xᵢ pₖ(xᵢ)² / nₖ.
///
/// ```
/// use comity_numerics::time::OrthogonalPolynomial;
/// let p = OrthogonalPolynomial::through(&[1.0, 2.0, 3.0, 4.0, 5.0], 2)?;
/// // R 4.3: poly(1:5, 2)[1, ]
/// let row = p.at(1.0);
/// assert!((row[0] + 0.632_455_532_034).abs() < 1e-11);
/// assert!((row[1] - 0.534_522_483_825).abs() < 1e-11);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrthogonalPolynomial {
    alpha: Vec<f64>,
    /// Squared lengths of p₀ to the last.
    squares: Vec<f64>,
}

impl OrthogonalPolynomial {
    /// Through the finite values among those given.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] when `degree` is zero or there are not more distinct
    /// values than `degree`.
    pub fn through(values: &[f64], degree: usize) -> Result<Self> {
        in_range("degree", degree as f64, "at least 1", degree >= 1)?;
        let x: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        let mut distinct = x.clone();
        distinct.sort_unstable_by(f64::total_cmp);
        distinct.dedup();
        if distinct.len() <= degree {
            return Err(NumericsError::Parameter {
                name: "degree",
                value: degree as f64,
                range: "less than the number of distinct values",
            });
        }
        let (mut before, mut now) = (vec![0.0; x.len()], vec![1.0; x.len()]);
        let mut found = Self { alpha: Vec::new(), squares: vec![x.len() as f64] };
        for k in 0..degree {
            let square = found.squares[k];
            let alpha = x.iter().zip(&now).map(|(x, p)| x * p * p).sum::<f64>() / square;
            let ratio = if k == 0 { 0.0 } else { square / found.squares[k - 1] };
            let next: Vec<f64> = x
                .iter()
                .zip(now.iter().zip(&before))
                .map(|(x, (now, before))| (x - alpha) * now - ratio * before)
                .collect();
            found.alpha.push(alpha);
            found.squares.push(next.iter().map(|p| p * p).sum());
            before = std::mem::replace(&mut now, next);
        }
        Ok(found)
    }

    /// Number of columns.
    #[must_use]
    pub fn degree(&self) -> usize {
        self.alpha.len()
    }

    /// The columns at one value, within or outside those it was made from.
    #[must_use]
    pub fn at(&self, x: f64) -> Vec<f64> {
        let (mut before, mut now) = (0.0, 1.0);
        let mut ratio = 0.0;
        let lengths = self.squares.windows(2);
        self.alpha
            .iter()
            .zip(lengths)
            .map(|(alpha, squares)| {
                let next = (x - alpha) * now - ratio * before;
                before = std::mem::replace(&mut now, next);
                ratio = squares[1] / squares[0];
                now / squares[1].sqrt()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of a few hundred products of numbers near one: rounding of 1e-12 at most.
    #[test]
    fn columns_are_orthonormal_and_sum_to_zero() {
        let x: Vec<f64> = (0..200).map(|i| f64::from(i * i % 37) + 1970.0).collect();
        let p = OrthogonalPolynomial::through(&x, 4).unwrap();
        let rows: Vec<Vec<f64>> = x.iter().map(|v| p.at(*v)).collect();
        for i in 0..4 {
            assert!(rows.iter().map(|r| r[i]).sum::<f64>().abs() < 1e-9, "{i}");
            for j in 0..4 {
                let product: f64 = rows.iter().map(|r| r[i] * r[j]).sum();
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-8, "{i} {j} {product}");
            }
        }
    }

    #[test]
    fn too_few_values_are_refused() {
        assert!(OrthogonalPolynomial::through(&[1.0, 2.0, 2.0, f64::NAN], 2).is_err());
        assert!(OrthogonalPolynomial::through(&[1.0, 2.0], 0).is_err());
    }
}
