//! Rows side by side: what a block of them holds, and sums over its lanes in as wide registers as
//! the processor has.

use super::index::Index;
use comity_numerics::Matrix;
use pulp::{Arch, NullaryFnOnce};
use std::ops::Range;

/// Rows that are worked on together.
pub(in crate::strategic) const BLOCK: usize = 128;
/// Running sums of an inner product.
const SUMS: usize = 16;

/// One number a row of a block.
pub(in crate::strategic) type Lane = [f64; BLOCK];

/// The indices of a block of rows, with the derivatives of the rows' log-likelihood in them.
pub(in crate::strategic) struct Block {
    pub(in crate::strategic) eta: Vec<Lane>,
    pub(in crate::strategic) first: Vec<Lane>,
    /// In index r and index s ≤ r, in the order (0, 0), (1, 0), (1, 1), (2, 0), …
    pub(in crate::strategic) second: Vec<Lane>,
}

impl Block {
    pub(in crate::strategic) fn of(indices: usize) -> Self {
        Self {
            eta: vec![[0.0; BLOCK]; indices],
            first: vec![[0.0; BLOCK]; indices],
            second: vec![[0.0; BLOCK]; indices * (indices + 1) / 2],
        }
    }
}

/// Puts the indices of some rows in `eta`.
pub(super) struct Indices<'a, 'b> {
    pub(super) groups: &'a [Index<'b>],
    pub(super) fixed: &'a [f64],
    pub(super) theta: &'a [f64],
    pub(super) rows: Range<usize>,
    pub(super) eta: &'a mut [Lane],
}

impl NullaryFnOnce for Indices<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (lane, fixed) in self.eta.iter_mut().zip(self.fixed) {
            lane.fill(*fixed);
        }
        for group in self.groups {
            let mut part = [0.0; BLOCK];
            for (j, column) in &group.terms {
                let by = self.theta[*j];
                for (p, x) in part.iter_mut().zip(&column[self.rows.clone()]) {
                    *p = by.mul_add(*x, *p);
                }
            }
            for &k in &group.into {
                add(&mut self.eta[k], &part);
            }
        }
    }
}

/// Adds X'g and X'HX of a block.
pub(super) struct Accumulate<'a, 'b> {
    pub(super) groups: &'a [Index<'b>],
    pub(super) rows: Range<usize>,
    pub(super) block: &'a Block,
    pub(super) gradient: &'a mut [f64],
    pub(super) hessian: &'a mut [f64],
}

impl NullaryFnOnce for Accumulate<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let n = self.gradient.len();
        let length = self.rows.len();
        let (mut both, mut weighted) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (g, group) in self.groups.iter().enumerate() {
            let mut first = [0.0; BLOCK];
            for &k in &group.into {
                add(&mut first, &self.block.first[k]);
            }
            for (j, column) in &group.terms {
                self.gradient[*j] += dot(&first[..length], &column[self.rows.clone()]);
            }
            for (h, other) in self.groups[..=g].iter().enumerate() {
                between(group, other, &self.block.second, &mut both);
                for (a, (j, left)) in group.terms.iter().enumerate() {
                    let left = &left[self.rows.clone()];
                    for ((w, x), m) in weighted.iter_mut().zip(left).zip(&both) {
                        *w = m * x;
                    }
                    let upto = if g == h { a + 1 } else { other.terms.len() };
                    for (l, right) in &other.terms[..upto] {
                        let sum = dot(&weighted[..length], &right[self.rows.clone()]);
                        self.hessian[j * n + l] += sum;
                        if g != h || j != l {
                            self.hessian[l * n + j] += sum;
                        }
                    }
                }
            }
        }
    }
}

/// Puts the sum of the second derivatives between the indices of two groups in `sum`.
#[inline(always)]
fn between(left: &Index<'_>, right: &Index<'_>, second: &[Lane], sum: &mut Lane) {
    sum.fill(0.0);
    for &r in &left.into {
        for &s in &right.into {
            let (high, low) = (r.max(s), r.min(s));
            add(sum, &second[high * (high + 1) / 2 + low]);
        }
    }
}

#[inline(always)]
fn add(to: &mut Lane, what: &Lane) {
    for k in 0..BLOCK {
        to[k] += what[k];
    }
}

/// The inner product, in sixteen running sums.
#[inline(always)]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_full, a_rest) = a.as_chunks::<SUMS>();
    let (b_full, b_rest) = b.as_chunks::<SUMS>();
    let mut sums = [0.0; SUMS];
    for (x, y) in a_full.iter().zip(b_full) {
        for k in 0..SUMS {
            sums[k] = x[k].mul_add(y[k], sums[k]);
        }
    }
    for (k, (x, y)) in a_rest.iter().zip(b_rest).enumerate() {
        sums[k] = x.mul_add(*y, sums[k]);
    }
    let mut half = SUMS / 2;
    while half > 0 {
        for k in 0..half {
            sums[k] += sums[k + half];
        }
        half /= 2;
    }
    sums[0]
}

/// The inner products of all columns.
pub(super) fn cross(columns: &[Vec<f64>]) -> Matrix {
    struct All<'a>(&'a [Vec<f64>]);
    impl NullaryFnOnce for All<'_> {
        type Output = Matrix;

        #[inline(always)]
        fn call(self) -> Matrix {
            let n = self.0.len();
            let mut all = vec![0.0; n * n];
            for i in 0..n {
                for j in 0..=i {
                    all[i * n + j] = dot(&self.0[i], &self.0[j]);
                }
            }
            Matrix::from_fn(n, |i, j| all[i.max(j) * n + i.min(j)])
        }
    }
    wide(All(columns))
}

/// Runs what was compiled for the widest registers that the processor has.
pub(in crate::strategic) fn wide<F: NullaryFnOnce>(what: F) -> F::Output {
    Arch::new().dispatch(what)
}
