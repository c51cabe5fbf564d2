//! Sums of scores by dyad and by unit, and their cross-products.
//!
//! Where every dyad has one row, its scores are the row's, and a block of rows at a time goes
//! into both cross-products: nothing as long as the data is written, so the time is linear in
//! the rows, also beyond the caches. Where dyads have several rows, one sum a dyad and column
//! is kept; columns are read from front to back, whatever the order of the rows.

use crate::dense::Matrix;
use crate::design::Design;
use crate::error::Result;
use crate::pass::{Aligned, BLOCK, Gram, LANES, Lanes, ZEROS, gram};
use rayon::prelude::*;
use std::ops::Range;

/// Columns that are summed by dyad together: a vector register holds their sums.
const TOGETHER: usize = 4;
/// Fewest rows of a part of the work.
const PART: usize = 2048;
/// Most parts; each has sums by unit of its own.
const PARTS: usize = 16;

/// Which units each row is about.
#[derive(Clone, Copy)]
pub(super) struct Pairs<'a> {
    /// The dyad of each row.
    pub(super) dyad: &'a [usize],
    /// The units of each dyad.
    pub(super) members: &'a [(usize, usize)],
    /// Number of units.
    pub(super) units: usize,
}

/// Σ_g s_g s_g' over units and Σ_d s_d s_d' over dyads, for the scores `multipliers[i]` · xᵢ.
pub(super) fn cross_products(
    design: &Design,
    multipliers: &[f64],
    pairs: Pairs<'_>,
) -> Result<(Matrix, Matrix)> {
    if pairs.members.len() == pairs.dyad.len() {
        return Ok(by_row(design, multipliers, pairs));
    }
    // Columns are independent of each other, so threads cannot change a sum.
    let (by_unit, by_dyad): (Vec<_>, Vec<_>) = design
        .columns()
        .par_chunks(TOGETHER)
        .flat_map_iter(|columns| {
            let by_dyad = sums_together(columns, multipliers, pairs);
            let mut by_unit = vec![[0.0; TOGETHER]; pairs.units];
            for (s, &(a, b)) in by_dyad.iter().zip(pairs.members) {
                for unit in [a, b] {
                    by_unit[unit].iter_mut().zip(s).for_each(|(u, s)| *u += s);
                }
            }
            let column = |sums: &[[f64; TOGETHER]], j: usize| sums.iter().map(|s| s[j]).collect();
            (0..columns.len()).map(move |j| (column(&by_unit, j), column(&by_dyad, j)))
        })
        .unzip();
    let named = |sums: Vec<Vec<f64>>| design.names().iter().cloned().zip(sums).collect();
    let units = gram(&Design::new(pairs.units, named(by_unit))?, None);
    // What is not finite in a dyad is not in its units either.
    let dyads = Design::of_finite(pairs.members.len(), named(by_dyad));
    Ok((units, gram(&dyads, None)))
}

/// Sums by dyad of at most [`TOGETHER`] columns; those of a dyad lie side by side.
fn sums_together(
    columns: &[Vec<f64>],
    multipliers: &[f64],
    pairs: Pairs<'_>,
) -> Vec<[f64; TOGETHER]> {
    let rows = multipliers.len();
    let none = if columns.len() < TOGETHER { vec![0.0; rows] } else { Vec::new() };
    let columns: [&[f64]; TOGETHER] =
        std::array::from_fn(|j| columns.get(j).map_or(none.as_slice(), |c| &c[..rows]));
    let mut sums = vec![[0.0; TOGETHER]; pairs.members.len()];
    for (i, (&d, u)) in pairs.dyad.iter().zip(multipliers).enumerate() {
        for (s, column) in sums[d].iter_mut().zip(columns) {
            *s += column[i] * u;
        }
    }
    sums
}

/// Sums by unit, from sums by dyad.
pub(super) fn unit_sums(by_dyad: &[f64], pairs: Pairs<'_>) -> Vec<f64> {
    let mut units = vec![0.0; pairs.units];
    for (s, &(a, b)) in by_dyad.iter().zip(pairs.members) {
        units[a] += s;
        units[b] += s;
    }
    units
}

