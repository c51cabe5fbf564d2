//! The data of a model with absorbed fixed effects.

use super::family::Family;
use crate::design::Design;
use crate::error::{NumericsError, Result, all_finite, in_range, same_length};
use crate::grouping::Grouping;

/// An outcome, its covariates and the fixed effects to absorb.
///
/// The design needs no intercept: the fixed effects determine it, and it would be dropped.
/// Without groupings nothing is absorbed and the design should have one.
#[derive(Clone, Debug)]
pub struct FixedEffects<'a> {
    design: &'a Design,
    y: Vec<f64>,
    family: Family,
    groupings: &'a [Grouping],
    weights: Option<&'a [f64]>,
}

impl<'a> FixedEffects<'a> {
    /// A model of `y` (one entry a row) with one fixed effect for every group of every
    /// grouping.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the arguments do not fit together,
    /// [`NumericsError::NotFinite`] when an outcome is infinite or NaN,
    /// [`NumericsError::Parameter`] when one is not 0 or 1 (logit, probit) or is negative
    /// (Poisson).
    pub fn new(
        design: &'a Design,
        y: &[f64],
        family: Family,
        groupings: &'a [Grouping],
    ) -> Result<Self> {
        same_length("the outcome", y.len(), design.rows())?;
        all_finite("the outcome", y)?;
        for grouping in groupings {
            same_length("a fixed effect", grouping.rows(), design.rows())?;
        }
        let wrong = |v: &f64| match family {
            Family::Linear => false,
            Family::Poisson => *v < 0.0,
            Family::Logit | Family::Probit => *v != 0.0 && *v != 1.0,
        };
        if let Some(&value) = y.iter().find(|v| wrong(v)) {
            let range = if family.is_binary() { "0 or 1" } else { "zero or more" };
            return Err(NumericsError::Parameter { name: "an outcome", value, range });
        }
        Ok(Self { design, y: y.to_vec(), family, groupings, weights: None })
    }

    /// A logit of a yes/no outcome.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the arguments do not fit together.
    pub fn logit(design: &'a Design, y: &[bool], groupings: &'a [Grouping]) -> Result<Self> {
        let y: Vec<f64> = y.iter().map(|&v| f64::from(u8::from(v))).collect();
        Self::new(design, &y, Family::Logit, groupings)
    }

    /// With frequency weights.
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

    pub(super) fn design(&self) -> &'a Design {
        self.design
    }

    pub(super) fn y(&self) -> &[f64] {
        &self.y
    }

    pub(super) fn family(&self) -> Family {
        self.family
    }

    pub(super) fn groupings(&self) -> &'a [Grouping] {
        self.groupings
    }

    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.and_then(|w| w.get(row)).copied().unwrap_or(1.0)
    }
}
