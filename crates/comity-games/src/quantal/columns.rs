//! Sparse square systems by elimination, column by column (Gilbert and Peierls 1988).
//!
//! A column of the factors is the solution of a triangular system whose unknowns that are not
//! zero are those that the column's rows lead to: a walk finds them, so that work is in
//! proportion to the operations on numbers.

/// A pivot this share of the largest in its column will do.
const ENOUGH: f64 = 0.05;
const NONE: u32 = u32::MAX;

/// Columns of row numbers and values, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Where each column starts, and where the last one ends.
    pub(super) starts: Vec<usize>,
    pub(super) rows: Vec<u32>,
    pub(super) values: Vec<f64>,
}

impl Columns {
    fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.rows.clear();
        self.values.clear();
    }

    fn push(&mut self, row: u32, value: f64) {
        self.rows.push(row);
        self.values.push(value);
    }

    fn close(&mut self) {
        self.starts.push(self.rows.len());
    }

    fn column(&self, j: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[j]..self.starts[j + 1];
        let rows = &self.rows[range.clone()];
        rows.iter().zip(&self.values[range]).map(|(&r, &v)| (r as usize, v))
    }
}

/// The factors of a matrix, in memory that is used again from one matrix to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Factors {
    /// Multipliers below each pivot, by row of the matrix.
    lower: Columns,
    /// What stands above each pivot, by number of the pivot.
    upper: Columns,
    pivots: Vec<f64>,
    /// The row of each pivot, and of each row its pivot.
    row: Vec<u32>,
    place: Vec<u32>,
    /// One column, by row; zero between columns.
    x: Vec<f64>,
    /// The column in which a walk last met each row.
    met: Vec<u32>,
    /// Pivots that a column depends on, those that others depend on later.
    found: Vec<u32>,
    /// Rows without a pivot in a column.
    open: Vec<u32>,
    stack: Vec<(u32, usize)>,
    b: Vec<f64>,
    negative: bool,
}

impl Factors {
    /// Factors a matrix; `false` when it is singular. Of rows that will do as a pivot it takes
    /// that of the column's own number, or else the first.
    pub(super) fn factor(&mut self, matrix: &Columns) -> bool {
        let n = matrix.starts.len() - 1;
        self.lower.clear();
        self.upper.clear();
        self.pivots.clear();
        self.row.clear();
        for (list, value) in [(&mut self.place, NONE), (&mut self.met, NONE)] {
            list.clear();
            list.resize(n, value);
        }
        self.x.clear();
        self.x.resize(n, 0.0);
        for j in 0..n {
            self.walk(matrix, j);
            for (row, value) in matrix.column(j) {
                self.x[row] = value;
            }
            for &k in self.found.iter().rev() {
                let k = k as usize;
                let v = std::mem::take(&mut self.x[self.row[k] as usize]);
                if v != 0.0 {
                    self.upper.push(k as u32, v);
                    for (row, l) in self.lower.column(k) {
                        self.x[row] -= l * v;
                    }
                }
            }
            self.upper.close();
            if !self.pivot(j) {
                return false;
            }
        }
        self.negative = self.pivots.iter().filter(|p| **p < 0.0).count() % 2 == 1;
        self.negative ^= self.odd();
        true
    }

    /// Notes a row that a column comes to, the first time: without a pivot, or with one to follow.
    fn meet(&mut self, row: u32, stamp: u32) {
        if self.met[row as usize] == stamp {
            return;
        }
        self.met[row as usize] = stamp;
        match self.place[row as usize] {
            NONE => self.open.push(row),
            k => self.stack.push((k, self.lower.starts[k as usize])),
        }
    }

    /// Finds the pivots that column `j` depends on, and its rows without a pivot.
    fn walk(&mut self, matrix: &Columns, j: usize) {
        self.found.clear();
        self.open.clear();
        let stamp = j as u32;
        for &row in &matrix.rows[matrix.starts[j]..matrix.starts[j + 1]] {
            self.meet(row, stamp);
            while let Some(top) = self.stack.last_mut() {
                let (k, at) = *top;
                if at == self.lower.starts[k as usize + 1] {
                    self.found.push(k);
                    self.stack.pop();
                    continue;
                }
                top.1 += 1;
                let row = self.lower.rows[at];
                self.meet(row, stamp);
            }
        }
    }

