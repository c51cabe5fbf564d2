//! What to report of a variance that is a difference of matrices.

use crate::dense::{Eigen, Matrix};

/// A variance with negative eigenvalues set to zero, and how far it was from needing it.
pub(super) struct Clipped {
    pub(super) matrix: Matrix,
    pub(super) positive_semidefinite: bool,
    pub(super) smallest_eigenvalue: f64,
}

/// Clips negative eigenvalues (Cameron, Gelbach and Miller 2011, section 2.3).
///
/// Eigenvalues are taken in units of the model-based standard errors, so that clipping does
/// not depend on the columns' units.
pub(super) fn clipped(v: &Matrix, bread: &Matrix) -> Clipped {
    let scale: Vec<f64> =
        bread.diagonal().into_iter().map(|d| if d > 0.0 { libm::sqrt(d) } else { 1.0 }).collect();
    let scaled = Matrix::from_fn(v.size(), |i, j| v.get(i, j) / (scale[i] * scale[j]));
    let eigen = Eigen::new(&scaled);
    let largest = eigen.values.first().copied().unwrap_or(0.0).abs();
    let smallest_eigenvalue = eigen.values.last().copied().unwrap_or(0.0);
    let positive_semidefinite =
        smallest_eigenvalue >= -1e-10 * largest.max(smallest_eigenvalue.abs());
    let matrix = if positive_semidefinite {
        v.clone()
    } else {
        let kept = eigen.map(|value| value.max(0.0));
        Matrix::from_fn(v.size(), |i, j| kept.get(i, j) * scale[i] * scale[j])
    };
    Clipped { matrix, positive_semidefinite, smallest_eigenvalue }
}
