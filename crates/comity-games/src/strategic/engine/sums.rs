//! Sums over the rows: log-likelihood, gradient and Hessian in the coefficients.
//!
//! With g and H the derivatives of a row's log-likelihood in its indices and X the matrix
//! that turns coefficients into indices, the row adds X'g and X'HX. Rows are taken in chunks
//! of 4,096; chunks may run on several threads, but their sums are added in row order.

use super::index::{Index, Problem, RowModel};
use crate::dual::Dual;
use comity_numerics::Matrix;
use rayon::prelude::*;
use std::ops::Range;

/// Rows that are worked on together.
const BLOCK: usize = 128;
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

/// One number a row of a block.
type Lane = [f64; BLOCK];

/// What a chunk of rows sums to, with the space it needs.
struct Sums {
    value: f64,
    gradient: Vec<f64>,
    hessian: Vec<f64>,
    eta: Vec<Lane>,
    first: Vec<Lane>,
    second: Vec<Lane>,
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
        let first: Vec<[f64; K]> = (0..self.size.rows)
            .into_par_iter()
            .map(|i| {
                let mut row = Dual::constant(0.0);
                self.row(theta, i, &mut row);
                row.gradient().map(|g| self.weight(i) * g)
            })
            .collect();
        let mut scores = vec![vec![0.0; self.size.rows]; self.size.parameters];
        for group in &self.groups {
            for (j, column) in &group.terms {
                for ((s, x), g) in scores[*j].iter_mut().zip(*column).zip(&first) {
                    let total: f64 = group.into.iter().map(|&k| g[k]).sum();
                    *s += total * x;
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

    fn chunk(&self, theta: &[f64], rows: Range<usize>) -> Sums {
        let n = self.size.parameters;
        let mut sums = Sums {
            value: 0.0,
            gradient: vec![0.0; n],
            hessian: vec![0.0; n * n],
            eta: vec![[0.0; BLOCK]; K],
            first: vec![[0.0; BLOCK]; K],
            second: vec![[0.0; BLOCK]; K * (K + 1) / 2],
        };
        for start in rows.clone().step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows.end);
            self.fill(&mut sums, theta, block.clone());
            self.accumulate(&mut sums, block);
        }
        sums
    }

    /// The derivatives of each row of a block.
    fn fill(&self, sums: &mut Sums, theta: &[f64], block: Range<usize>) {
        for (lane, fixed) in sums.eta.iter_mut().zip(&self.fixed) {
            lane.fill(*fixed);
        }
        for group in &self.groups {
            let mut part = [0.0; BLOCK];
            for (j, column) in &group.terms {
                for (p, x) in part.iter_mut().zip(&column[block.clone()]) {
                    *p += theta[*j] * x;
                }
            }
            for &k in &group.into {
                add(&mut sums.eta[k], &part);
            }
        }
        let mut row = Dual::constant(0.0);
        for (b, i) in block.enumerate() {
            let eta: [f64; K] = std::array::from_fn(|k| sums.eta[k][b]);
            let w = self.weight(i);
            self.model.row(i, &eta, &mut row);
            if w == 0.0 {
                sums.first.iter_mut().for_each(|lane| lane[b] = 0.0);
                sums.second.iter_mut().for_each(|lane| lane[b] = 0.0);
                continue;
            }
            sums.value += w * row.value();
            let mut pair = 0;
            for r in 0..K {
                sums.first[r][b] = w * row.gradient()[r];
                for s in 0..=r {
                    sums.second[pair][b] = w * row.second(r, s);
                    pair += 1;
                }
            }
        }
    }

    /// Adds X'g and X'HX of a block.
    fn accumulate(&self, sums: &mut Sums, block: Range<usize>) {
        let n = self.size.parameters;
        let length = block.len();
        let (mut both, mut weighted) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (g, group) in self.groups.iter().enumerate() {
            let mut first = [0.0; BLOCK];
            for &k in &group.into {
                add(&mut first, &sums.first[k]);
            }
            for (j, column) in &group.terms {
                sums.gradient[*j] += dot(&first[..length], &column[block.clone()]);
            }
            for (h, other) in self.groups[..=g].iter().enumerate() {
                between(group, other, &sums.second, &mut both);
                for (a, (j, left)) in group.terms.iter().enumerate() {
                    for ((w, x), m) in weighted.iter_mut().zip(&left[block.clone()]).zip(&both) {
                        *w = m * x;
                    }
                    let upto = if g == h { a + 1 } else { other.terms.len() };
                    for (l, right) in &other.terms[..upto] {
                        let sum = dot(&weighted[..length], &right[block.clone()]);
                        sums.hessian[j * n + l] += sum;
                        if g != h || j != l {
                            sums.hessian[l * n + j] += sum;
                        }
                    }
                }
            }
        }
    }
}

/// Puts the sum of the second derivatives between the indices of two groups in `sum`.
fn between(left: &Index<'_>, right: &Index<'_>, second: &[Lane], sum: &mut Lane) {
    sum.fill(0.0);
    for &r in &left.into {
        for &s in &right.into {
            let (high, low) = (r.max(s), r.min(s));
            add(sum, &second[high * (high + 1) / 2 + low]);
        }
    }
}

fn add(to: &mut [f64], what: &[f64]) {
    for (t, w) in to.iter_mut().zip(what) {
        *t += w;
    }
}

/// The inner product, in four running sums.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a4, a_rest) = a.as_chunks::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (x, y) in a4.iter().zip(b4) {
        for ((s, x), y) in sums.iter_mut().zip(x).zip(y) {
            *s += x * y;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
