//! The factor of a small matrix and the rows of its inverse, over and over in the same memory.

use super::cholesky::PIVOT;
use super::matrix::Matrix;

/// What [`super::Cholesky`] computes, for loops that must not allocate: D A D = L L' and the
/// rows of L⁻¹D, with which x'A⁻¹x = |L⁻¹D x|².
pub(crate) struct SmallInverse {
    size: usize,
    scale: Vec<f64>,
    /// Row by row; the lower triangle, and one over its diagonal.
    lower: Vec<f64>,
    unit: Vec<f64>,
    /// Row i has i + 1 entries.
    rows: Vec<Vec<f64>>,
}

impl SmallInverse {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            scale: vec![0.0; size],
            lower: vec![0.0; size * size],
            unit: vec![0.0; size],
            rows: (1..=size).map(|length| vec![0.0; length]).collect(),
        }
    }

    /// Takes another symmetric matrix; false when it is not positive definite.
    pub(crate) fn update(&mut self, matrix: &Matrix) -> bool {
        let n = self.size;
        for (j, scale) in self.scale.iter_mut().enumerate() {
            let d = matrix.get(j, j);
            if !(d > 0.0 && d.is_finite()) {
                return false;
            }
            *scale = 1.0 / libm::sqrt(d);
        }
        for i in 0..n {
            let (before, from) = self.lower.split_at_mut(i * n);
            for (j, entry) in matrix.row(i).iter().enumerate().take(i + 1) {
                let known: f64 = if j < i {
                    let other = &before[j * n..j * n + j];
                    from[..j].iter().zip(other).map(|(a, b)| a * b).sum()
                } else {
                    from[..i].iter().map(|a| a * a).sum()
                };
                let rest = entry * self.scale[i] * self.scale[j] - known;
                if i == j {
                    if rest.is_nan() || rest <= PIVOT {
                        return false;
                    }
                    from[i] = libm::sqrt(rest);
                    self.unit[i] = 1.0 / from[i];
                } else {
                    from[j] = rest * self.unit[j];
                }
            }
        }
        for i in 0..n {
            let (above, from) = self.rows.split_at_mut(i);
            let row = &mut from[0];
            row.fill(0.0);
            row[i] = 1.0;
            for (k, above) in above.iter().enumerate() {
                let l = self.lower[i * n + k];
                for (r, a) in row.iter_mut().zip(above) {
                    *r -= l * a;
                }
            }
            let unit = self.unit[i];
            row.iter_mut().for_each(|r| *r *= unit);
        }
        for row in &mut self.rows {
            for (r, s) in row.iter_mut().zip(&self.scale) {
                *r *= s;
            }
        }
        true
    }

    /// The rows of L⁻¹D.
    pub(crate) fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// A⁻¹v.
    pub(crate) fn times(&self, v: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.size];
        for row in &self.rows {
            let z: f64 = row.iter().zip(v).map(|(r, v)| r * v).sum();
            for (o, r) in out.iter_mut().zip(row) {
                *o += z * r;
            }
        }
        out
    }

    /// One column of A⁻¹.
    pub(crate) fn column(&self, j: usize) -> Vec<f64> {
        let mut out = vec![0.0; self.size];
        for row in self.rows.iter().skip(j) {
            for (o, r) in out.iter_mut().zip(row) {
                *o += row[j] * r;
            }
        }
        out
    }

    /// The natural logarithm of the determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        // The scaled factor's diagonal lies between the pivots' bound and one, so that its product
        // is a number where there are few columns.
        let logs = |factors: &[f64]| {
            let product: f64 = factors.iter().product();
            if product.is_normal() {
                libm::log(product)
            } else {
                factors.iter().map(|f| libm::log(*f)).sum()
            }
        };
        -2.0 * (logs(&self.unit) + logs(&self.scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::Cholesky;

    #[test]
    fn it_agrees_with_the_decomposition() {
        for size in [4, 19] {
            agrees(size);
        }
    }

    fn agrees(size: usize) {
        let entry = |i, j| 1.0 / (i + j + 1) as f64 + f64::from(u8::from(i == j));
        let a = Matrix::from_fn(size, entry);
        let whole = Cholesky::new(&a).unwrap();
        let mut small = SmallInverse::new(size);
        assert!(small.update(&a));
        assert!((small.log_determinant() - whole.log_determinant()).abs() < 1e-14);
        let x: Vec<f64> = (0..size).map(|k| [0.3, -1.0, 2.0, 0.7][k % 4]).collect();
        let third: Vec<f64> = (0..size).map(|k| f64::from(u8::from(k == 2))).collect();
        let rows = small.rows().iter().map(|r| r.iter().zip(&x).map(|(a, b)| a * b).sum::<f64>());
        let form: f64 = rows.map(|z| z * z).sum();
        let expected: f64 = whole.solve(&x).iter().zip(&x).map(|(a, b)| a * b).sum();
        assert!((form - expected).abs() < 1e-13, "{form} {expected}");
        let (times, solved) = (small.times(&x), whole.solve(&x));
        let (column, unit) = (small.column(2), whole.solve(&third));
        for (found, expected) in times.iter().chain(&column).zip(solved.iter().chain(&unit)) {
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
        }
        for bad in [1.0, f64::NAN] {
            assert!(!small.update(&Matrix::from_fn(size, |_, _| bad)));
        }
    }
}