    /// Chooses the pivot of column `j` and divides the rows below by it.
    fn pivot(&mut self, j: usize) -> bool {
        let size = |r: u32| self.x[r as usize].abs();
        let largest = self.open.iter().map(|&r| size(r)).fold(0.0, f64::max);
        if largest == 0.0 || !largest.is_finite() {
            return false;
        }
        let enough = |r: u32| size(r) >= ENOUGH * largest;
        let own = j as u32;
        let row = if self.place[j] == NONE && self.met[j] == own && enough(own) {
            own
        } else {
            self.open.iter().copied().filter(|&r| enough(r)).min().unwrap_or(own)
        };
        let pivot = self.x[row as usize];
        self.place[row as usize] = own;
        self.row.push(row);
        self.pivots.push(pivot);
        for &r in &self.open {
            let value = std::mem::take(&mut self.x[r as usize]);
            if r != row && value != 0.0 {
                self.lower.push(r, value / pivot);
            }
        }
        self.lower.close();
        true
    }

    /// Whether rows stand in an order that is an odd number of exchanges away.
    fn odd(&mut self) -> bool {
        let mut odd = false;
        let mut seen = std::mem::take(&mut self.met);
        seen.fill(0);
        for start in 0..self.row.len() {
            let mut at = start;
            let mut even = false;
            while seen[at] == 0 {
                seen[at] = 1;
                at = self.row[at] as usize;
                odd ^= even;
                even = true;
            }
        }
        self.met = seen;
        odd
    }

    /// Whether the determinant of the factored matrix is negative.
    pub(super) fn negative(&self) -> bool {
        self.negative
    }

    /// Replaces `b` by the solution of matrix × solution = b.
    pub(super) fn solve(&mut self, b: &mut [f64]) {
        self.b.clear();
        for k in 0..self.pivots.len() {
            let v = b[self.row[k] as usize];
            self.b.push(v);
            if v != 0.0 {
                for (row, l) in self.lower.column(k) {
                    b[row] -= l * v;
                }
            }
        }
        for k in (0..self.pivots.len()).rev() {
            let v = self.b[k] / self.pivots[k];
            b[k] = v;
            if v != 0.0 {
                for (above, u) in self.upper.column(k) {
                    self.b[above] -= u * v;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lu::Lu;
    use super::*;
    use proptest::prelude::*;

    fn columns(n: usize, a: &[f64]) -> Columns {
        let mut matrix = Columns::default();
        matrix.clear();
        for j in 0..n {
            for i in (0..n).filter(|i| a[i * n + j] != 0.0) {
                matrix.push(i as u32, a[i * n + j]);
            }
            matrix.close();
        }
        matrix
    }

    proptest! {
        /// Against elimination in a full matrix: both solve the equations, with the same sign
        /// of the determinant.
        #[test]
        fn as_in_a_full_matrix(
            n in 1_usize..12,
            cells in prop::collection::vec(prop_oneof![3 => Just(0.0), 2 => -5.0..5.0], 144),
            right in prop::collection::vec(-5.0..5.0, 12),
        ) {
            let a = &cells[..n * n];
            let mut full = Lu::default();
            full.reset(n);
            full.a.copy_from_slice(a);
            let mut factors = Factors::default();
            let regular = factors.factor(&columns(n, a));
            if full.factor() && regular {
                let mut b = right[..n].to_vec();
                factors.solve(&mut b);
                let size = b.iter().fold(1.0, |m: f64, v| m.max(v.abs()));
                for (row, right) in a.chunks_exact(n).zip(&right) {
                    let product: f64 = row.iter().zip(&b).map(|(a, b)| a * b).sum();
                    prop_assert!((product - right).abs() < 1e-9 * size, "{product} {right}");
                }
                if size < 1e8 {
                    prop_assert_eq!(factors.negative(), full.negative());
                }
            }
        }
    }

    #[test]
    fn a_matrix_without_an_inverse_is_refused() {
        assert!(!Factors::default().factor(&columns(2, &[1.0, 2.0, 2.0, 4.0])));
        assert!(!Factors::default().factor(&columns(2, &[0.0, 2.0, 0.0, 4.0])));
    }
}
