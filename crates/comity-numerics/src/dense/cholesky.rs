//! Cholesky decomposition of a symmetric positive definite matrix, scaled to unit diagonal.

use super::matrix::{Matrix, dot};

/// Smallest pivot, relative to the unit diagonal, that counts as positive.
pub(super) const PIVOT: f64 = 1e-14;

/// `D A D = L L'` with `D` the reciprocal square roots of the diagonal of `A` and `L` lower
/// triangular. Scaling makes the result independent of the columns' units.
#[derive(Clone, Debug)]
pub struct Cholesky {
    scale: Vec<f64>,
    lower: Matrix,
}

impl Cholesky {
    /// The decomposition, or `None` when the matrix is not positive definite.
    #[must_use]
    pub fn new(a: &Matrix) -> Option<Self> {
        let n = a.size();
        let scale: Vec<f64> = a
            .diagonal()
            .into_iter()
            .map(|d| (d > 0.0 && d.is_finite()).then(|| 1.0 / libm::sqrt(d)))
            .collect::<Option<_>>()?;
        let mut lower = Matrix::zeros(n);
        for i in 0..n {
            for j in 0..=i {
                let scaled = a.get(i, j) * scale[i] * scale[j];
                let rest = scaled - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                if i == j {
                    if rest.is_nan() || rest <= PIVOT {
                        return None;
                    }
                    lower.set(i, i, libm::sqrt(rest));
                } else {
                    lower.set(i, j, rest / lower.get(j, j));
                }
            }
        }
        Some(Self { scale, lower })
    }

    /// The solution `x` of `A x = b`.
    #[must_use]
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.scale.len();
        let mut x: Vec<f64> = b.iter().zip(&self.scale).map(|(v, s)| v * s).collect();
        x.resize(n, 0.0);
        for i in 0..n {
            let known = dot(&self.lower.row(i)[..i], &x[..i]);
            x[i] = (x[i] - known) / self.lower.get(i, i);
        }
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| self.lower.get(k, i) * x[k]).sum();
            x[i] = (x[i] - known) / self.lower.get(i, i);
        }
        for (v, s) in x.iter_mut().zip(&self.scale) {
            *v *= s;
        }
        x
    }

    /// The inverse of `A`, exactly symmetric.
    #[must_use]
    pub fn inverse(&self) -> Matrix {
        let n = self.scale.len();
        let mut inverse = Matrix::zeros(n);
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit[j] = 1.0;
            for (i, v) in self.solve(&unit).into_iter().enumerate() {
                inverse.set(i, j, v);
            }
            unit[j] = 0.0;
        }
        inverse.symmetrised()
    }

    /// The natural logarithm of the determinant of `A`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        let scaled: f64 = self.lower.diagonal().into_iter().map(libm::log).sum();
        let scale: f64 = self.scale.iter().map(|&s| libm::log(s)).sum();
        2.0 * (scaled - scale)
    }
}

/// Splits the columns of a matrix with cross-product `gram` into those that are linearly
/// independent of the columns before them and those that are not.
///
/// A column is dependent when the part of it that the columns before leave unexplained has
/// less than `tolerance` of its squared length. Earlier columns win, as in R's `lm`.
pub(crate) fn independent_columns(gram: &Matrix, tolerance: f64) -> (Vec<usize>, Vec<usize>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    let mut factors: Vec<Vec<f64>> = Vec::new();
    let scale: Vec<f64> = gram.diagonal().into_iter().map(libm::sqrt).collect();
    for j in 0..gram.size() {
        if scale[j].is_nan() || scale[j] <= 0.0 {
            dropped.push(j);
            continue;
        }
        let mut row: Vec<f64> = Vec::with_capacity(kept.len() + 1);
        for (&k, factor) in kept.iter().zip(&factors) {
            let scaled = gram.get(j, k) / (scale[j] * scale[k]);
            let pivot = factor.last().copied().unwrap_or(1.0);
            row.push((scaled - dot(&row, factor)) / pivot);
        }
        let rest = 1.0 - dot(&row, &row);
        if rest > tolerance {
            row.push(libm::sqrt(rest));
            factors.push(row);
            kept.push(j);
        } else {
            dropped.push(j);
        }
    }
    (kept, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hilbert matrices have known integer inverses; the 5 by 5 one has determinant
    /// 1 / 266716800000.
    #[test]
    fn hilbert_matrix_has_its_published_inverse() {
        let h = Matrix::from_fn(5, |i, j| 1.0 / (i + j + 1) as f64);
        let c = Cholesky::new(&h).unwrap();
        let inverse = c.inverse();
        // Condition number 4.8e5: nine digits remain of sixteen.
        assert!((inverse.get(0, 0) - 25.0).abs() < 1e-6);
        assert!((inverse.get(3, 3) - 179_200.0).abs() < 1e-3);
        assert!((inverse.get(1, 2) + 18_900.0).abs() < 1e-4);
        assert!((c.log_determinant() + 266_716_800_000.0_f64.ln()).abs() < 1e-9);
        let x = c.solve(&h.times_vector(&[1.0, -2.0, 3.0, -4.0, 5.0]));
        for (found, expected) in x.iter().zip([1.0, -2.0, 3.0, -4.0, 5.0]) {
            assert!((found - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn indefinite_and_singular_matrices_are_refused() {
        assert!(
            Cholesky::new(&Matrix::from_fn(2, |i, j| if i == j { 1.0 } else { 2.0 })).is_none()
        );
        assert!(Cholesky::new(&Matrix::from_fn(2, |_, _| 1.0)).is_none());
        assert!(Cholesky::new(&Matrix::zeros(2)).is_none());
    }

    #[test]
    fn later_copies_are_dependent() {
        let columns =
            [[1.0, 2.0, 3.0], [0.0; 3], [2.0, 4.0, 6.0], [1.0, 0.0, 0.0], [3.0, 2.0, 3.0]];
        let gram = Matrix::from_fn(5, |i, j| dot(&columns[i], &columns[j]));
        assert_eq!(independent_columns(&gram, 1e-11), (vec![0, 3], vec![1, 2, 4]));
    }
}
