//! Sums over the rows: log-likelihood, gradient and Hessian in the coefficients.
//!
//! With g and H the derivatives of a row's log-likelihood in its indices and X the matrix
//! that turns coefficients into indices, the row adds X'g and X'HX. Rows are taken in chunks
//! of 4,096; chunks may run on several threads, but their sums are added in row order.

use super::block::{Accumulate, BLOCK, Block, Indices, Lane, wide};
use super::index::{Problem, RowModel};
use crate::dual::Dual;
use comity_numerics::Matrix;
use rayon::prelude::*;
use std::ops::Range;

/// Rows of a chunk, the unit of parallel work.
const CHUNK: usize = 32 * BLOCK;

/// The objective at one point.
#[derive(Clone)]
pub(super) struct Point {
    pub(super) theta: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) objective: f64,
    pub(super) gradient: Vec<f64>,
    /// The negative Hessian of the objective.
    pub(super) information: Matrix,
}

/// What a chunk of rows sums to.
struct Sums {
    value: f64,
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

impl<M: RowModel<K>, const K: usize> Problem<'_, M, K> {
    /// The objective at `theta`; nothing where it is not a number.
    pub(super) fn point(&self, theta: Vec<f64>) -> Option<Point> {
        let n = self.size.parameters;
        let chunks: Vec<usize> = (0..self.size.rows).step_by(CHUNK).collect();
        let run = |start: usize| self.chunk(&theta, start..(start + CHUNK).min(self.size.rows));
        let parts: Vec<Sums> = if chunks.len() <= 1 {
            chunks.into_iter().map(run).collect()
        } else {
            chunks.into_par_iter().map(run).collect()
        };
        let mut log_likelihood = 0.0;
        let mut gradient = vec![0.0; n];
        let mut hessian = vec![0.0; n * n];
        for part in &parts {
            log_likelihood += part.value;
            add(&mut gradient, &part.gradient);
            add(&mut hessian, &part.hessian);
        }
        let mut information = Matrix::from_fn(n, |i, j| -hessian[i * n + j]);
        let mut objective = log_likelihood;
        for (j, t) in theta.iter().enumerate() {
            let (value, slope, second) = self.prior.term(j, *t);
            objective += value;
            gradient[j] += slope;
            information.set(j, j, information.get(j, j) - second);
        }
        let finite = objective.is_finite()
            && gradient.iter().all(|g| g.is_finite())
            && hessian.iter().all(|h| h.is_finite());
        finite.then_some(Point { theta, log_likelihood, objective, gradient, information })
    }

    /// The score of each row in each coefficient, weights included: one column a coefficient.
    pub(in crate::strategic) fn scores(&self, theta: &[f64]) -> Vec<Vec<f64>> {
        let blocks: Vec<Range<usize>> = self.blocks(0..self.size.rows).collect();
        let first: Vec<Vec<Lane>> = blocks
            .par_iter()
            .map(|rows| {
                let mut block = Block::of(K);
                self.fill(&mut block, theta, rows.clone());
                block.first
            })
            .collect();
        let mut scores = vec![vec![0.0; self.size.rows]; self.size.parameters];
        for group in &self.groups {
            for (rows, first) in blocks.iter().zip(&first) {
                let mut total = [0.0; BLOCK];
                for &k in &group.into {
                    total.iter_mut().zip(&first[k]).for_each(|(t, g)| *t += g);
                }
                for (j, column) in &group.terms {
                    let (into, column) = (&mut scores[*j][rows.clone()], &column[rows.clone()]);
                    for ((s, x), g) in into.iter_mut().zip(column).zip(&total) {
                        *s += g * x;
                    }
                }
            }
        }
        scores
    }

    /// What the model says of one row, without its weight.
    pub(in crate::strategic) fn row(&self, theta: &[f64], i: usize, into: &mut Dual<K>) {
        self.model.row(i, &self.indices(theta, i), into);
    }

    /// The indices of one row.
    pub(in crate::strategic) fn indices(&self, theta: &[f64], i: usize) -> [f64; K] {
        let mut eta = self.fixed;
        for group in &self.groups {
            let sum: f64 = group.terms.iter().map(|(j, column)| theta[*j] * column[i]).sum();
            for &k in &group.into {
                eta[k] += sum;
            }
        }
        eta
    }

    /// The largest change of any index of any row when the coefficients change by `by`.
    pub(super) fn reach(&self, by: &[f64]) -> f64 {
        let change = |i: usize| {
            let eta = self.indices(by, i);
            eta.iter().zip(&self.fixed).fold(0.0, |m, (e, f)| f64::max(m, (e - f).abs()))
        };
        (0..self.size.rows).map(change).fold(0.0, f64::max)
    }

    /// Ranges of at most [`BLOCK`] rows.
    fn blocks(&self, rows: Range<usize>) -> impl Iterator<Item = Range<usize>> + use<M, K> {
        rows.clone().step_by(BLOCK).map(move |start| start..(start + BLOCK).min(rows.end))
    }

    fn chunk(&self, theta: &[f64], rows: Range<usize>) -> Sums {
        let n = self.size.parameters;
        let mut sums = Sums { value: 0.0, gradient: vec![0.0; n], hessian: vec![0.0; n * n] };
        let mut block = Block::of(K);
        for rows in self.blocks(rows) {
            sums.value += self.fill(&mut block, theta, rows.clone());
            wide(Accumulate {
                groups: &self.groups,
                rows,
                block: &block,
                gradient: &mut sums.gradient,
                hessian: &mut sums.hessian,
            });
        }
        sums
    }

    /// The derivatives of each row of a block; the sum of their log-likelihoods.
    fn fill(&self, block: &mut Block, theta: &[f64], rows: Range<usize>) -> f64 {
        wide(Indices {
            groups: &self.groups,
            fixed: &self.fixed,
            theta,
            rows: rows.clone(),
            eta: &mut block.eta,
        });
        self.model.block(rows, self.weights, block)
    }
}

fn add(to: &mut [f64], what: &[f64]) {
    for (t, w) in to.iter_mut().zip(what) {
        *t += w;
    }
}
