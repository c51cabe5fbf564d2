//! The rows a model learns from.

use comity_core::{Code, Error, Result};
use comity_panel::Panel;

/// What to learn from: rows of a panel and an outcome. Rows whose outcome is missing are
/// left out by every model alike.
#[derive(Clone, Copy, Debug)]
pub struct Training<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// The outcome column.
    pub outcome: &'a str,
    /// Rows to learn from.
    pub rows: &'a [u32],
}

/// Training rows with a coded outcome.
pub(crate) struct Sample<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) outcome: &'a str,
    pub(crate) rows: Vec<usize>,
    pub(crate) y: Vec<bool>,
    pub(crate) events: usize,
}

impl<'a> Sample<'a> {
    /// The rows of the training set that have an outcome.
    pub(crate) fn new(data: &Training<'a>) -> Result<Self> {
        let Some(outcome) = data.panel.column(data.outcome) else {
            return Err(Error::new(Code::NoSample, "the panel has no such outcome")
                .column(data.outcome)
                .hint("outcomes are listed in the panel's codebook"));
        };
        let coded = |row: &u32| {
            let row = usize::try_from(*row).ok()?;
            let value = outcome.get(row).copied().filter(|v| !v.is_nan())?;
            Some((row, value != 0.0))
        };
        let (rows, y): (Vec<usize>, Vec<bool>) = data.rows.iter().filter_map(coded).unzip();
        let events = y.iter().filter(|y| **y).count();
        Ok(Self { panel: data.panel, outcome: data.outcome, rows, y, events })
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// One panel column at the rows; `None` when the panel lacks it.
    pub(crate) fn column(&self, name: &str) -> Option<Vec<f64>> {
        let column = self.panel.column(name)?;
        Some(self.rows.iter().map(|&r| column[r]).collect())
    }
}
