//! One pass over the rows of a design: a value, a gradient and a weighted cross-product.
//!
//! Rows are taken in chunks of 4,096, each worked through in blocks of 128. Chunks may run
//! on several threads; their sums are added in row order. Within a block the cross-product
//! is accumulated in four lanes and tiles of two by four columns, written so that the
//! compiler keeps the sums in registers, and compiled for each width of vector registers; the
//! order of additions is part of the code, hence the same on every processor.

use crate::dense::Matrix;
use crate::design::Design;
use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;
use std::ops::Range;

/// Rows of a block.
pub(crate) const BLOCK: usize = 128;
/// Rows of a chunk, the unit of parallel work.
const CHUNK: usize = 32 * BLOCK;
const LANES: usize = 4;
const TILE_I: usize = 2;
const TILE_J: usize = 4;

/// One column of a block, in lanes.
type Lanes = [[f64; LANES]; BLOCK / LANES];

/// One block of rows as the row function sees it.
pub(crate) struct Block<'a> {
    /// The rows, counted from the start of the design.
    pub(crate) rows: Range<usize>,
    /// The linear predictor of these rows.
    pub(crate) eta: &'a [f64],
    design: &'a Design,
}

impl<'a> Block<'a> {
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
    gradient_rows(design, beta, &Closure(rows))
}

/// [`gradient`] for rows of a type of their own.
pub(crate) fn gradient_rows(design: &Design, beta: &[f64], rows: &impl Rows) -> (f64, Vec<f64>) {
    let sums = run::<false>(design, beta, rows);
    (sums.value, sums.gradient)
}

fn run<const GRAM: bool>(design: &Design, beta: &[f64], rows: &impl Rows) -> Pass {
    let chunk = |start: usize| {
        let end = (start + CHUNK).min(design.rows());
        let mut sums = Sums::new(design.width());
        for first in (start..end).step_by(BLOCK) {
            let range = first..(first + BLOCK).min(end);
            // Two steps, each compiled by itself for the widest vector registers the
            // processor offers: together the compiler would not keep the tiles' sums in
            // registers.
            Arch::new().dispatch(AddRows::<_, GRAM> { sums: &mut sums, design, beta, range, rows });
            if GRAM {
                Arch::new().dispatch(AddTiles(&mut sums));
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
    let mut total = Sums::new(design.width());
    for sums in &partial {
        total.add(sums);
    }
    total.finish()
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

/// [`Sums::add_rows`] as a step of its own.
struct AddRows<'a, F, const GRAM: bool> {
    sums: &'a mut Sums,
    design: &'a Design,
    beta: &'a [f64],
    range: Range<usize>,
    rows: &'a F,
}

impl<F: Rows, const GRAM: bool> NullaryFnOnce for AddRows<'_, F, GRAM> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.sums.add_rows::<GRAM>(self.design, self.beta, self.range, self.rows);
    }
}

/// [`Sums::add_tiles`] as a step of its own.
struct AddTiles<'a>(&'a mut Sums);

impl NullaryFnOnce for AddTiles<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.add_tiles();
    }
}

struct Sums {
    width: usize,
    padded: usize,
    value: f64,
    gradient: Vec<f64>,
    /// Row by row, `padded` columns; only tiles that touch the lower triangle are filled.
    gram: Vec<f64>,
    plain: Vec<Lanes>,
    weighted: Vec<Lanes>,
}

impl Sums {
    fn new(width: usize) -> Self {
        let padded = width.next_multiple_of(TILE_J);
        Self {
            width,
            padded,
            value: 0.0,
            gradient: vec![0.0; width],
            gram: vec![0.0; padded * padded],
            plain: vec![[[0.0; LANES]; BLOCK / LANES]; padded],
            weighted: vec![[[0.0; LANES]; BLOCK / LANES]; padded],
        }
    }

