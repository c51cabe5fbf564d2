//! One pass over the rows of a design: a value, a gradient and a weighted cross-product.
//!
//! Rows are taken in chunks of 4,096, each worked through in blocks of 128. Chunks may run
//! on several threads; their sums are added in row order. Within a chunk every sum is kept in
//! lanes, see `tiles`.

use super::tiles::{Aligned, Gram, LANES, Lane, Lanes, ZEROS, add_products, fold, padded};
use crate::dense::Matrix;
use crate::design::Design;
use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;
use std::ops::Range;

/// Rows of a block.
pub(crate) const BLOCK: usize = 128;
/// Rows of a chunk, the unit of parallel work.
const CHUNK: usize = 32 * BLOCK;
/// One block of rows as the row function sees it.
pub(crate) struct Block<'a> {
    /// The rows, counted from the start of the design.
    pub(crate) rows: Range<usize>,
    /// The linear predictor of these rows.
    pub(crate) eta: &'a [f64],
    design: &'a Design,
    lanes: &'a [&'a Lanes],
}

impl<'a> Block<'a> {
    /// Every column in these rows, in lanes, with zeros behind the last row.
    pub(crate) fn lanes(&self) -> &'a [&'a Lanes] {
        self.lanes
    }

    /// The values of one column in these rows.
    pub(crate) fn column(&self, j: usize) -> &'a [f64] {
        &self.design.columns()[j][self.rows.clone()]
    }
}

/// Sums over all rows.
pub(crate) struct Pass {
    /// Sum of the values that the row function returned.
    pub(crate) value: f64,
    /// Σ uᵢ xᵢ.
    pub(crate) gradient: Vec<f64>,
    /// Σ wᵢ xᵢ xᵢ'.
    pub(crate) gram: Matrix,
}

/// What a row function fills for the rows of a block.
pub(crate) struct Terms<'a> {
    /// Weights w of the cross-product.
    pub(crate) weights: &'a mut [f64],
    /// Multipliers u of the gradient.
    pub(crate) multipliers: &'a mut [f64],
}

/// What a model says of the rows of a block: a closure, or a type of its own where the rows
/// take enough work to be compiled together with the sums.
pub(crate) trait Rows: Sync {
    /// Fills weights and multipliers, returns the rows' part of the value.
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64;
}

/// A closure as [`Rows`].
struct Closure<F>(F);

impl<F: Fn(&Block<'_>, Terms<'_>) -> f64 + Sync> Rows for Closure<F> {
    #[inline(always)]
    fn fill(&self, block: &Block<'_>, terms: Terms<'_>) -> f64 {
        self.0(block, terms)
    }
}

/// Runs `rows` over every block and sums. `beta` gives the linear predictor.
pub(crate) fn pass(
    design: &Design,
    beta: &[f64],
    rows: impl Fn(&Block<'_>, Terms<'_>) -> f64 + Sync,
) -> Pass {
    pass_rows(design, beta, &Closure(rows))
}

/// [`pass`] for rows of a type of their own.
pub(crate) fn pass_rows(design: &Design, beta: &[f64], rows: &impl Rows) -> Pass {
    run::<true>(design, beta, rows)
}

/// [`pass`] without the cross-product, which is what takes the time: value and gradient.
pub(crate) fn gradient(
    design: &Design,
    beta: &[f64],
    rows: impl Fn(&Block<'_>, Terms<'_>) -> f64 + Sync,
) -> (f64, Vec<f64>) {
    let sums = run::<false>(design, beta, &Closure(rows));
    (sums.value, sums.gradient)
}

/// The gradient alone, for rows of a type of their own.
pub(crate) fn gradient_rows(design: &Design, beta: &[f64], rows: &impl Rows) -> Vec<f64> {
    run::<false>(design, beta, rows).gradient
}

/// Σ wᵢ xᵢ xᵢ' alone.
pub(crate) fn gram(design: &Design, weights: Option<&[f64]>) -> Matrix {
    pass(design, &[], |block, terms| {
        match weights {
            None => terms.weights.fill(1.0),
            Some(w) => terms.weights.copy_from_slice(&w[block.rows.clone()]),
        }
        terms.multipliers.fill(0.0);
        0.0
    })
    .gram
}

/// The multipliers of the gradient, one a row.
pub(crate) fn multipliers(design: &Design, beta: &[f64], rows: &impl Rows) -> Vec<f64> {
    let mut all = vec![0.0; design.rows()];
    let width = Gram::padded_width(design.width());
    all.par_chunks_mut(CHUNK).enumerate().for_each(|(c, chunk)| {
        let mut short: Vec<Lanes> = Vec::new();
        for (b, out) in chunk.chunks_mut(BLOCK).enumerate() {
            let first = c * CHUNK + b * BLOCK;
            let range = first..first + out.len();
            let columns = block_columns(design, range.clone(), width, &mut short);
            let at = At { design, beta, range, columns: &columns };
            Arch::new().dispatch(FillRows { out, at, rows });
        }
    });
    all
}

