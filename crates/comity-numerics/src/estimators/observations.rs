//! The data of a binary-outcome model.

use crate::design::Design;
use crate::error::{Result, all_finite, in_range, same_length};
use std::ops::Range;

/// A binary outcome with its covariates.
#[derive(Clone, Copy, Debug)]
pub struct Observations<'a> {
    design: &'a Design,
    y: &'a [bool],
    weights: Option<&'a [f64]>,
    offset: Option<&'a [f64]>,
    start: Option<&'a [f64]>,
}

impl<'a> Observations<'a> {
    /// An outcome of one entry a row of the design.
    ///
    /// # Errors
    /// [`crate::NumericsError::Dimension`] when the lengths differ.
    pub fn new(design: &'a Design, y: &'a [bool]) -> Result<Self> {
        same_length("the outcome", y.len(), design.rows())?;
        Ok(Self { design, y, weights: None, offset: None, start: None })
    }

    /// With frequency weights: a row of weight 2 counts as two equal rows.
    ///
    /// # Errors
    /// A weight is negative, infinite or NaN, or there is not one a row.
    pub fn weighted(mut self, weights: &'a [f64]) -> Result<Self> {
        same_length("the weights", weights.len(), self.design.rows())?;
        all_finite("the weights", weights)?;
        let lowest = weights.iter().copied().fold(f64::INFINITY, f64::min);
        in_range("a weight", lowest, "zero or more", lowest >= 0.0)?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// With an offset: a known term of the linear predictor.
    ///
    /// # Errors
    /// An entry is infinite or NaN, or there is not one a row.
    pub fn with_offset(mut self, offset: &'a [f64]) -> Result<Self> {
        same_length("the offset", offset.len(), self.design.rows())?;
        all_finite("the offset", offset)?;
        self.offset = Some(offset);
        Ok(self)
    }

    /// With coefficients to start from, one a column. They change the number of iterations,
    /// not (beyond rounding) the answer.
    ///
    /// # Errors
    /// An entry is infinite or NaN, or there is not one a column.
    pub fn starting_at(mut self, start: &'a [f64]) -> Result<Self> {
        same_length("the starting coefficients", start.len(), self.design.width())?;
        all_finite("the starting coefficients", start)?;
        self.start = Some(start);
        Ok(self)
    }

    /// The covariates.
    #[must_use]
    pub fn design(&self) -> &'a Design {
        self.design
    }

    /// The outcome, one entry a row.
    #[must_use]
    pub fn y(&self) -> &'a [bool] {
        self.y
    }

    pub(crate) fn start(&self) -> Option<&'a [f64]> {
        self.start
    }

    /// The weight of one row.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |w| w[row])
    }

    /// The offset of every row, if there is one.
    pub(crate) fn offsets(&self) -> Option<&'a [f64]> {
        self.offset
    }

    /// The offset of one row.
    pub(crate) fn offset(&self, row: usize) -> f64 {
        self.offset.map_or(0.0, |o| o[row])
    }

    /// The weights of some rows; `None` where every row counts once.
    pub(crate) fn weights_of(&self, rows: Range<usize>) -> Option<&'a [f64]> {
        self.weights.map(|w| &w[rows]).filter(|w| w.iter().any(|w| *w != 1.0))
    }

    /// Adds the offsets of some rows to numbers, one a row.
    pub(crate) fn add_offsets(&self, rows: Range<usize>, to: &mut [f64]) {
        if let Some(offset) = self.offset {
            for (t, o) in to.iter_mut().zip(&offset[rows]) {
                *t += o;
            }
        }
    }

    /// The same data with another design of as many rows and without starting values.
    pub(crate) fn on<'b>(&self, design: &'b Design) -> Observations<'b>
    where
        'a: 'b,
    {
        Observations { design, y: self.y, weights: self.weights, offset: self.offset, start: None }
    }

    /// Total weight, and weight of the rows whose outcome is yes.
    pub(crate) fn totals(&self) -> (f64, f64) {
        if self.weights.is_none() {
            return (self.y.len() as f64, self.yes() as f64);
        }
        self.y.iter().enumerate().fold((0.0, 0.0), |(all, yes), (i, &y)| {
            let w = self.weight(i);
            (all + w, if y { yes + w } else { yes })
        })
    }

    /// Rows whose outcome is yes.
    fn yes(&self) -> usize {
        self.y.iter().filter(|y| **y).count()
    }

    /// Number of rows of positive weight, and how many of them have the outcome yes.
    pub(crate) fn counts(&self) -> (usize, usize) {
        if self.weights.is_none() {
            return (self.y.len(), self.yes());
        }
        self.y
            .iter()
            .enumerate()
            .filter(|(i, _)| self.weight(*i) > 0.0)
            .fold((0, 0), |(all, yes), (_, &y)| (all + 1, yes + usize::from(y)))
    }
}
