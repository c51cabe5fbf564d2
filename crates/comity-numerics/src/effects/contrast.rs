//! What is compared with what.

use super::model::FittedModel;
use crate::error::{NumericsError, Result, in_range};
use serde::{Deserialize, Serialize};

/// A question about the fitted probability, averaged over the rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Contrast {
    /// The slope with respect to a column: the average marginal effect.
    Slope {
        /// The column of the design.
        column: usize,
    },
    /// The change when a column is set to `to` instead of `from` in every row: the first
    /// difference.
    Difference {
        /// The column of the design.
        column: usize,
        /// The value it has first.
        from: f64,
        /// The value it has then.
        to: f64,
    },
}

impl Contrast {
    /// The column of the design that the question is about.
    #[must_use]
    pub fn column(self) -> usize {
        match self {
            Contrast::Slope { column } | Contrast::Difference { column, .. } => column,
        }
    }

    /// From 0 to 1: the first difference of a dummy.
    #[must_use]
    pub fn zero_to_one(column: usize) -> Self {
        Contrast::Difference { column, from: 0.0, to: 1.0 }
    }

    pub(super) fn check(self, model: &FittedModel<'_>) -> Result<()> {
        let width = model.data.design().width();
        let column = self.column();
        in_range("column", column as f64, "a column of the design", column < width)?;
        if let Contrast::Difference { from, to, .. } = self {
            crate::error::all_finite("the values compared", &[from, to])?;
        }
        Ok(())
    }
}

/// The difference between two quantiles of a column among the rows of positive weight
/// (type 7 of Hyndman and Fan 1996, as in R). Weights beyond that do not count.
///
/// # Errors
/// [`NumericsError::Parameter`] when there is no such column or a probability lies outside
/// [0, 1], [`NumericsError::Empty`] when no row has a positive weight.
pub fn quantile_contrast(
    model: &FittedModel<'_>,
    column: usize,
    low: f64,
    high: f64,
) -> Result<Contrast> {
    Contrast::Slope { column }.check(model)?;
    for p in [low, high] {
        in_range("probability", p, "between 0 and 1", (0.0..=1.0).contains(&p))?;
    }
    let mut values: Vec<f64> = model
        .data
        .design()
        .columns()
        .get(column)
        .into_iter()
        .flatten()
        .enumerate()
        .filter(|(i, _)| model.data.weight(*i) > 0.0)
        .map(|(_, &v)| v)
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    let at = |p| quantile(&values, p).ok_or(NumericsError::Empty { what: "the rows" });
    Ok(Contrast::Difference { column, from: at(low)?, to: at(high)? })
}

/// The quantile of ascending values, linear between them; `None` without values.
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * p;
    let below = libm::floor(place);
    let low = *sorted.get(below as usize)?;
    let high = sorted.get(below as usize + 1).copied().unwrap_or(low);
    Some(low + (place - below) * (high - low))
}
