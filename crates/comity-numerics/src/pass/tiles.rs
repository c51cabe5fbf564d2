//! Sums of products of columns, in lanes and tiles.
//!
//! Every sum is kept in eight lanes, row by row, until the end, and products are taken in
//! tiles of columns, written so that the compiler keeps their sums in registers and compiled
//! for each width of vector registers. The lanes fix the order of additions, hence the sums are
//! the same on every processor; the shape of a tile only says which sums are taken together.

use super::run::BLOCK;
use crate::dense::Matrix;
pub(crate) use crate::dense::{Aligned, LANES, Lane};
use pulp::{Arch, NullaryFnOnce};

/// Columns on a side of a tile where there are 32 registers of eight numbers, and elsewhere.
const WIDE: usize = 4;
const NARROW: usize = 2;
/// Columns from which square tiles save more loads than they waste on both sides of the diagonal.
const MANY: usize = 16;

/// One column of a block, in lanes.
pub(crate) type Lanes = [Lane; BLOCK / LANES];

pub(crate) const ZEROS: Lanes = [[0.0; LANES]; BLOCK / LANES];

/// The last rows of a column, in lanes, with zeros behind them.
pub(crate) fn padded(values: &[f64]) -> Lanes {
    let mut lanes = ZEROS;
    lanes.as_flattened_mut()[..values.len()].copy_from_slice(values);
    lanes
}

/// A weighted cross-product of columns while it is summed.
pub(crate) struct Gram {
    width: usize,
    /// The width, rounded up to whole tiles.
    padded: usize,
    /// Row by row, `padded` columns; only tiles that touch the lower triangle are filled.
    sums: Vec<Aligned<Lane>>,
}

impl Gram {
    /// Of so many columns; with none, nothing is summed.
    pub(crate) fn new(width: usize) -> Self {
        let padded = Self::padded_width(width);
        Self { width, padded, sums: vec![Aligned([0.0; LANES]); padded * padded] }
    }

    /// A number of columns rounded up to whole tiles.
    pub(crate) fn padded_width(width: usize) -> usize {
        width.next_multiple_of(WIDE)
    }

    /// The number of columns that [`Gram::add_block`] expects.
    pub(crate) fn padded(&self) -> usize {
        self.padded
    }

    /// Sets all sums to zero.
    pub(crate) fn clear(&mut self) {
        self.sums.fill(Aligned([0.0; LANES]));
    }

    /// Adds the sums of other rows.
    pub(crate) fn add(&mut self, other: &Self) {
        for (a, b) in self.sums.iter_mut().zip(&other.sums) {
            for (a, b) in a.iter_mut().zip(b.iter()) {
                *a += b;
            }
        }
    }

    /// Adds the products of a block's weighted columns with its columns.
    pub(crate) fn add_block(&mut self, weighted: &[Aligned<Lanes>], columns: &[&Lanes]) {
        match Arch::new() {
            #[cfg(target_arch = "x86_64")]
            Arch::V4(arch) if self.width >= MANY => {
                pulp::Simd::vectorize(arch, AddTiles::<'_, WIDE, WIDE>(self, weighted, columns));
            }
            #[cfg(target_arch = "x86_64")]
            Arch::V4(arch) => {
                pulp::Simd::vectorize(arch, AddTiles::<'_, NARROW, WIDE>(self, weighted, columns));
            }
            arch => arch.dispatch(AddTiles::<'_, NARROW, NARROW>(self, weighted, columns)),
        }
    }

    #[inline(always)]
    fn tiles_of<const I: usize, const J: usize>(
        &mut self,
        weighted: &[Aligned<Lanes>],
        columns: &[&Lanes],
    ) {
        let rows = self.sums.chunks_exact_mut(I * self.padded);
        // Rows that are only padding are left out.
        let whole = self.width.div_ceil(I);
        let weighted = weighted.as_chunks::<I>().0.iter().take(whole);
        for (i, (weighted, rows)) in weighted.zip(rows).enumerate() {
            // Tiles up to the one that holds the diagonal.
            let touched = (I * i + I - 1) / J + 1;
            let columns = columns.as_chunks::<J>().0.iter().take(touched);
            for (j, columns) in columns.enumerate() {
                tile(weighted.each_ref().map(|w| &w.0), *columns, &mut rows[j * J..], self.padded);
            }
        }
    }

    /// The cross-product.
    pub(crate) fn matrix(&self) -> Matrix {
        let mut all = Matrix::zeros(self.width);
        self.write(&mut all);
        all
    }

    /// Puts the cross-product into a matrix of its size.
    pub(crate) fn write(&self, all: &mut Matrix) {
        for i in 0..self.width {
            for (j, sums) in self.sums[i * self.padded..].iter().take(i + 1).enumerate() {
                let sum = fold(sums.0);
                all.set(i, j, sum);
                all.set(j, i, sum);
            }
        }
    }
}

/// [`Gram::tiles_of`], compiled by itself.
struct AddTiles<'a, const I: usize, const J: usize>(
    &'a mut Gram,
    &'a [Aligned<Lanes>],
    &'a [&'a Lanes],
);

impl<const I: usize, const J: usize> NullaryFnOnce for AddTiles<'_, I, J> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.tiles_of::<I, J>(self.1, self.2);
    }
}

/// Adds the product of one column with each of `columns` to its sum; both are whole tiles.
#[inline(always)]
pub(crate) fn add_products(one: &Lanes, columns: &[&Lanes], sums: &mut [Aligned<Lane>]) {
    for (sums, columns) in sums.chunks_exact_mut(WIDE).zip(columns.as_chunks::<WIDE>().0) {
        tile([one], *columns, sums, WIDE);
    }
}

/// The total of eight running sums.
pub(crate) fn fold(s: Lane) -> f64 {
    ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

/// Adds the products of I columns with J columns to their sums, of which a row begins every
/// `stride`.
#[inline(always)]
fn tile<const I: usize, const J: usize>(
    a: [&Lanes; I],
    b: [&Lanes; J],
    into: &mut [Aligned<Lane>],
    stride: usize,
) {
    // Entry by entry: copied as a slice, the sums would go through memory on their way.
    let mut sums: [[Lane; J]; I] =
        std::array::from_fn(|i| std::array::from_fn(|j| into[i * stride + j].0));
    for r in 0..BLOCK / LANES {
        let x = a.map(|a| a[r]);
        let y = b.map(|b| b[r]);
        for (row, x) in sums.iter_mut().zip(&x) {
            for (sum, y) in row.iter_mut().zip(&y) {
                for ((s, x), y) in sum.iter_mut().zip(x).zip(y) {
                    *s = x.mul_add(*y, *s);
                }
            }
        }
    }
    for (into, sums) in into.chunks_mut(stride).zip(sums) {
        into[..J].copy_from_slice(&sums.map(Aligned));
    }
}
