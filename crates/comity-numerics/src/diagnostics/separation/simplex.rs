//! The linear programme that decides separation.
//!
//! By Stiemke's lemma no direction separates exactly when Σᵢ αᵢ zᵢ = 0 for some α > 0. With
//! αᵢ = δᵢ + γᵢ, δ > 0 fixed, that is Σᵢ γᵢ zᵢ = −Σᵢ δᵢ zᵢ, γ ≥ 0: phase one of the simplex
//! method with as many constraints as columns of the design. When it ends infeasible, the
//! dual solution is a direction that separates. The δᵢ differ slightly from row to row so
//! that no pivot is degenerate; any positive values give the same answer.

use super::margins::scales;
use crate::dense::Matrix;
use crate::estimators::Observations;
use rayon::prelude::*;

/// Reduced costs, and pivots, below this are zero (columns are scaled to largest value 1).
const ZERO: f64 = 1e-9;
/// Pivots a column of the design may cost before giving up.
const PIVOTS_PER_COLUMN: usize = 60;
/// Rows priced by one task.
const CHUNK: usize = 4096;

/// A direction that separates, or `None` when there is none.
pub(super) fn direction(data: &Observations<'_>) -> Option<Vec<f64>> {
    let problem = Problem::new(data);
    let mut basis = Basis::new(problem.target(), problem.width);
    for _ in 0..PIVOTS_PER_COLUMN * (problem.width + 1) {
        let dual = basis.dual();
        match problem.entering(&dual) {
            Some(row) => basis.enter(&problem.signed_row(row))?,
            None => {
                // Σ artificial variables, relative to the scale of the target.
                if basis.infeasibility() <= ZERO {
                    return None;
                }
                return Some(problem.unscaled(&dual));
            }
        }
    }
    None
}

struct Problem<'a> {
    data: &'a Observations<'a>,
    width: usize,
    scales: Vec<f64>,
}

impl<'a> Problem<'a> {
    fn new(data: &'a Observations<'a>) -> Self {
        Self { data, width: data.design().width(), scales: scales(data.design()) }
    }

    /// zᵢ, scaled.
    fn signed_row(&self, i: usize) -> Vec<f64> {
        let sign = if self.data.y()[i] { 1.0 } else { -1.0 };
        let columns = self.data.design().columns().iter().zip(&self.scales);
        columns.map(|(c, s)| sign * c[i] / s).collect()
    }

    /// −Σᵢ δᵢ zᵢ / n, with δᵢ between 1 and 2.
    fn target(&self) -> Vec<f64> {
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        let n = self.data.design().rows() as f64;
        let columns = self.data.design().columns().iter().zip(&self.scales);
        columns
            .map(|(column, scale)| {
                let sum: f64 = column
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| self.data.weight(*i) > 0.0)
                    .map(|(i, v)| {
                        let shift = i as f64 * GOLDEN;
                        let delta = 1.0 + (shift - libm::floor(shift));
                        if self.data.y()[i] { delta * v } else { -delta * v }
                    })
                    .sum();
                -sum / (scale * n)
            })
            .collect()
    }

    /// The row with the largest zᵢ'π, if any is positive; the first of equals.
    fn entering(&self, dual: &[f64]) -> Option<usize> {
        let scaled: Vec<f64> = dual.iter().zip(&self.scales).map(|(d, s)| d / s).collect();
        let size = dual.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
        let rows = self.data.design().rows();
        let starts: Vec<usize> = (0..rows).step_by(CHUNK).collect();
        let best = starts
            .into_par_iter()
            .map(|start| self.best_of(start..(start + CHUNK).min(rows), &scaled))
            .collect::<Vec<_>>()
            .into_iter()
            .fold((0, 0.0), |best, this| if this.1 > best.1 { this } else { best });
        (best.1 > ZERO * size.max(1.0)).then_some(best.0)
    }

    fn best_of(&self, rows: std::ops::Range<usize>, dual: &[f64]) -> (usize, f64) {
        let mut values = vec![0.0; rows.len()];
        for (column, &d) in self.data.design().columns().iter().zip(dual) {
            if d != 0.0 {
                for (v, x) in values.iter_mut().zip(&column[rows.clone()]) {
                    *v += d * x;
                }
            }
        }
        let mut best = (rows.start, 0.0);
        for (i, v) in rows.zip(values) {
            let value = if self.data.y()[i] { v } else { -v };
            if value > best.1 && self.data.weight(i) > 0.0 {
                best = (i, value);
            }
        }
        best
    }

    /// The direction in units of the design's columns.
    fn unscaled(&self, dual: &[f64]) -> Vec<f64> {
        dual.iter().zip(&self.scales).map(|(d, s)| -d / s).collect()
    }
}

/// A basis of the phase-one programme, with its inverse.
struct Basis {
    inverse: Matrix,
    values: Vec<f64>,
    /// Whether the basic variable is artificial (cost 1) or a γ (cost 0).
    artificial: Vec<bool>,
    width: usize,
}

impl Basis {
    /// The artificial basis: one variable a constraint, with the sign of its target.
    fn new(target: Vec<f64>, width: usize) -> Self {
        Self {
            inverse: Matrix::from_fn(width, |i, j| match i == j {
                true if target[i] < 0.0 => -1.0,
                true => 1.0,
                false => 0.0,
            }),
            values: target.iter().map(|t| t.abs()).collect(),
            artificial: vec![true; width],
            width,
        }
    }

    /// Dual solution π = (B⁻¹)'c.
    fn dual(&self) -> Vec<f64> {
        let mut dual = vec![0.0; self.width];
        for (i, _) in self.artificial.iter().enumerate().filter(|(_, a)| **a) {
            for (d, b) in dual.iter_mut().zip(self.inverse.row(i)) {
                *d += b;
            }
        }
        dual
    }

    fn infeasibility(&self) -> f64 {
        self.artificial.iter().zip(&self.values).filter(|(a, _)| **a).map(|(_, v)| v).sum()
    }

    /// Brings a column into the basis; `None` when no variable limits it, which rounding
    /// alone can cause.
    fn enter(&mut self, column: &[f64]) -> Option<()> {
        let change = self.inverse.times_vector(column);
        let ratio = |k: usize| self.values[k] / change[k];
        let leaving = (0..self.width)
            .filter(|&k| change[k] > ZERO)
            .min_by(|&k, &l| ratio(k).total_cmp(&ratio(l)).then(change[l].total_cmp(&change[k])))?;
        let (pivot, step) = (change[leaving], ratio(leaving).max(0.0));
        let pivot_row: Vec<f64> = self.inverse.row(leaving).iter().map(|v| v / pivot).collect();
        for (k, &d) in change.iter().enumerate().filter(|(k, _)| *k != leaving) {
            self.values[k] = (self.values[k] - step * d).max(0.0);
            for (j, p) in pivot_row.iter().enumerate() {
                let v = self.inverse.get(k, j) - d * p;
                self.inverse.set(k, j, v);
            }
        }
        self.values[leaving] = step;
        for (j, p) in pivot_row.into_iter().enumerate() {
            self.inverse.set(leaving, j, p);
        }
        self.artificial[leaving] = false;
        Some(())
    }
}
