//! A model as linear indices and a log-likelihood of them.

use super::block::Block;
use super::penalty::Prior;
use crate::dual::Dual;
use crate::strategic::Penalty;
use std::ops::Range;

/// Columns that enter some of a row's indices with the same coefficients.
#[derive(Clone, Debug)]
pub(in crate::strategic) struct Index<'a> {
    /// The indices that they enter.
    pub(in crate::strategic) into: Vec<usize>,
    /// The number of each coefficient, with its column.
    pub(in crate::strategic) terms: Vec<(usize, &'a [f64])>,
}

/// What a game says of a row, given the values of its indices.
pub(in crate::strategic) trait RowModel<const K: usize>: Sync {
    /// Puts the log-likelihood of row `i`, with derivatives in the indices, in `into`.
    fn row(&self, i: usize, eta: &[f64; K], into: &mut Dual<K>);

    /// Puts the derivatives of the rows of a block, times their weights, in `block`; the weighted
    /// sum of their log-likelihoods.
    fn block(&self, rows: Range<usize>, weights: Option<&[f64]>, block: &mut Block) -> f64 {
        row_by_row(self, rows, weights, block)
    }
}

/// [`RowModel::block`] by [`RowModel::row`].
pub(in crate::strategic) fn row_by_row<M: RowModel<K> + ?Sized, const K: usize>(
    model: &M,
    rows: Range<usize>,
    weights: Option<&[f64]>,
    block: &mut Block,
) -> f64 {
    let mut sum = 0.0;
    let mut row = Dual::constant(0.0);
    for (b, i) in rows.enumerate() {
        let w = weights.map_or(1.0, |w| w[i]);
        if w == 0.0 {
            block.first.iter_mut().for_each(|lane| lane[b] = 0.0);
            block.second.iter_mut().for_each(|lane| lane[b] = 0.0);
            continue;
        }
        model.row(i, &std::array::from_fn(|k| block.eta[k][b]), &mut row);
        sum += w * row.value();
        put(&row, w, b, block);
    }
    sum
}

/// Puts the derivatives of one row, times its weight, in lane `b`.
fn put<const K: usize>(row: &Dual<K>, weight: f64, b: usize, block: &mut Block) {
    let mut pair = 0;
    for r in 0..K {
        block.first[r][b] = weight * row.gradient()[r];
        for s in 0..=r {
            block.second[pair][b] = weight * row.second(r, s);
            pair += 1;
        }
    }
}

/// Rows and coefficients.
#[derive(Clone, Copy, Debug)]
pub(in crate::strategic) struct Size {
    pub(in crate::strategic) rows: usize,
    pub(in crate::strategic) parameters: usize,
}

/// A model with its data.
pub(in crate::strategic) struct Problem<'a, M, const K: usize> {
    pub(super) fixed: [f64; K],
    pub(super) groups: Vec<Index<'a>>,
    pub(super) model: M,
    pub(super) size: Size,
    pub(super) weights: Option<&'a [f64]>,
    pub(super) prior: Prior,
    /// Root mean square of each coefficient's columns.
    pub(super) rms: Vec<f64>,
}

impl<'a, M: RowModel<K>, const K: usize> Problem<'a, M, K> {
    /// `fixed` is the part of each index that has no coefficient.
    pub(in crate::strategic) fn new(
        model: M,
        fixed: [f64; K],
        groups: Vec<Index<'a>>,
        size: Size,
    ) -> Self {
        let rms = columns_of(&groups, size.parameters)
            .iter()
            .map(|columns| {
                let (n, sum) = columns.iter().flat_map(|c| c.iter()).fold((0.0, 0.0), add_square);
                libm::sqrt(sum / f64::max(n, 1.0))
            })
            .collect();
        let groups = groups.into_iter().filter(|g| !g.terms.is_empty()).collect();
        let prior = Prior::none(size.parameters);
        Self { fixed, groups, model, size, weights: None, prior, rms }
    }

    pub(in crate::strategic) fn weighted(mut self, weights: Option<&'a [f64]>) -> Self {
        self.weights = weights;
        self
    }

    pub(in crate::strategic) fn penalised(mut self, penalty: Penalty) -> Self {
        self.prior = Prior::new(penalty, &columns_of(&self.groups, self.size.parameters));
        self
    }

    /// The weight of a row.
    pub(super) fn weight(&self, i: usize) -> f64 {
        self.weights.map_or(1.0, |w| w[i])
    }
}

fn add_square((n, sum): (f64, f64), x: &f64) -> (f64, f64) {
    (n + 1.0, sum + x * x)
}

/// The columns of each coefficient.
fn columns_of<'a>(groups: &[Index<'a>], parameters: usize) -> Vec<Vec<&'a [f64]>> {
    let mut columns = vec![Vec::new(); parameters];
    for (j, column) in groups.iter().flat_map(|g| &g.terms) {
        if let Some(list) = columns.get_mut(*j) {
            list.push(*column);
        }
    }
    columns
}
