//! Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations.
//!
//! Golub and Van Loan (2013), *Matrix Computations*, 4th ed., section 8.5. Accurate to
//! machine precision and portable; the cost is a few times size³, which is nothing for the
//! tens of columns met here.

use super::matrix::Matrix;

/// More sweeps than any matrix of this size needs: convergence is quadratic.
const SWEEPS: usize = 60;

/// `A = V diag(values) V'`, values in descending order.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// Eigenvalues, largest first.
    pub values: Vec<f64>,
    /// Eigenvectors as columns, in the order of the values.
    pub vectors: Matrix,
}

impl Eigen {
    /// The decomposition of a symmetric matrix (the mean of `a` and its transpose is used).
    #[must_use]
    pub fn new(a: &Matrix) -> Self {
        let n = a.size();
        let mut a = a.symmetrised();
        let mut v = Matrix::from_fn(n, |i, j| f64::from(i == j));
        for _ in 0..SWEEPS {
            let off: f64 = (0..n)
                .flat_map(|i| (0..i).map(move |j| (i, j)))
                .fold(0.0, |s, (i, j)| s + a.get(i, j) * a.get(i, j));
            let diagonal: f64 = a.diagonal().iter().map(|d| d * d).sum();
            if off <= 1e-32 * diagonal || off == 0.0 {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    rotate(&mut a, &mut v, p, q);
                }
            }
        }
        let diagonal = a.diagonal();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| diagonal[j].total_cmp(&diagonal[i]));
        Self {
            values: order.iter().map(|&i| diagonal[i]).collect(),
            vectors: Matrix::from_fn(n, |i, j| v.get(i, order[j])),
        }
    }

    /// The matrix with the same eigenvectors and the eigenvalues `f(value)`.
    #[must_use]
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Matrix {
        let values: Vec<f64> = self.values.iter().map(|&v| f(v)).collect();
        Matrix::from_fn(self.values.len(), |i, j| {
            values
                .iter()
                .enumerate()
                .map(|(k, v)| v * self.vectors.get(i, k) * self.vectors.get(j, k))
                .sum()
        })
        .symmetrised()
    }

    /// Largest over smallest eigenvalue; infinite when the smallest is not positive.
    #[must_use]
    pub fn condition(&self) -> f64 {
        match (self.values.first(), self.values.last()) {
            (Some(&high), Some(&low)) if low > 0.0 => high / low,
            _ => f64::INFINITY,
        }
    }
}

/// One Jacobi rotation that makes the entry in row `p` and column `q` zero.
fn rotate(a: &mut Matrix, v: &mut Matrix, p: usize, q: usize) {
    let apq = a.get(p, q);
    if apq == 0.0 {
        return;
    }
    let theta = (a.get(q, q) - a.get(p, p)) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + libm::sqrt(theta * theta + 1.0));
    let c = 1.0 / libm::sqrt(t * t + 1.0);
    let s = t * c;
    let n = a.size();
    for k in 0..n {
        let (akp, akq) = (a.get(k, p), a.get(k, q));
        a.set(k, p, c * akp - s * akq);
        a.set(k, q, s * akp + c * akq);
    }
    for k in 0..n {
        let (apk, aqk) = (a.get(p, k), a.get(q, k));
        a.set(p, k, c * apk - s * aqk);
        a.set(q, k, s * apk + c * aqk);
        let (vkp, vkq) = (v.get(k, p), v.get(k, q));
        v.set(k, p, c * vkp - s * vkq);
        v.set(k, q, s * vkp + c * vkq);
    }
    a.set(p, q, 0.0);
    a.set(q, p, 0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second-difference matrix of size n has eigenvalues 2 − 2 cos(kπ/(n+1)).
    #[test]
    fn second_differences_have_their_known_spectrum() {
        let n = 12;
        let a = Matrix::from_fn(n, |i, j| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        });
        let e = Eigen::new(&a);
        for (k, value) in e.values.iter().rev().enumerate() {
            let angle = (k + 1) as f64 * std::f64::consts::PI / (n + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-13, "{k}");
        }
        let back = e.map(|v| v);
        for i in 0..n {
            for j in 0..n {
                assert!((back.get(i, j) - a.get(i, j)).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn clipping_removes_the_negative_part() {
        let a = Matrix::from_fn(2, |i, j| if i == j { 0.0 } else { 1.0 });
        let e = Eigen::new(&a);
        assert!((e.values[1] + 1.0).abs() < 1e-15 && e.condition().is_infinite());
        let clipped = e.map(|v| v.max(0.0));
        assert!((clipped.get(0, 0) - 0.5).abs() < 1e-15);
    }
}
