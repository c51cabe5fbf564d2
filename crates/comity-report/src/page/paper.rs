//! Regression tables and figures as papers print them.

use super::score::CalibrationBin;
use comity_core::{Level, Manifest};
use serde::{Deserialize, Serialize};

/// What every table and figure says below itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// What is explained, in words.
    pub outcome: String,
    /// Rows, events, years, risk set, in one sentence.
    pub sample: String,
    /// Last year whose data were used.
    pub as_of: i16,
    /// The data sets, as `name version`.
    pub sources: Vec<String>,
    /// SHA-256 of the manifest.
    pub manifest_hash: String,
    /// The command that repeats it.
    pub command: String,
    /// The manifest itself.
    pub manifest: Manifest,
}

/// Several theories as the columns of one table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegressionTable {
    /// One column a theory.
    pub models: Vec<Regression>,
    /// Whether coefficients carry stars.
    pub stars: bool,
    /// What stands below.
    pub caption: Caption,
}

/// One fitted theory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// Theory id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Whether it is the user's own.
    pub user: bool,
    /// Estimator in words.
    pub estimator: String,
    /// Where the standard errors come from.
    pub variance: String,
    /// What else to know: separation, terms that are missing from the data.
    pub notes: Vec<String>,
    /// Terms, then controls, the intercept last.
    pub coefficients: Vec<Coefficient>,
    /// Rows.
    pub n: u64,
    /// Rows with the outcome.
    pub events: u64,
    /// Groups in the rows.
    pub groups: u64,
    /// Pairs in the rows.
    pub pairs: u64,
    /// Log-likelihood.
    pub loglik: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Schwarz's criterion.
    pub bic: f64,
    /// McFadden's pseudo R².
    pub pseudo_r2: f64,
}

/// One coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    /// Column of the model.
    pub variable: String,
    /// Name for readers.
    pub label: String,
    /// Level of explanation.
    pub level: Option<Level>,
    /// Whether it is the theory's own, not a control.
    pub term: bool,
    /// The sign that the theory predicts: +1, −1 or 0.
    pub predicted: i8,
    /// Estimate.
    pub coef: f64,
    /// Standard error.
    pub se: f64,
    /// Two-sided p-value.
    pub p: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// By how much the figure multiplies it: 1 for no and yes, two standard deviations of
    /// the column otherwise (Gelman 2008, *Statistics in Medicine* 27(15)).
    pub scale: f64,
}

/// The figures of a set of theories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TheoryFigures {
    /// The fits behind the coefficient plot.
    pub table: RegressionTable,
    /// Effects on the probability, by theory.
    pub effects: Vec<ModelEffects>,
    /// Forecasts of years not seen, by model; empty when the outcome cannot be evaluated.
    pub forecasts: Vec<ModelForecasts>,
    /// What the forecasts are of, in one sentence, or why there are none.
    pub forecast_sample: String,
}

/// Effects of one theory's columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelEffects {
    /// Theory id.
    pub id: String,
    /// Title.
    pub title: String,
    /// One entry a panel column.
    pub effects: Vec<ColumnEffect>,
}

/// What one column does to the probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnEffect {
    /// Panel column.
    pub variable: String,
    /// Name for readers.
    pub label: String,
    /// Level of explanation.
    pub level: Option<Level>,
    /// The two values compared, in words: `no → yes`, `2 → 7`.
    pub change: String,
    /// First difference with its interval, as probabilities.
    pub difference: Bounded,
    /// Average marginal effect per unit with its interval.
    pub marginal: Bounded,
}

/// An estimate with its standard error and 95 % interval, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounded {
    /// Estimate.
    pub value: f64,
    /// Standard error.
    pub se: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Forecasts of one model over years that it had not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelForecasts {
    /// Model id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Probabilities of the rows, lowest first.
    pub probability: Vec<f64>,
    /// Whether the row came true, in the same order.
    pub happened: Vec<bool>,
    /// ROC curve from (0, 0): share of non-events, share of events.
    pub roc: Vec<(f64, f64)>,
    /// Area under it.
    pub roc_area: Option<f64>,
    /// Precision–recall curve: share of events found, share of events among those found.
    pub precision: Vec<(f64, f64)>,
    /// Average precision.
    pub average_precision: Option<f64>,
    /// Reliability by bin.
    pub bins: Vec<CalibrationBin>,
}
