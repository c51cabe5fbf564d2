//! What an ensemble needs of a fitted model, and the models of `comity-theories` behind it.

use comity_core::Level;
use comity_panel::Panel;
use comity_theories::{Forms, WarmStart};
use serde::{Deserialize, Serialize};

/// Every issued probability lies this far from 0 and 1: no record of the past makes an event
/// impossible, and one such forecast would make every log score infinite.
pub const PROBABILITY_FLOOR: f64 = 1e-6;

/// A probability kept off 0 and 1 by [`PROBABILITY_FLOOR`]; `None` when it is not a number.
pub(crate) fn issued(p: f64) -> Option<f64> {
    (!p.is_nan()).then(|| p.clamp(PROBABILITY_FLOOR, 1.0 - PROBABILITY_FLOOR))
}

/// Values of panel columns by name, NaN where missing.
pub(crate) type Values<'a> = &'a dyn Fn(&str) -> f64;

/// A fitted model of one outcome.
pub(crate) trait Model: Send + Sync {
    /// Probabilities for panel rows.
    fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64>;
    /// Probability for the given column values.
    fn predict_row(&self, values: Values<'_>) -> f64;
    /// `n` draws of the parameters; equal seeds give equal draws.
    fn sampler<'s>(&'s self, n: usize, seed: u64) -> Box<dyn Sampler + 's>;
    /// What each covariate adds to the log-odds relative to its typical value.
    fn contributions(&self, values: Values<'_>) -> Vec<Factor>;
    /// Leverage of the values relative to the largest in training; `None` for baselines.
    fn leverage(&self, values: Values<'_>) -> Option<f64>;
    /// Labels of covariates whose value lies outside its training range.
    fn range_violations(&self, values: Values<'_>) -> Vec<String>;
    /// Which alliance a game predicts for the values; `None` for models that are no game.
    fn forms(&self, _values: Values<'_>) -> Option<Forms> {
        None
    }
}

/// Draws of a model's parameters.
pub(crate) trait Sampler: Send + Sync {
    /// Probabilities for the given values, one a draw, so that draws for different values are
    /// paired.
    fn probabilities(&self, values: Values<'_>) -> Vec<f64>;
}

/// What one covariate adds to a log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Panel column.
    pub variable: String,
    /// Short name.
    pub label: String,
    /// Level of explanation; `None` for controls of time.
    pub level: Option<Level>,
    /// This pair's value; `None` when not coded.
    pub value: Option<f64>,
    /// The training sample's typical value.
    pub typical: Option<f64>,
    /// Difference in log-odds between the two values (natural logarithm).
    pub log_odds: f64,
}

/// How the fit of a model ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FitOutcome {
    /// It converged.
    Fitted,
    /// Some covariates separate the outcomes; Firth's penalty gave finite estimates.
    Separated {
        /// The covariates.
        columns: Vec<String>,
    },
    /// There is no fit; the share of yes in training stands in for the model.
    StandIn {
        /// Why.
        reason: String,
    },
}

/// A model, or the reason why there is none.
pub(crate) struct Fit {
    pub(crate) outcome: FitOutcome,
    pub(crate) model: Option<Box<dyn Model>>,
    /// Where a fit on a few more rows may start.
    pub(crate) start: Option<WarmStart>,
}

/// Name and kind of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Identifier, such as `structural`.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether it is a baseline.
    pub baseline: bool,
    /// Whether it stands beside the ensemble: scored like the others, without a weight.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
}