    fn add(&mut self, other: &Self) {
        self.value += other.value;
        for (a, b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a += b;
        }
        for (a, b) in self.gram.iter_mut().zip(&other.gram) {
            *a += b;
        }
    }

    #[inline(always)]
    fn add_rows<const GRAM: bool>(
        &mut self,
        design: &Design,
        beta: &[f64],
        rows: Range<usize>,
        f: &impl Rows,
    ) {
        let n = rows.len();
        let (mut eta, mut weights, mut multipliers) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        for (column, &b) in design.columns().iter().zip(beta) {
            if b != 0.0 {
                for (e, x) in eta.iter_mut().zip(&column[rows.clone()]) {
                    *e += b * x;
                }
            }
        }
        let block = Block { rows: rows.clone(), eta: &eta[..n], design };
        let terms = Terms { weights: &mut weights[..n], multipliers: &mut multipliers[..n] };
        self.value += f.fill(&block, terms);
        for (j, column) in design.columns().iter().enumerate() {
            let values = &column[rows.clone()];
            self.gradient[j] += lane_dot(values, &multipliers[..n]);
            if GRAM {
                fill(&mut self.plain[j], values, None);
                fill(&mut self.weighted[j], values, Some(&weights));
            }
        }
    }

    #[inline(always)]
    fn add_tiles(&mut self) {
        let (plain, weighted) = (self.plain.as_slice(), self.weighted.as_slice());
        let (gram, padded) = (self.gram.as_mut_slice(), self.padded);
        for i in (0..padded).step_by(TILE_I) {
            for j in (0..=i + TILE_I - 1).step_by(TILE_J) {
                let tile = tile(
                    [&weighted[i], &weighted[i + 1]],
                    [&plain[j], &plain[j + 1], &plain[j + 2], &plain[j + 3]],
                );
                for di in 0..TILE_I {
                    for dj in 0..TILE_J {
                        gram[(i + di) * padded + j + dj] += tile[di][dj];
                    }
                }
            }
        }
    }

    fn finish(self) -> Pass {
        let gram = Matrix::from_fn(self.width, |i, j| self.gram[i.max(j) * self.padded + i.min(j)]);
        Pass { value: self.value, gradient: self.gradient, gram }
    }
}

/// Copies a column of a block into lanes, weighted or not; missing rows become zero.
#[inline(always)]
fn fill(lanes: &mut Lanes, values: &[f64], weights: Option<&[f64; BLOCK]>) {
    let flat = lanes.as_flattened_mut();
    let (filled, rest) = flat.split_at_mut(values.len().min(BLOCK));
    match weights {
        None => filled.copy_from_slice(&values[..filled.len()]),
        Some(w) => {
            for ((f, v), w) in filled.iter_mut().zip(values).zip(w) {
                *f = v * w;
            }
        }
    }
    rest.fill(0.0);
}

/// Inner product with four running sums.
#[inline(always)]
fn lane_dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a4, a_rest) = a.as_chunks::<4>();
    let (b4, b_rest) = b.as_chunks::<4>();
    for (x, y) in a4.iter().zip(b4) {
        for ((s, x), y) in sums.iter_mut().zip(x).zip(y) {
            *s += x * y;
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// The products of two weighted with four plain columns.
#[inline(always)]
fn tile(a: [&Lanes; TILE_I], b: [&Lanes; TILE_J]) -> [[f64; TILE_J]; TILE_I] {
    let mut sums = [[[0.0; LANES]; TILE_J]; TILE_I];
    for r in 0..BLOCK / LANES {
        let x = [a[0][r], a[1][r]];
        let y = [b[0][r], b[1][r], b[2][r], b[3][r]];
        for (row, x) in sums.iter_mut().zip(&x) {
            for (sum, y) in row.iter_mut().zip(&y) {
                for ((s, x), y) in sum.iter_mut().zip(x).zip(y) {
                    *s += x * y;
                }
            }
        }
    }
    sums.map(|row| row.map(|s| (s[0] + s[1]) + (s[2] + s[3])))
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
