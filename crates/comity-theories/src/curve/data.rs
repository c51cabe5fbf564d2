//! The sample and design matrix of one design.

use comity_numerics::Design as Matrix;
use comity_numerics::variance::dyadic::Dyads;

/// The sample and design matrix of one design.
pub(super) struct Data {
    pub(super) matrix: Matrix,
    pub(super) y: Vec<bool>,
    pub(super) dyads: Dyads,
    /// Whether a government supports both groups in the row's year; `None` where the panel
    /// does not say.
    pub(super) sponsored: Option<Vec<bool>>,
    /// The column of the term.
    pub(super) focal: usize,
    /// Rows of the panel.
    pub(super) rows: Vec<usize>,
    /// Rows and events of the sample, rows that are predicted perfectly included.
    pub(super) whole: (usize, usize),
}

impl Data {
    /// The share of the sample's rows with cooperation.
    pub(super) fn share(&self) -> f64 {
        self.whole.1 as f64 / self.whole.0 as f64
    }

    /// Some of the rows; `None` when none is left.
    pub(super) fn select(&self, kept: &[usize]) -> Option<Self> {
        let columns = self.matrix.names().iter().cloned().zip(
            self.matrix
                .columns()
                .iter()
                .map(|c| kept.iter().filter_map(|&i| c.get(i).copied()).collect()),
        );
        Some(Self {
            matrix: Matrix::new(kept.len(), columns.collect()).ok()?,
            y: kept.iter().filter_map(|&i| self.y.get(i).copied()).collect(),
            dyads: self.dyads.select(kept),
            sponsored: (self.sponsored.as_ref())
                .map(|s| kept.iter().filter_map(|&i| s.get(i).copied()).collect()),
            focal: self.focal,
            rows: kept.iter().filter_map(|&i| self.rows.get(i).copied()).collect(),
            whole: self.whole,
        })
    }
}

/// Why there are no data.
pub(super) struct Lacking {
    pub(super) rows: usize,
    pub(super) events: usize,
    pub(super) identified: bool,
    pub(super) reason: String,
}
