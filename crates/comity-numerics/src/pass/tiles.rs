//! Sums of products of columns, in lanes and tiles.
//!
//! Every sum is kept in eight lanes, row by row, until the end, and products are taken in
//! tiles of columns, written so that the compiler keeps their sums in registers and compiled
//! for each width of vector registers. The lanes fix the order of additions, hence the sums are
//! the same on every processor; the shape of a tile only says which sums are taken together.

use super::run::BLOCK;
use crate::dense::Matrix;
use pulp::{Arch, NullaryFnOnce};

/// Running sums of a number.
pub(crate) const LANES: usize = 8;
/// Weighted columns of a tile.
const TILE_I: usize = 2;
/// Plain columns of a tile where there are 32 registers of eight numbers, and elsewhere.
const WIDE: usize = 4;
const NARROW: usize = 2;

/// Eight running sums.
pub(crate) type Lane = [f64; LANES];
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
    sums: Vec<Lane>,
}

impl Gram {
    /// Of so many columns; with none, nothing is summed.
    pub(crate) fn new(width: usize) -> Self {
        let padded = Self::padded_width(width);
        Self { width, padded, sums: vec![[0.0; LANES]; padded * padded] }
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
        self.sums.fill([0.0; LANES]);
    }

    /// Adds the sums of other rows.
    pub(crate) fn add(&mut self, other: &Self) {
        for (a, b) in self.sums.iter_mut().zip(&other.sums) {
            for (a, b) in a.iter_mut().zip(b) {
                *a += b;
            }
        }
    }

    /// Adds the products of a block's weighted columns with its columns.
    pub(crate) fn add_block(&mut self, weighted: &[Lanes], columns: &[&Lanes]) {
        match Arch::new() {
            #[cfg(target_arch = "x86_64")]
            Arch::V4(arch) => {
                pulp::Simd::vectorize(arch, AddTiles::<'_, WIDE>(self, weighted, columns));
            }
            arch => arch.dispatch(AddTiles::<'_, NARROW>(self, weighted, columns)),
        }
    }

    #[inline(always)]
    fn tiles_of<const TILE_J: usize>(&mut self, weighted: &[Lanes], columns: &[&Lanes]) {
        let weighted = weighted.as_chunks::<TILE_I>().0;
        let rows = self.sums.chunks_exact_mut(TILE_I * self.padded);
        // Rows that are only padding are left out.
        let whole = self.width.div_ceil(TILE_I);
        for (i, (weighted, rows)) in weighted.iter().zip(rows).take(whole).enumerate() {
            let (first, second) = rows.split_at_mut(self.padded);
            let tiles = first.as_chunks_mut::<TILE_J>().0.iter_mut();
            let tiles = tiles.zip(second.as_chunks_mut::<TILE_J>().0);
            // Tiles up to the one that holds the diagonal.
            let touched = (TILE_I * i + 1) / TILE_J + 1;
            for ((a, b), columns) in tiles.zip(columns.as_chunks::<TILE_J>().0).take(touched) {
                tile(weighted.each_ref(), *columns, [a, b]);
            }
        }
    }

    /// One entry of the cross-product.
    pub(crate) fn entry(&self, i: usize, j: usize) -> f64 {
        fold(self.sums[i.max(j) * self.padded + i.min(j)])
    }

    /// The cross-product.
    pub(crate) fn matrix(&self) -> Matrix {
        Matrix::from_fn(self.width, |i, j| self.entry(i, j))
    }
}

/// [`Gram::tiles_of`], compiled by itself.
struct AddTiles<'a, const TILE_J: usize>(&'a mut Gram, &'a [Lanes], &'a [&'a Lanes]);

impl<const TILE_J: usize> NullaryFnOnce for AddTiles<'_, TILE_J> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.tiles_of::<TILE_J>(self.1, self.2);
    }
}

/// Adds the product of one column with each of `columns` to its sum; both are whole tiles.
#[inline(always)]
pub(crate) fn add_products(one: &Lanes, columns: &[&Lanes], sums: &mut [Lane]) {
    let tiles = sums.as_chunks_mut::<WIDE>().0.iter_mut();
    for (sums, columns) in tiles.zip(columns.as_chunks::<WIDE>().0) {
        tile([one], *columns, [sums]);
    }
}

/// The total of eight running sums.
pub(crate) fn fold(s: Lane) -> f64 {
    ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

/// Adds the products of I columns with J columns to their sums.
#[inline(always)]
fn tile<const I: usize, const J: usize>(a: [&Lanes; I], b: [&Lanes; J], into: [&mut [Lane; J]; I]) {
    let mut sums: [[Lane; J]; I] = std::array::from_fn(|i| *into[i]);
    for r in 0..BLOCK / LANES {
        let x = a.map(|a| a[r]);
        let y = b.map(|b| b[r]);
        for (row, x) in sums.iter_mut().zip(&x) {
            for (sum, y) in row.iter_mut().zip(&y) {
                for ((s, x), y) in sum.iter_mut().zip(x).zip(y) {
                    *s += x * y;
                }
            }
        }
    }
    for (into, sums) in into.into_iter().zip(sums) {
        *into = sums;
    }
}
