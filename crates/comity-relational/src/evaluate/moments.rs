//! Packed moments: a total, a vector and the lower triangle of a matrix.

use super::kernel::{packed, pair};

/// Σ w, Σ w x and Σ w x x', one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moments {
    pub(crate) width: usize,
    pub(crate) sums: Vec<f64>,
}

impl Moments {
    pub(crate) fn zeros(width: usize) -> Self {
        Self { width, sums: vec![0.0; packed(width)] }
    }

    pub(crate) fn clear(&mut self) {
        self.sums.fill(0.0);
    }

    pub(crate) fn total(&self) -> f64 {
        self.sums[0]
    }

    /// Adds one element of weight `w` at `x`.
    pub(crate) fn add_point(&mut self, w: f64, x: &[f64]) {
        self.sums[0] += w;
        let (first, second) = self.sums[1..].split_at_mut(self.width);
        let mut place = 0;
        for (k, xk) in x.iter().enumerate() {
            let wx = w * xk;
            first[k] += wx;
            for xl in &x[..=k] {
                second[place] += wx * xl;
                place += 1;
            }
        }
    }

    /// Adds `w` times the moments of x + c, given those of x.
    pub(crate) fn add_moved(&mut self, w: f64, of: &[f64], c: &[f64]) {
        let total = of[0];
        let (of1, of2) = of[1..].split_at(self.width);
        self.sums[0] += w * total;
        let (first, second) = self.sums[1..].split_at_mut(self.width);
        let mut place = 0;
        for (k, ck) in c.iter().enumerate() {
            first[k] += w * (of1[k] + ck * total);
            for (l, cl) in c[..=k].iter().enumerate() {
                let moved = of2[place] + ck * of1[l] + cl * of1[k] + ck * cl * total;
                second[place] += w * moved;
                place += 1;
            }
        }
    }

    /// Adds the moments of x + y under the product of two measures, x by `a` and y by `b`.
    pub(crate) fn add_product(&mut self, a: &Self, b: &Self) {
        let (a0, b0) = (a.sums[0], b.sums[0]);
        let (a1, a2) = a.sums[1..].split_at(self.width);
        let (b1, b2) = b.sums[1..].split_at(self.width);
        self.sums[0] += a0 * b0;
        let (first, second) = self.sums[1..].split_at_mut(self.width);
        let mut place = 0;
        for k in 0..self.width {
            first[k] += a1[k] * b0 + a0 * b1[k];
            for l in 0..=k {
                second[place] += a2[place] * b0 + a1[k] * b1[l] + a1[l] * b1[k] + a0 * b2[place];
                place += 1;
            }
        }
    }

    /// Adds `w` times other moments.
    pub(crate) fn add_scaled(&mut self, w: f64, other: &[f64]) {
        self.sums.iter_mut().zip(other).for_each(|(s, o)| *s += w * o);
    }

    /// Adds `w` times the moments of some of the columns, the others being zero.
    pub(crate) fn add_spread(&mut self, w: f64, of: &[f64], columns: &[usize]) {
        let width = columns.len();
        self.sums[0] += w * of[0];
        for (k, &at) in columns.iter().enumerate() {
            self.sums[1 + at] += w * of[1 + k];
            for (l, &with) in columns[..=k].iter().enumerate() {
                let place = pair(self.width, at.max(with), at.min(with));
                self.sums[place] += w * of[pair(width, k, l)];
            }
        }
    }
}
