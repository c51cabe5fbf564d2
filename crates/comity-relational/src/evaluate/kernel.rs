//! Σ w u, Σ w u x and Σ w u x x' over contiguous arrays.
//!
//! Every sum is kept in eight lanes, element by element, and folded at the end: the order of
//! additions is fixed, nothing is fused, and the result is the same on every processor.
//! Products of weighted with plain columns are taken two by two, so that four sums share four
//! loads and stay in registers.

use pulp::{Arch, NullaryFnOnce};

/// Running sums of a number.
const LANES: usize = 8;
/// Most elements worked on together.
pub(crate) const BLOCK: usize = 256;

type Lane = [f64; LANES];

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

#[inline(always)]
fn fold(s: Lane) -> f64 {
    ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

/// The elements behind the last full lane, with zeros behind them.
#[inline(always)]
fn rest(values: &[f64]) -> Lane {
    let rest = values.as_chunks::<LANES>().1;
    let mut lane = [0.0; LANES];
    lane[..rest.len()].copy_from_slice(rest);
    lane
}

/// Sums of products of each of `a` with each of `b`, all of one length.
#[inline(always)]
fn tile<const I: usize, const J: usize>(a: [&[f64]; I], b: [&[f64]; J]) -> [[f64; J]; I] {
    let mut sums = [[[0.0; LANES]; J]; I];
    let n = a[0].len();
    let (x, y) = (a.map(|a| &a[..n]), b.map(|b| &b[..n]));
    for c in 0..n / LANES {
        let x = x.map(|a| lane(a, c));
        let y = y.map(|b| lane(b, c));
        multiply(&mut sums, x, y);
    }
    // Sums have to stay out of reach of running indices to stay in registers.
    if !n.is_multiple_of(LANES) {
        multiply(&mut sums, x.map(rest), y.map(rest));
    }
    sums.map(|row| row.map(fold))
}

#[inline(always)]
fn lane(values: &[f64], c: usize) -> Lane {
    values.as_chunks::<LANES>().0.get(c).copied().unwrap_or([0.0; LANES])
}

#[inline(always)]
fn multiply<const I: usize, const J: usize>(sums: &mut [[Lane; J]; I], x: [Lane; I], y: [Lane; J]) {
    for (row, x) in sums.iter_mut().zip(&x) {
        for (sum, y) in row.iter_mut().zip(&y) {
            for ((s, x), y) in sum.iter_mut().zip(x).zip(y) {
                *s += x * y;
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
}

impl NullaryFnOnce for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        self.weigh();
        let n = self.w.len();
        let width = self.columns.len();
        let weights = &self.weighted[0][..n];
        self.out[0] += sum(weights);
        let columns = |k: usize| -> &[f64] { &self.columns[k][..n] };
        let products = |k: usize| -> &[f64] { &self.weighted[k + 1][..n] };
        for k in (0..width).step_by(2) {
            if k + 1 < width {
                let [[a, b]] = tile([weights], [columns(k), columns(k + 1)]);
                self.out[1 + k] += a;
                self.out[2 + k] += b;
            } else {
                self.out[1 + k] += tile([weights], [columns(k)])[0][0];
            }
            for l in (0..=k).step_by(2) {
                if k + 1 < width {
                    let b = [columns(l), columns(l + 1)];
                    let [[aa, ab], [ba, bb]] = tile([products(k), products(k + 1)], b);
                    self.out[pair(width, k, l)] += aa;
                    self.out[pair(width, k + 1, l)] += ba;
                    self.out[pair(width, k + 1, l + 1)] += bb;
                    if l < k {
                        self.out[pair(width, k, l + 1)] += ab;
                    }
                } else if l < k {
                    let [[a, b]] = tile([products(k)], [columns(l), columns(l + 1)]);
                    self.out[pair(width, k, l)] += a;
                    self.out[pair(width, k, l + 1)] += b;
                } else {
                    self.out[pair(width, k, k)] += tile([products(k)], [columns(k)])[0][0];
                }
            }
        }
    }
}

#[inline(always)]
fn sum(values: &[f64]) -> f64 {
    let mut sum = [0.0; LANES];
    for lane in values.as_chunks::<LANES>().0 {
        sum.iter_mut().zip(lane).for_each(|(s, v)| *s += v);
    }
    let last = rest(values);
    sum.iter_mut().zip(&last).for_each(|(s, v)| *s += v);
    fold(sum)
}

/// Σ w u alone.
struct Total<'a>(&'a [f64], &'a [f64]);

impl NullaryFnOnce for Total<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        tile([self.0], [&self.1[..self.0.len()]])[0][0]
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
