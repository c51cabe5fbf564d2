//! The heteroskedasticity-robust variance.
//!
//! White (1980), *Econometrica* 48(4); Huber (1967): V = B (Σᵢ sᵢsᵢ') B with sᵢ the score of
//! row i. No small-sample factor is applied (HC0). Rows are taken as independent: for dyads
//! see [`super::dyadic`].

use crate::dense::Matrix;
use crate::design::Design;
use crate::error::{Result, same_length};
use crate::pass::gram;

/// The HC0 variance of an estimator with scores `multipliers[i]` · xᵢ and bread `bread` (for
/// maximum likelihood the inverse information, for least squares (X'X)⁻¹).
///
/// ```
/// use comity_numerics::variance::robust::variance;
/// use comity_numerics::{Design, Matrix};
/// let x = Design::new(2, vec![("one".into(), vec![1.0; 2])])?;
/// let v = variance(&x, &[3.0, -4.0], &Matrix::from_fn(1, |_, _| 0.5))?;
/// assert_eq!(v.get(0, 0), 0.5 * (9.0 + 16.0) * 0.5);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when the arguments do not fit together.
pub fn variance(design: &Design, multipliers: &[f64], bread: &Matrix) -> Result<Matrix> {
    same_length("the score multipliers", multipliers.len(), design.rows())?;
    same_length("the bread", bread.size(), design.width())?;
    let squares: Vec<f64> = multipliers.iter().map(|u| u * u).collect();
    let meat = gram(design, Some(&squares));
    Ok(bread.times(&meat).times(bread).symmetrised())
}
