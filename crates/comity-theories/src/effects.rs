//! What the terms of a fitted theory do to the probability.

use crate::fitted::Model;
use crate::models::effects::{self, Estimated};
use crate::report::FitReport;
use crate::sample::{Sample, Training};
use crate::theory::Sign;
use comity_core::{Code, Error, Level, Result};
use serde::{Deserialize, Serialize};

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Which two values a first difference compares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Change {
    /// No and yes, for columns of zeros and ones.
    ZeroToOne,
    /// The lower and the upper quartile of the training rows; where they are equal, that value
    /// and the median of all others.
    Between {
        /// The value it has first.
        from: f64,
        /// The value it has then.
        to: f64,
    },
}

/// A number on the scale of probabilities with its uncertainty by the delta method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectSize {
    /// The estimate.
    pub estimate: f64,
    /// Standard error; `None` when the covariance gives it a negative variance.
    pub se: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval.
    pub high: Option<f64>,
}

impl From<Estimated> for EffectSize {
    fn from(e: Estimated) -> Self {
        let end = |z: f64| e.se.map(|s| e.value + z * s);
        Self { estimate: e.value, se: e.se, low: end(-Z), high: end(Z) }
    }
}

/// What one panel column does to the probability, averaged over the training rows, through
/// every term that it is part of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermEffect {
    /// The panel column.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Level of explanation.
    pub level: Option<Level>,
    /// The sign that the theory predicts for the column by itself.
    pub predicted: Sign,
    /// What the first difference compares.
    pub change: Change,
    /// Average marginal effect: change of the probability per unit; for columns of zeros and
    /// ones the first difference.
    pub marginal: EffectSize,
    /// First difference: the mean probability with the second value less that with the first.
    pub difference: EffectSize,
}

/// By how much a coefficient is multiplied to compare it with others, by column: 1 for columns
/// of zeros and ones, two standard deviations for all others (Gelman 2008, *Statistics in
/// Medicine* 27(15)); empty for baselines and where there is no model.
///
/// # Errors
/// [`Code::NoSample`] when the panel lacks the outcome.
pub fn comparable_units(report: &FitReport, data: &Training<'_>) -> Result<Vec<(String, f64)>> {
    let Some(Model::Logit(model)) = report.model.as_ref().map(|m| &m.0) else {
        return Ok(Vec::new());
    };
    Ok(effects::units(model, &Sample::new(data)?))
}

/// The effects of a fitted theory's columns over its training rows, with the covariance that
/// its standard errors come from; empty for baselines and where there is no model.
///
/// Hanmer and Kalkan (2013), *American Journal of Political Science* 57(1): averages over the
/// rows observed, not values at the means.
///
/// # Errors
/// [`Code::NoSample`] when the panel lacks the outcome; [`Code::Internal`] when the rows are
/// not those of the fit.
pub fn term_effects(report: &FitReport, data: &Training<'_>) -> Result<Vec<TermEffect>> {
    let Some(Model::Logit(model)) = report.model.as_ref().map(|m| &m.0) else {
        return Ok(Vec::new());
    };
    let sample = Sample::new(data)?;
    effects::of(model, &sample).map_err(|e| Error::new(Code::Internal, e.to_string()))
}