/// [`cross_products`] where every dyad has one row.
fn by_row(design: &Design, multipliers: &[f64], pairs: Pairs<'_>) -> (Matrix, Matrix) {
    let rows = design.rows();
    let length = rows.div_ceil((rows / PART).clamp(1, PARTS)).max(1);
    let starts: Vec<usize> = (0..rows).step_by(length).collect();
    let part = |start: usize| {
        let mut sums = Sums::new(design.width(), pairs.units);
        let end = (start + length).min(rows);
        for first in (start..end).step_by(BLOCK) {
            sums.add(design, multipliers, pairs, first..(first + BLOCK).min(end));
        }
        sums
    };
    let partial: Vec<Sums> = starts.into_par_iter().map(part).collect();
    let mut total = Sums::new(design.width(), pairs.units);
    for sums in &partial {
        total.pairs.add(&sums.pairs);
        for (a, b) in total.units.iter_mut().zip(&sums.units) {
            *a += b;
        }
    }
    (total.unit_products(), total.pairs.matrix())
}

/// What has been summed.
struct Sums {
    width: usize,
    padded: usize,
    pairs: Gram,
    /// Unit by unit, one sum a column.
    units: Vec<f64>,
    /// A block's scores: column by column, and row by row.
    columns: Vec<Aligned<Lanes>>,
    across: Vec<f64>,
}

impl Sums {
    fn new(width: usize, units: usize) -> Self {
        let pairs = Gram::new(width);
        let padded = pairs.padded();
        Self {
            width,
            padded,
            pairs,
            units: vec![0.0; units * padded],
            columns: vec![Aligned(ZEROS); padded],
            across: vec![0.0; BLOCK * padded],
        }
    }

    /// Adds a block of rows.
    fn add(&mut self, design: &Design, multipliers: &[f64], pairs: Pairs<'_>, rows: Range<usize>) {
        // The members lie anywhere: fetched together, their ways from memory overlap.
        let members: Vec<(usize, usize)> =
            pairs.dyad[rows.clone()].iter().map(|&d| pairs.members[d]).collect();
        let factors = &multipliers[rows.clone()];
        for (j, (column, lanes)) in design.columns().iter().zip(&mut self.columns).enumerate() {
            let scores = lanes.as_flattened_mut();
            for ((score, x), u) in scores.iter_mut().zip(&column[rows.clone()]).zip(factors) {
                *score = x * u;
            }
            scores[factors.len()..].fill(0.0);
            for (across, score) in self.across.chunks_exact_mut(self.padded).zip(scores.iter()) {
                across[j] = *score;
            }
        }
        let columns: Vec<&Lanes> = self.columns.iter().map(|c| &c.0).collect();
        self.pairs.add_block(&self.columns, &columns);
        for (&(a, b), scores) in members.iter().zip(self.across.chunks_exact(self.padded)) {
            for unit in [a, b] {
                let sums = &mut self.units[unit * self.padded..(unit + 1) * self.padded];
                let sums = sums.as_chunks_mut::<4>().0;
                for (sums, scores) in sums.iter_mut().zip(scores.as_chunks::<4>().0) {
                    for (s, v) in sums.iter_mut().zip(scores) {
                        *s += v;
                    }
                }
            }
        }
    }

    /// Σ_g s_g s_g'.
    fn unit_products(&self) -> Matrix {
        let mut products = Gram::new(self.width);
        let mut columns = vec![Aligned(ZEROS); self.padded];
        for units in self.units.chunks(BLOCK * self.padded) {
            for (j, lanes) in columns.iter_mut().enumerate() {
                **lanes = ZEROS;
                for (u, scores) in units.chunks_exact(self.padded).enumerate() {
                    lanes[u / LANES][u % LANES] = scores[j];
                }
            }
            let refs: Vec<&Lanes> = columns.iter().map(|c| &c.0).collect();
            products.add_block(&columns, &refs);
        }
        products.matrix()
    }
}
