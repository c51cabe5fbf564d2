//! The penalised likelihood and its score, many times on the same data.
//!
//! The columns are laid out once, block by block, and every evaluation writes over the same
//! memory: the linear predictors and the exponentials of the rows are computed once and
//! serve the likelihood, the information and the score. Blocks are summed in parts, which
//! may run on several threads; the parts are added in their order.

use super::block::{Augment, Fitted, Likelihood, RowsOf, Score, Third};
use super::forms::dispatch;
use crate::dense::{Matrix, SmallInverse};
use crate::estimators::observations::Observations;
use crate::pass::{Aligned, BLOCK, Gram, LANES, Lane, Lanes, ZEROS, fold, padded};
use pulp::Arch;
use rayon::prelude::*;

/// Blocks of a part, the unit of parallel work.
const PART: usize = 32;

/// Data in blocks of rows; rows behind the last have weight zero.
pub(super) struct Evaluator {
    width: usize,
    /// Block by block, column by column, whole tiles.
    columns: Vec<Aligned<Lanes>>,
    rows: Vec<RowsOf>,
    /// Whether every weight is one or zero.
    plain: bool,
}

/// Memory of one evaluation.
pub(super) struct Workspace {
    parts: Vec<Part>,
    /// The information's factor and the rows of its inverse.
    inverse: SmallInverse,
}

/// Sums over some blocks; the first part ends with the sums over all.
struct Part {
    weighted: Vec<Aligned<Lanes>>,
    gram: Gram,
    score: Vec<Aligned<Lane>>,
    log_likelihood: f64,
    fitted: Vec<Fitted>,
}

/// The penalised likelihood at one place.
pub(super) struct Found {
    pub(super) log_likelihood: f64,
    /// ℓ + ½ ln|I|.
    pub(super) objective: f64,
    pub(super) score: Vec<f64>,
    pub(super) information: Matrix,
}

impl Found {
    /// Memory for so many columns.
    pub(super) fn new(width: usize) -> Self {
        let (score, information) = (vec![0.0; width], Matrix::zeros(width));
        Self { log_likelihood: 0.0, objective: 0.0, score, information }
    }
}

impl Workspace {
    /// The cross-product of the last sums.
    fn gram(&self, into: &mut Matrix) {
        self.parts.iter().take(1).for_each(|p| p.gram.write(into));
    }

    /// Adds the cross-products of the later parts to those of the first.
    fn add_grams(&mut self) {
        if let [first, others @ ..] = self.parts.as_mut_slice() {
            others.iter().for_each(|p| first.gram.add(&p.gram));
        }
    }
}

impl Evaluator {
    pub(super) fn new(data: &Observations<'_>) -> Self {
        let (n, width) = (data.design().rows(), data.design().width());
        let blocks = n.div_ceil(BLOCK);
        let mut columns = Vec::with_capacity(blocks * Gram::padded_width(width));
        let mut rows = Vec::with_capacity(blocks);
        let mut plain = true;
        for start in (0..n).step_by(BLOCK) {
            let range = start..(start + BLOCK).min(n);
            columns
                .extend(data.design().columns().iter().map(|c| Aligned(padded(&c[range.clone()]))));
            columns.resize((rows.len() + 1) * Gram::padded_width(width), Aligned(ZEROS));
            let y: Vec<f64> =
                data.y()[range.clone()].iter().map(|y| f64::from(u8::from(*y))).collect();
            let weight: Vec<f64> = range.clone().map(|i| data.weight(i)).collect();
            let offset: Vec<f64> = range.map(|i| data.offset(i)).collect();
            plain &= weight.iter().all(|w| *w == 1.0 || *w == 0.0);
            rows.push(RowsOf {
                y: Aligned(padded(&y)),
                weight: Aligned(padded(&weight)),
                offset: Aligned(padded(&offset)),
            });
        }
        Self { width, columns, rows, plain }
    }

