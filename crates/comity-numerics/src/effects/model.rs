//! A fitted model as the effects see it.

use crate::dense::Matrix;
use crate::error::{NumericsError, Result, all_finite, same_length};
use crate::estimators::{Link, Observations};

/// A binary-outcome model with the covariance that its uncertainty is taken from: model
/// based, robust, dyadic, or any other.
#[derive(Clone, Copy, Debug)]
pub struct FittedModel<'a> {
    pub(super) data: Observations<'a>,
    pub(super) link: Link,
    pub(super) coefficients: &'a [f64],
    pub(super) covariance: &'a Matrix,
}

impl<'a> FittedModel<'a> {
    /// The rows to average over (with their weights and offsets), the link, the coefficients
    /// and their covariance. The outcome in `data` is not used.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] or [`NumericsError::NotFinite`] when
    /// coefficients or covariance do not fit the design or are not finite,
    /// [`NumericsError::Empty`] when no row has a positive weight.
    pub fn new(
        data: &Observations<'a>,
        link: Link,
        coefficients: &'a [f64],
        covariance: &'a Matrix,
    ) -> Result<Self> {
        same_length("the coefficients", coefficients.len(), data.design().width())?;
        same_length("the covariance", covariance.size(), data.design().width())?;
        all_finite("the coefficients", coefficients)?;
        for j in 0..covariance.size() {
            all_finite("the covariance", covariance.row(j))?;
        }
        if data.totals().0 <= 0.0 {
            return Err(NumericsError::Empty { what: "the rows of positive weight" });
        }
        Ok(Self { data: *data, link, coefficients, covariance })
    }

    /// Total weight of the rows.
    pub(super) fn total(&self) -> f64 {
        self.data.totals().0
    }
}
