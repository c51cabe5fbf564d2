//! Draws that need small matrices, for loops that must not allocate. Matrices are
//! stored row by row.

use crate::dense::{factorise, solve_lower, solve_upper};
use crate::sampling::variates::Variates;

/// A draw from the normal distribution with precision matrix `precision` and mean
/// `precision⁻¹ x`, left in `x`; `precision` is overwritten by its factor. False, and
/// nothing drawn, when the precision is not positive definite.
pub(super) fn draw_normal(precision: &mut [f64], x: &mut [f64], source: &mut Variates) -> bool {
    if !factorise(precision, x.len()) {
        return false;
    }
    solve_lower(precision, x);
    for v in x.iter_mut() {
        *v += source.normal();
    }
    solve_upper(precision, x);
    true
}

/// A draw from the Wishart distribution with `df` degrees of freedom and scale `psi⁻¹`
/// (mean `df psi⁻¹`), the distribution of the inverse of an inverse-Wishart matrix with
/// scale `psi`, by Bartlett's decomposition. `psi` is overwritten by its factor; `work` and
/// `out` have its size.
pub(super) fn draw_wishart(
    psi: &mut [f64],
    df: f64,
    work: &mut [f64],
    out: &mut [f64],
    source: &mut Variates,
) -> bool {
    let size = size_of_square(psi);
    if !factorise(psi, size) {
        return false;
    }
    // psi = C C'. With A lower triangular of Bartlett, W = D D' where C' D = A.
    work.fill(0.0);
    for i in 0..size {
        for j in 0..i {
            work[i * size + j] = source.normal();
        }
        work[i * size + i] = libm::sqrt(2.0 * source.gamma(0.5 * (df - i as f64)));
    }
    for j in 0..size {
        for i in (0..size).rev() {
            let mut rest = work[i * size + j];
            for k in i + 1..size {
                rest -= psi[k * size + i] * work[k * size + j];
            }
            work[i * size + j] = rest / psi[i * size + i];
        }
    }
    for i in 0..size {
        for j in 0..=i {
            let mut sum = 0.0;
            for k in 0..size {
                sum += work[i * size + k] * work[j * size + k];
            }
            out[i * size + j] = sum;
            out[j * size + i] = sum;
        }
    }
    true
}

fn size_of_square(a: &[f64]) -> usize {
    (0..=a.len()).find(|s| s * s >= a.len()).unwrap_or(0)
}

/// A symmetric two-by-two matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sym2 {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
}

impl Sym2 {
    /// The matrix with diagonal `a`, `c` and off-diagonal `b`.
    pub(super) fn new(a: f64, b: f64, c: f64) -> Self {
        Self { a, b, c }
    }

    pub(super) fn inverse(self) -> Self {
        let det = self.a * self.c - self.b * self.b;
        Self { a: self.c / det, b: -self.b / det, c: self.a / det }
    }

    pub(super) fn plus(self, o: Self) -> Self {
        Self { a: self.a + o.a, b: self.b + o.b, c: self.c + o.c }
    }

    pub(super) fn scaled(self, s: f64) -> Self {
        Self { a: s * self.a, b: s * self.b, c: s * self.c }
    }

    pub(super) fn times(self, x: [f64; 2]) -> [f64; 2] {
        [self.a * x[0] + self.b * x[1], self.b * x[0] + self.c * x[1]]
    }

    /// `o self o`.
    pub(super) fn between(self, o: Self) -> Self {
        let (l, r) = (o.times([self.a, self.b]), o.times([self.b, self.c]));
        // Rows of o·self are (l₀, r₀) and (l₁, r₁).
        let first = o.times([l[0], r[0]]);
        let second = o.times([l[1], r[1]]);
        Self { a: first[0], b: first[1], c: second[1] }
    }

    /// Multiplies a vector of two by the lower Cholesky factor.
    pub(super) fn root_times(self, e: [f64; 2]) -> [f64; 2] {
        let l11 = libm::sqrt(self.a);
        let l21 = self.b / l11;
        let l22 = libm::sqrt((self.c - l21 * l21).max(0.0));
        [l11 * e[0], l21 * e[0] + l22 * e[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_kernels_agree_with_hand_calculation() {
        let mut a = [4.0, 2.0, 2.0, 3.0];
        assert!(factorise(&mut a, 2));
        let mut x = [8.0, 7.0];
        solve_lower(&a, &mut x);
        solve_upper(&a, &mut x);
        assert!((x[0] - 1.25).abs() < 1e-15 && (x[1] - 1.5).abs() < 1e-15);
        assert!(!factorise(&mut [1.0, 2.0, 2.0, 1.0], 2));
        let m = Sym2::new(2.0, 1.0, 3.0);
        assert_eq!(m.between(Sym2::new(1.0, 0.0, 1.0)), m);
        assert_eq!(m.between(Sym2::new(0.0, 1.0, 0.0)), Sym2::new(3.0, 1.0, 2.0));
        assert_eq!(m.times(m.inverse().times([5.0, -5.0])), [5.0, -5.0]);
    }

    /// The mean of a Wishart is df psi⁻¹; 20,000 draws, five standard errors.
    #[test]
    fn wishart_has_its_mean() {
        let mut s = Variates::new(2);
        let (mut sum, df) = ([0.0; 4], 7.5);
        for _ in 0..20_000 {
            let (mut psi, mut work, mut out) = ([4.0, 2.0, 2.0, 3.0], [0.0; 4], [0.0; 4]);
            assert!(draw_wishart(&mut psi, df, &mut work, &mut out, &mut s));
            for (s, o) in sum.iter_mut().zip(out) {
                *s += o / 20_000.0;
            }
        }
        let expected = [3.0 / 8.0, -2.0 / 8.0, -2.0 / 8.0, 4.0 / 8.0].map(|v| v * df);
        for (f, e) in sum.iter().zip(expected) {
            assert!((f - e).abs() < 0.08, "{sum:?} {expected:?}");
        }
    }
}
