//! Starting values of multiplicative effects: the leading singular or eigenvectors of the
//! residuals that additive effects leave, by subspace iteration. Chains that start from
//! noise can stay near a lesser mode for thousands of sweeps.

use super::pairs::dot;

/// Sweeps without multiplicative effects before they start.
pub(super) const ADDITIVE_SWEEPS: usize = 50;
const ITERATIONS: usize = 50;

/// Replaces `basis`, columns of length `n`, by approximate leading vectors of a matrix A:
/// right singular vectors when `apply` is A'A, eigenvectors of largest modulus when it is A.
pub(super) fn leading(n: usize, basis: &mut [f64], mut apply: impl FnMut(&[f64], &mut [f64])) {
    let mut product = vec![0.0; n];
    for _ in 0..ITERATIONS {
        for column in basis.chunks_exact_mut(n) {
            apply(column, &mut product);
            column.copy_from_slice(&product);
        }
        orthonormalise(n, basis);
    }
}

/// Gram and Schmidt's procedure; columns that earlier ones determine become zero.
fn orthonormalise(n: usize, basis: &mut [f64]) {
    for k in 0..basis.len() / n {
        let (before, rest) = basis.split_at_mut(k * n);
        let column = &mut rest[..n];
        for other in before.chunks_exact(n) {
            let share = dot(other, column);
            for (c, o) in column.iter_mut().zip(other) {
                *c -= share * o;
            }
        }
        let length = libm::sqrt(dot(column, column));
        let scale = if length > 1e-12 { 1.0 / length } else { 0.0 };
        for c in column.iter_mut() {
            *c *= scale;
        }
    }
}