/// The columns of a block of rows in lanes, then zeros up to `width`; `short` keeps those of the
/// last block, which is not full.
fn block_columns<'a>(
    design: &'a Design,
    range: Range<usize>,
    width: usize,
    short: &'a mut Vec<Lanes>,
) -> Vec<&'a Lanes> {
    let mut columns: Vec<&Lanes> = Vec::with_capacity(width);
    if range.len() == BLOCK {
        columns.extend(design.columns().iter().filter_map(|c| lanes(&c[range.clone()])));
    } else {
        *short = design.columns().iter().map(|c| padded(&c[range.clone()])).collect();
        columns.extend(short.iter());
    }
    columns.resize(width, &ZEROS);
    columns
}

fn run<const GRAM: bool>(design: &Design, beta: &[f64], rows: &impl Rows) -> Pass {
    let chunk = |start: usize| {
        let end = (start + CHUNK).min(design.rows());
        let mut sums = Sums::new::<GRAM>(design.width());
        let mut short: Vec<Lanes> = Vec::new();
        for first in (start..end).step_by(BLOCK) {
            let range = first..(first + BLOCK).min(end);
            let columns = block_columns(design, range.clone(), sums.gradient.len(), &mut short);
            let columns = columns.as_slice();
            // Two steps, each compiled by itself for the widest vector registers the
            // processor offers: together the compiler would not keep the tiles' sums in
            // registers.
            let at = At { design, beta, range, columns };
            Arch::new().dispatch(AddRows::<_, GRAM> { sums: &mut sums, at, rows });
            if GRAM {
                sums.gram.add_block(&sums.weighted, columns);
            }
        }
        sums
    };
    if design.rows() <= CHUNK {
        // Waking another thread would take longer than the work.
        return chunk(0).finish();
    }
    let starts: Vec<usize> = (0..design.rows()).step_by(CHUNK).collect();
    let partial: Vec<Sums> = starts.into_par_iter().map(chunk).collect();
    let mut total = Sums::new::<GRAM>(design.width());
    for sums in &partial {
        total.add(sums);
    }
    total.finish()
}

/// Does `work`, which passes over so many rows again and again, in the pool where they are more
/// than one thread takes: from outside, every pass would wake its threads anew.
pub(crate) fn in_pool<T: Send>(rows: usize, work: impl FnOnce() -> T + Send) -> T {
    if rows <= CHUNK { work() } else { rayon::scope(|_| work()) }
}

/// Adds the products of the columns of a block with `beta` to the linear predictors.
#[inline(always)]
pub(crate) fn predict(columns: &[&Lanes], beta: &[f64], eta: &mut Lanes) {
    // Four lanes at a time: their sums do not wait for each other.
    for (g, eta) in eta.as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let mut sums = *eta;
        for (column, b) in columns.iter().zip(beta) {
            for (m, sums) in sums.iter_mut().enumerate() {
                for (s, x) in sums.iter_mut().zip(&column[4 * g + m]) {
                    *s = b.mul_add(*x, *s);
                }
            }
        }
        *eta = sums;
    }
}

/// A full block of a column, in lanes.
fn lanes(values: &[f64]) -> Option<&Lanes> {
    values.as_chunks::<LANES>().0.try_into().ok()
}

/// One block with what it is worked on with.
struct At<'a> {
    design: &'a Design,
    beta: &'a [f64],
    range: Range<usize>,
    /// The columns of the block, then zeros.
    columns: &'a [&'a Lanes],
}

/// [`Sums::add_rows`] as a step of its own.
struct AddRows<'a, F, const GRAM: bool> {
    sums: &'a mut Sums,
    at: At<'a>,
    rows: &'a F,
}

impl<F: Rows, const GRAM: bool> NullaryFnOnce for AddRows<'_, F, GRAM> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.sums.add_rows::<GRAM>(self.at, self.rows);
    }
}

/// A row function by itself, which leaves the multipliers.
struct FillRows<'a, F> {
    out: &'a mut [f64],
    at: At<'a>,
    rows: &'a F,
}

