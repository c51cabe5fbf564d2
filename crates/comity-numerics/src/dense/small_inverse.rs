//! The factor of a small matrix and the rows of its inverse, over and over in the same memory.

use super::cholesky::PIVOT;

/// What [`super::Cholesky`] computes, for loops that must not allocate: D A D = L L' and the
/// rows of L⁻¹D, with which x'A⁻¹x = |L⁻¹D x|².
pub(crate) struct SmallInverse {
    size: usize,
    scale: Vec<f64>,
    /// Row by row; the lower triangle.
    lower: Vec<f64>,
    /// Row i has i + 1 entries.
    rows: Vec<Vec<f64>>,
}

impl SmallInverse {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            scale: vec![0.0; size],
            lower: vec![0.0; size * size],
            rows: (1..=size).map(|length| vec![0.0; length]).collect(),
        }
    }

    /// Takes another symmetric matrix; false when it is not positive definite.
    pub(crate) fn update(&mut self, entry: impl Fn(usize, usize) -> f64) -> bool {
        let n = self.size;
        for (j, scale) in self.scale.iter_mut().enumerate() {
            let d = entry(j, j);
            if !(d > 0.0 && d.is_finite()) {
                return false;
            }
            *scale = 1.0 / libm::sqrt(d);
        }
        for i in 0..n {
            let (before, from) = self.lower.split_at_mut(i * n);
            for j in 0..=i {
                let known: f64 = if j < i {
                    let other = &before[j * n..j * n + j];
                    from[..j].iter().zip(other).map(|(a, b)| a * b).sum()
                } else {
                    from[..i].iter().map(|a| a * a).sum()
                };
                let rest = entry(i, j) * self.scale[i] * self.scale[j] - known;
                if i == j {
                    if rest.is_nan() || rest <= PIVOT {
                        return false;
                    }
                    from[i] = libm::sqrt(rest);
                } else {
                    from[j] = rest / before[j * n + j];
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
            let pivot = self.lower[i * n + i];
            row.iter_mut().for_each(|r| *r /= pivot);
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
        let log = |(j, s): (usize, &f64)| libm::log(self.lower[j * self.size + j] / s);
        2.0 * self.scale.iter().enumerate().map(log).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::{Cholesky, Matrix};

    #[test]
    fn it_agrees_with_the_decomposition() {
        let a = Matrix::from_fn(4, |i, j| 1.0 / (i + j + 1) as f64 + f64::from(u8::from(i == j)));
        let whole = Cholesky::new(&a).unwrap();
        let mut small = SmallInverse::new(4);
        assert!(small.update(|i, j| a.get(i, j)));
        assert!((small.log_determinant() - whole.log_determinant()).abs() < 1e-14);
        let x = [0.3, -1.0, 2.0, 0.7];
        let rows = small.rows().iter().map(|r| r.iter().zip(&x).map(|(a, b)| a * b).sum::<f64>());
        let form: f64 = rows.map(|z| z * z).sum();
        let expected: f64 = whole.solve(&x).iter().zip(&x).map(|(a, b)| a * b).sum();
        assert!((form - expected).abs() < 1e-13, "{form} {expected}");
        let (times, solved) = (small.times(&x), whole.solve(&x));
        let (column, unit) = (small.column(2), whole.solve(&[0.0, 0.0, 1.0, 0.0]));
        for (found, expected) in times.iter().chain(&column).zip(solved.iter().chain(&unit)) {
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
        }
        assert!(!small.update(|_, _| 1.0) && !small.update(|_, _| f64::NAN));
    }
}