    /// Columns of the design.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn workspace(&self) -> Workspace {
        let padded = Gram::padded_width(self.width);
        let part = |rows: &[RowsOf]| Part {
            weighted: vec![Aligned(ZEROS); padded],
            gram: Gram::new(self.width),
            score: vec![Aligned([0.0; LANES]); padded],
            log_likelihood: 0.0,
            fitted: vec![Fitted::ZERO; rows.len()],
        };
        Workspace {
            parts: self.rows.chunks(PART).map(part).collect(),
            inverse: SmallInverse::new(self.width),
        }
    }

    /// The penalised log-likelihood and its gradient, put into `found`; false where the
    /// information cannot be inverted.
    pub(super) fn evaluate(&self, beta: &[f64], work: &mut Workspace, found: &mut Found) -> bool {
        self.likelihood(beta, work);
        work.gram(&mut found.information);
        if !work.inverse.update(&found.information) {
            return false;
        }
        let inverse_rows = work.inverse.rows();
        self.each(&mut work.parts, |part, blocks| {
            part.score.fill(Aligned([0.0; LANES]));
            for ((rows, columns), fitted) in blocks.zip(&mut part.fitted) {
                by_column(columns, |columns| {
                    let score = part.score.as_mut_slice();
                    dispatch(Score { rows, columns, fitted, inverse_rows, score });
                });
            }
        });
        found.score.fill(0.0);
        for part in &work.parts {
            found.score.iter_mut().zip(&part.score).for_each(|(s, p)| *s += fold(p.0));
        }
        found.log_likelihood = work.parts.iter().map(|p| p.log_likelihood).sum();
        found.objective = found.log_likelihood + 0.5 * work.inverse.log_determinant();
        true
    }

    /// The information.
    pub(super) fn information(&self, beta: &[f64]) -> Matrix {
        let mut work = self.workspace();
        self.likelihood(beta, &mut work);
        let mut information = Matrix::zeros(self.width);
        work.gram(&mut information);
        information
    }

    /// The log-likelihood and the information.
    fn likelihood(&self, beta: &[f64], work: &mut Workspace) {
        let plain = self.plain;
        self.each(&mut work.parts, |part, blocks| {
            part.gram.clear();
            part.log_likelihood = 0.0;
            for ((rows, columns), fitted) in blocks.zip(&mut part.fitted) {
                by_column(columns, |columns| {
                    let weighted = part.weighted.as_mut_slice();
                    let step = Likelihood { rows, columns, beta, fitted, weighted, plain };
                    part.log_likelihood += Arch::new().dispatch(step);
                    part.gram.add_block(&part.weighted, columns);
                });
            }
        });
        work.add_grams();
    }

    /// The information of the augmented data, Σ (wᵢ + hᵢ)μᵢ(1 − μᵢ)xᵢxᵢ', at the last place
    /// evaluated, in place of the information.
    pub(super) fn augment(&self, work: &mut Workspace) -> Matrix {
        self.each(&mut work.parts, |part, blocks| {
            part.gram.clear();
            for ((rows, columns), fitted) in blocks.zip(&part.fitted) {
                by_column(columns, |columns| {
                    let weighted = part.weighted.as_mut_slice();
                    Arch::new().dispatch(Augment { rows, columns, fitted, weighted });
                    part.gram.add_block(&part.weighted, columns);
                });
            }
        });
        work.add_grams();
        let mut information = Matrix::zeros(self.width);
        work.gram(&mut information);
        information
    }

    /// The third derivatives of the log-likelihood, twice along `direction`, at the last place
    /// evaluated: −Σ wᵢ μᵢ(1 − μᵢ)(1 − 2μᵢ)(xᵢ'd)² xᵢ.
    pub(super) fn third_along(&self, direction: &[f64], work: &Workspace) -> Vec<f64> {
        let padded = Gram::padded_width(self.width);
        let mut sums = vec![Aligned([0.0; LANES]); padded];
        let fitted = work.parts.iter().flat_map(|p| &p.fitted);
        for ((rows, block), fitted) in
            self.rows.iter().zip(self.columns.chunks_exact(padded)).zip(fitted)
        {
            by_column(block, |columns| {
                let sums = sums.as_mut_slice();
                Arch::new().dispatch(Third { rows, columns, direction, fitted, sums });
            });
        }
        sums.iter().take(self.width).map(|s| fold(s.0)).collect()
    }

    /// Does something with every part and its blocks, on several threads where there are many.
    fn each<'a>(&'a self, parts: &mut [Part], work: impl Fn(&mut Part, Blocks<'a>) + Sync) {
        let padded = Gram::padded_width(self.width);
        let blocks = |k: usize| {
            let rows = self.rows.chunks(PART).nth(k).unwrap_or(&[]);
            rows.iter().zip(self.columns.chunks_exact(padded).skip(k * PART))
        };
        match parts {
            // Waking another thread would take longer than the work.
            [only] => work(only, blocks(0)),
            many => many.par_iter_mut().enumerate().for_each(|(k, part)| work(part, blocks(k))),
        }
    }
}

/// Columns that are listed without allocating.
const FEW: usize = 32;

/// Hands the columns of a block on one by one.
fn by_column(block: &[Aligned<Lanes>], work: impl FnOnce(&[&Lanes])) {
    let mut few = [&ZEROS; FEW];
    match few.get_mut(..block.len()) {
        Some(columns) => {
            columns.iter_mut().zip(block).for_each(|(to, column)| *to = &column.0);
            work(columns);
        }
        None => work(&block.iter().map(|c| &c.0).collect::<Vec<_>>()),
    }
}

/// Rows of blocks and their columns.
type Blocks<'a> = std::iter::Zip<
    std::slice::Iter<'a, RowsOf>,
    std::iter::Skip<std::slice::ChunksExact<'a, Aligned<Lanes>>>,
>;
