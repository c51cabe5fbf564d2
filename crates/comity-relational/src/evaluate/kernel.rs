//! Σ w u, Σ w u x and Σ w u x x' over contiguous arrays.
//!
//! Every sum is kept in eight lanes, element by element, and folded at the end: the order of
//! additions is fixed, products are added without rounding in between (in software where a
//! processor cannot), and the result is the same on every processor.
//! Few columns are summed in one pass; of many, products of weighted with plain columns are
//! taken two by two, so that four sums share four loads and stay in registers.

#![expect(clippy::needless_range_loop, reason = "closures lose the vector registers")]

use super::lanes::{LANES, Lane, add_product, fold, full, plus, product, rest, sum, tile, zero};
use pulp::{Arch, Simd, WithSimd};

/// Most elements worked on together.
pub(crate) const BLOCK: usize = 256;

/// Weighted columns of a block.
pub(crate) type Weighted = Vec<[f64; BLOCK]>;

/// Number of sums of so many columns: one, each column, each pair.
pub(crate) const fn packed(width: usize) -> usize {
    1 + width + width * (width + 1) / 2
}

/// The place of the product of columns `k` ≥ `l`.
#[inline(always)]
pub(crate) const fn pair(width: usize, k: usize, l: usize) -> usize {
    1 + width + k * (k + 1) / 2 + l
}

/// Sums of up to `K` columns in registers.
struct Registers<S: Simd, const P: usize, const K: usize> {
    total: Lane<S, P>,
    first: [Lane<S, P>; K],
    second: [[Lane<S, P>; K]; K],
}

impl<S: Simd, const P: usize, const K: usize> Registers<S, P, K> {
    #[inline(always)]
    fn add(&mut self, simd: S, w: &Lane<S, P>, u: &Lane<S, P>, x: &[Lane<S, P>; K]) {
        let weight = product(simd, w, u);
        plus(simd, &mut self.total, &weight);
        for k in 0..K {
            add_product(simd, &mut self.first[k], &weight, &x[k]);
            let weighted = product(simd, &weight, &x[k]);
            for l in 0..=k {
                add_product(simd, &mut self.second[k][l], &weighted, &x[l]);
            }
        }
    }
}

struct Sums<'a> {
    w: &'a [f64],
    u: &'a [f64],
    columns: &'a [&'a [f64]],
    weighted: &'a mut Weighted,
    out: &'a mut [f64],
}

impl Sums<'_> {
    /// Every sum in one pass, in registers: for as many columns as they have room for.
    #[inline(always)]
    fn at_once<S: Simd, const P: usize, const K: usize>(self, simd: S) {
        let n = self.w.len();
        let whole = n / LANES;
        let zero = zero::<S, P>(simd);
        let mut sums =
            Registers::<S, P, K> { total: zero, first: [zero; K], second: [[zero; K]; K] };
        let (all_w, all_u) = (self.w, &self.u[..n]);
        let (w, u) = (&full::<S, P>(all_w)[..whole], &full::<S, P>(all_u)[..whole]);
        let mut columns = [full::<S, P>(&[]); K];
        for k in 0..K {
            columns[k] = &full::<S, P>(&self.columns[k][..n])[..whole];
        }
        let mut x = [zero; K];
        for c in 0..whole {
            for k in 0..K {
                x[k] = columns[k][c];
            }
            sums.add(simd, &w[c], &u[c], &x);
        }
        if !n.is_multiple_of(LANES) {
            for k in 0..K {
                x[k] = rest::<S, P>(simd, &self.columns[k][..n]);
            }
            sums.add(simd, &rest::<S, P>(simd, all_w), &rest::<S, P>(simd, all_u), &x);
        }
        self.out[0] += fold::<S, P>(simd, &sums.total);
        for k in 0..K {
            self.out[1 + k] += fold::<S, P>(simd, &sums.first[k]);
            for l in 0..=k {
                self.out[pair(K, k, l)] += fold::<S, P>(simd, &sums.second[k][l]);
            }
        }
    }

    /// Fills the weighted columns: the weights, then each column times them.
    #[inline(always)]
    fn weigh(&mut self) {
        let n = self.w.len();
        if self.weighted.len() <= self.columns.len() {
            self.weighted.resize(self.columns.len() + 1, [0.0; BLOCK]);
        }
        let Some((weights, products)) = self.weighted.split_first_mut() else { return };
        for ((to, w), u) in weights[..n].iter_mut().zip(self.w).zip(self.u) {
            *to = w * u;
        }
        for (product, column) in products.iter_mut().zip(self.columns) {
            for ((to, w), x) in product[..n].iter_mut().zip(&weights[..n]).zip(*column) {
                *to = w * x;
            }
        }
    }

    #[inline(always)]
    fn by_tiles<S: Simd, const P: usize>(mut self, simd: S) {
        self.weigh();
        let n = self.w.len();
        let width = self.columns.len();
        let weights = &self.weighted[0][..n];
        self.out[0] += sum::<S, P>(simd, weights);
        let columns = |k: usize| -> &[f64] { &self.columns[k][..n] };
        let products = |k: usize| -> &[f64] { &self.weighted[k + 1][..n] };
        for k in (0..width).step_by(2) {
            if k + 1 < width {
                let [[a, b]] = tile::<S, P, 1, 2>(simd, [weights], [columns(k), columns(k + 1)]);
                self.out[1 + k] += a;
                self.out[2 + k] += b;
            } else {
                self.out[1 + k] += tile::<S, P, 1, 1>(simd, [weights], [columns(k)])[0][0];
            }
            for l in (0..=k).step_by(2) {
                let own = products(k);
                if k + 1 < width {
                    let b = [columns(l), columns(l + 1)];
                    let [[aa, ab], [ba, bb]] = tile::<S, P, 2, 2>(simd, [own, products(k + 1)], b);
                    self.out[pair(width, k, l)] += aa;
                    self.out[pair(width, k + 1, l)] += ba;
                    self.out[pair(width, k + 1, l + 1)] += bb;
                    if l < k {
                        self.out[pair(width, k, l + 1)] += ab;
                    }
                } else if l < k {
                    let [[a, b]] = tile::<S, P, 1, 2>(simd, [own], [columns(l), columns(l + 1)]);
                    self.out[pair(width, k, l)] += a;
                    self.out[pair(width, k, l + 1)] += b;
                } else {
                    self.out[pair(width, k, k)] +=
                        tile::<S, P, 1, 1>(simd, [own], [columns(k)])[0][0];
                }
            }
        }
    }
}

