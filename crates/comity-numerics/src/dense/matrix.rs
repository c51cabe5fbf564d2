//! A small square matrix.

use serde::{Deserialize, Serialize};

/// A square matrix of `size` rows, stored row by row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    size: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    /// The matrix whose entry in row `i` and column `j` is `f(i, j)`.
    #[must_use]
    pub fn from_fn(size: usize, mut f: impl FnMut(usize, usize) -> f64) -> Self {
        let mut m = Self::zeros(size);
        for i in 0..size {
            for j in 0..size {
                m.values[i * size + j] = f(i, j);
            }
        }
        m
    }

    /// Number of rows, which is the number of columns.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The entry in row `i` and column `j`; zero outside the matrix.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> f64 {
        if i < self.size && j < self.size { self.values[i * self.size + j] } else { 0.0 }
    }

    /// Sets one entry; outside the matrix nothing happens.
    pub fn set(&mut self, i: usize, j: usize, value: f64) {
        if i < self.size && j < self.size {
            self.values[i * self.size + j] = value;
        }
    }

    /// Row `i`; empty outside the matrix.
    #[must_use]
    pub fn row(&self, i: usize) -> &[f64] {
        self.values.get(i * self.size..(i + 1) * self.size).unwrap_or(&[])
    }

    /// The diagonal.
    #[must_use]
    pub fn diagonal(&self) -> Vec<f64> {
        (0..self.size).map(|i| self.get(i, i)).collect()
    }

    /// The product with a vector; entries that `x` lacks count as zero.
    #[must_use]
    pub fn times_vector(&self, x: &[f64]) -> Vec<f64> {
        (0..self.size).map(|i| dot(self.row(i), x)).collect()
    }

    /// The product with another matrix of the same size.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let n = self.size;
        let mut out = Self::zeros(n);
        for i in 0..n {
            for k in 0..n {
                let a = self.get(i, k);
                if a != 0.0 {
                    for j in 0..n {
                        out.values[i * n + j] += a * other.get(k, j);
                    }
                }
            }
        }
        out
    }

    /// `x' M x`.
    #[must_use]
    pub fn quadratic_form(&self, x: &[f64]) -> f64 {
        dot(&self.times_vector(x), x)
    }

    /// The matrix with every entry replaced by the mean of itself and its mirror image.
    #[must_use]
    pub fn symmetrised(&self) -> Self {
        Self::from_fn(self.size, |i, j| 0.5 * (self.get(i, j) + self.get(j, i)))
    }

    /// Becomes the sum of two matrices of its own size.
    pub(crate) fn become_sum(&mut self, a: &Self, b: &Self) {
        for (to, (a, b)) in self.values.iter_mut().zip(a.values.iter().zip(&b.values)) {
            *to = a + b;
        }
    }

    /// Adds another matrix of the same size in place.
    pub fn add(&mut self, other: &Self) {
        for (a, b) in self.values.iter_mut().zip(&other.values) {
            *a += b;
        }
    }

    /// The rows and columns in `keep`, put at these places of a matrix of `size` rows that
    /// is zero elsewhere. The inverse of taking the sub-matrix `keep`.
    #[must_use]
    pub fn spread(&self, keep: &[usize], size: usize) -> Self {
        let mut out = Self::zeros(size);
        for (i, &ki) in keep.iter().enumerate() {
            for (j, &kj) in keep.iter().enumerate() {
                out.set(ki, kj, self.get(i, j));
            }
        }
        out
    }
}

/// Inner product over the entries both slices have, in order.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_agree_with_hand_calculation() {
        let m = Matrix::from_fn(2, |i, j| (1 + 2 * i + j) as f64);
        assert_eq!(m.times(&m).row(1), [15.0, 22.0]);
        assert_eq!(m.times_vector(&[1.0, -1.0]), [-1.0, -1.0]);
        assert_eq!(m.quadratic_form(&[1.0, 1.0]), 10.0);
        assert_eq!(m.symmetrised().get(0, 1), 2.5);
        assert_eq!(m.spread(&[0, 2], 3).row(2), [3.0, 0.0, 4.0]);
    }
}