impl<F: Rows> NullaryFnOnce for FillRows<'_, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let At { design, beta, range: rows, columns: lanes } = self.at;
        let (mut eta, mut weights) = (Aligned(ZEROS), Aligned(ZEROS));
        predict(lanes, beta, &mut eta);
        let n = rows.len();
        let block = Block { rows, eta: &eta.as_flattened()[..n], design, lanes };
        let weights = &mut weights.as_flattened_mut()[..n];
        self.rows.fill(&block, Terms { weights, multipliers: self.out });
    }
}

struct Sums {
    width: usize,
    value: f64,
    gradient: Vec<Aligned<Lane>>,
    gram: Gram,
    weighted: Vec<Aligned<Lanes>>,
}

impl Sums {
    fn new<const GRAM: bool>(width: usize) -> Self {
        let gram = Gram::new(if GRAM { width } else { 0 });
        Self {
            width,
            value: 0.0,
            gradient: vec![Aligned([0.0; LANES]); Gram::padded_width(width)],
            weighted: vec![Aligned(ZEROS); gram.padded()],
            gram,
        }
    }

    fn add(&mut self, other: &Self) {
        self.value += other.value;
        self.gram.add(&other.gram);
        for (a, b) in self.gradient.iter_mut().zip(&other.gradient) {
            for (a, b) in a.iter_mut().zip(b.iter()) {
                *a += b;
            }
        }
    }

    #[inline(always)]
    fn add_rows<const GRAM: bool>(&mut self, at: At<'_>, f: &impl Rows) {
        let n = at.range.len();
        let zeros = Aligned(ZEROS);
        let (mut eta, mut weights, mut multipliers) = (zeros, zeros, zeros);
        predict(at.columns, at.beta, &mut eta);
        let block = Block {
            rows: at.range,
            eta: &eta.as_flattened()[..n],
            design: at.design,
            lanes: at.columns,
        };
        let terms = Terms {
            weights: &mut weights.as_flattened_mut()[..n],
            multipliers: &mut multipliers.as_flattened_mut()[..n],
        };
        self.value += f.fill(&block, terms);
        add_products(&multipliers, at.columns, &mut self.gradient);
        if GRAM {
            for (weighted, column) in self.weighted.iter_mut().zip(at.columns) {
                for ((to, x), w) in weighted.iter_mut().zip(*column).zip(weights.iter()) {
                    for ((to, x), w) in to.iter_mut().zip(x).zip(w) {
                        *to = x * w;
                    }
                }
            }
        }
    }

    fn finish(self) -> Pass {
        let gradient = self.gradient.iter().take(self.width).map(|g| fold(g.0)).collect();
        Pass { value: self.value, gradient, gram: self.gram.matrix() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(rows: usize, width: usize) -> Design {
        let columns = (0..width)
            .map(|j| {
                let v = (0..rows).map(|i| ((i * (j + 3) + j) % 17) as f64 - 8.0).collect();
                (format!("x{j}"), v)
            })
            .collect();
        Design::new(rows, columns).unwrap()
    }

    /// Integers add without rounding, so the blocked sums must equal the plain ones exactly,
    /// for sizes around the edges of blocks, chunks and tiles.
    #[test]
    fn blocked_sums_equal_plain_sums() {
        for rows in [1, 127, 128, 129, 4096, 4097, 9000] {
            for width in [1, 2, 4, 5, 7] {
                let x = design(rows, width);
                let w: Vec<f64> = (0..rows).map(|i| (i % 5) as f64).collect();
                let g = gram(&x, Some(&w));
                for i in 0..width {
                    for j in 0..width {
                        let plain: f64 =
                            (0..rows).map(|r| w[r] * x.columns()[i][r] * x.columns()[j][r]).sum();
                        assert_eq!(g.get(i, j), plain, "{rows} {width} {i} {j}");
                    }
                }
            }
        }
    }

    #[test]
    fn value_gradient_and_predictor_reach_the_caller() {
        let x = design(300, 3);
        let beta = [1.0, -2.0, 3.0];
        let eta = x.times(&beta);
        let p = pass(&x, &beta, |block, terms| {
            terms.weights.fill(0.0);
            terms.multipliers.copy_from_slice(block.eta);
            assert_eq!(block.column(1), &x.columns()[1][block.rows.clone()]);
            block.eta.iter().sum()
        });
        assert_eq!(p.value, eta.iter().sum::<f64>());
        for j in 0..3 {
            let plain: f64 = x.columns()[j].iter().zip(&eta).map(|(a, b)| a * b).sum();
            assert_eq!(p.gradient[j], plain);
        }
        let alone = gradient(&x, &beta, |block, terms| {
            terms.multipliers.copy_from_slice(block.eta);
            0.0
        });
        assert_eq!(alone, (0.0, p.gradient));
    }
}