impl WithSimd for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match (S::F64_LANES, self.columns.len()) {
            (8, 1) => self.at_once::<S, 1, 1>(simd),
            (8, 2) => self.at_once::<S, 1, 2>(simd),
            (8, 3) => self.at_once::<S, 1, 3>(simd),
            (8, 4) => self.at_once::<S, 1, 4>(simd),
            (8, 5) => self.at_once::<S, 1, 5>(simd),
            (8, _) => self.by_tiles::<S, 1>(simd),
            (4, 1) => self.at_once::<S, 2, 1>(simd),
            (4, 2) => self.at_once::<S, 2, 2>(simd),
            (4, _) => self.by_tiles::<S, 2>(simd),
            (2, _) => self.by_tiles::<S, 4>(simd),
            _ => self.by_tiles::<S, 8>(simd),
        }
    }
}

/// Σ w u alone.
struct Total<'a>(&'a [f64], &'a [f64]);

impl WithSimd for Total<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f64 {
        let (w, u) = ([self.0], [&self.1[..self.0.len()]]);
        match S::F64_LANES {
            8 => tile::<S, 1, 1, 1>(simd, w, u)[0][0],
            4 => tile::<S, 2, 1, 1>(simd, w, u)[0][0],
            2 => tile::<S, 4, 1, 1>(simd, w, u)[0][0],
            _ => tile::<S, 8, 1, 1>(simd, w, u)[0][0],
        }
    }
}

/// Σ w u over equally long arrays.
pub(crate) fn total(arch: Arch, w: &[f64], u: &[f64]) -> f64 {
    arch.dispatch(Total(w, u))
}

/// Adds the sums over `w.len()` elements, at most a block, to `out`, in the order of
/// [`packed`].
pub(crate) fn add(
    arch: Arch,
    w: &[f64],
    u: &[f64],
    columns: &[&[f64]],
    weighted: &mut Weighted,
    out: &mut [f64],
) {
    arch.dispatch(Sums { w, u, columns, weighted, out });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Integers add without rounding, so the sums equal plain ones exactly.
    #[test]
    fn sums_equal_plain_sums() {
        let mut weighted = Weighted::new();
        for n in [0, 1, 3, 4, 5, 31, 256] {
            for width in 0..8 {
                let w: Vec<f64> = (0..n).map(|i| (i % 5) as f64).collect();
                let u: Vec<f64> = (0..n).map(|i| (i % 3) as f64 - 1.0).collect();
                let x: Vec<Vec<f64>> = (0..width)
                    .map(|k| (0..n).map(|i| ((i * (k + 3) + k) % 7) as f64).collect())
                    .collect();
                let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
                let mut out = vec![1.0; packed(width)];
                add(Arch::new(), &w, &u, &columns, &mut weighted, &mut out);
                let sum = |f: &dyn Fn(usize) -> f64| {
                    1.0 + (0..n).map(|i| w[i] * u[i] * f(i)).sum::<f64>()
                };
                assert_eq!(out[0], sum(&|_| 1.0));
                for k in 0..width {
                    assert_eq!(out[1 + k], sum(&|i| x[k][i]));
                    for l in 0..=k {
                        assert_eq!(out[pair(width, k, l)], sum(&|i| x[k][i] * x[l][i]));
                    }
                }
                assert_eq!(total(Arch::new(), &w, &u), sum(&|_| 1.0) - 1.0);
            }
        }
    }
}
