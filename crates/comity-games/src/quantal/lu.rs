//! Solving square systems of equations by elimination with row exchanges.

/// A square matrix in its factors, in memory that is used again from one matrix to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Lu {
    size: usize,
    /// The matrix row by row; after [`Lu::factor`] its factors.
    pub(super) a: Vec<f64>,
    rows: Vec<usize>,
    odd: bool,
    negative: bool,
}

impl Lu {
    /// Makes room for a matrix of this size, filled with zeros.
    pub(super) fn reset(&mut self, size: usize) {
        self.size = size;
        self.a.clear();
        self.a.resize(size * size, 0.0);
        self.rows.resize(size, 0);
    }

    /// One row of the matrix.
    pub(super) fn row(&mut self, i: usize) -> &mut [f64] {
        &mut self.a[i * self.size..(i + 1) * self.size]
    }

    /// Factors the matrix in place; `false` when it is singular.
    pub(super) fn factor(&mut self) -> bool {
        let n = self.size;
        self.odd = false;
        self.negative = false;
        for k in 0..n {
            let column = |i: usize| self.a[i * n + k].abs();
            let best = (k..n).fold(k, |b, i| if column(i) > column(b) { i } else { b });
            self.rows[k] = best;
            if best != k {
                self.odd = !self.odd;
                let (above, below) = self.a.split_at_mut(best * n);
                above[k * n..(k + 1) * n].swap_with_slice(&mut below[..n]);
            }
            let (above, below) = self.a.split_at_mut((k + 1) * n);
            let pivots = &above[k * n..];
            let pivot = pivots[k];
            if pivot == 0.0 || !pivot.is_finite() {
                return false;
            }
            self.negative ^= pivot < 0.0;
            let pivots = &pivots[k + 1..];
            for row in below.chunks_exact_mut(n) {
                let m = row[k] / pivot;
                row[k] = m;
                if m != 0.0 {
                    for (r, p) in row[k + 1..].iter_mut().zip(pivots) {
                        *r -= m * p;
                    }
                }
            }
        }
        true
    }

    /// Whether the determinant of the factored matrix is negative.
    pub(super) fn negative(&self) -> bool {
        self.negative ^ self.odd
    }

    /// Replaces `b` by the solution of matrix × solution = b.
    pub(super) fn solve(&self, b: &mut [f64]) {
        let n = self.size;
        for k in 0..n {
            b.swap(k, self.rows[k]);
        }
        for i in 1..n {
            let dot: f64 = self.a[i * n..i * n + i].iter().zip(&b[..i]).map(|(a, b)| a * b).sum();
            b[i] -= dot;
        }
        for i in (0..n).rev() {
            let row = &self.a[i * n..(i + 1) * n];
            let dot: f64 = row[i + 1..].iter().zip(&b[i + 1..]).map(|(a, b)| a * b).sum();
            b[i] = (b[i] - dot) / row[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_with_a_zero_on_the_diagonal_is_solved() {
        let mut lu = Lu::default();
        lu.reset(3);
        lu.a.copy_from_slice(&[0.0, 2.0, 1.0, 1.0, 0.0, 0.0, 3.0, 0.0, 1.0]);
        assert!(lu.factor());
        // The determinant is 0·0·1 − 2·(1·1 − 0·3) + 1·0 = −2.
        assert!(lu.negative());
        let mut b = [7.0, 1.0, 6.0];
        lu.solve(&mut b);
        // x = 1; 3 + z = 6 gives z = 3; 2y + 3 = 7 gives y = 2.
        for (found, expected) in b.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-14);
        }
        lu.reset(2);
        assert!(!lu.factor());
    }
}
