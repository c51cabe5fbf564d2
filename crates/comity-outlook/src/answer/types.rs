//! What an outlook contains.

use super::factors::LevelFactors;
use super::grid::{GridRow, PastForecast};
use crate::model::{FitOutcome, ModelInfo};
use crate::scenarios::Scenario;
use comity_core::{Domain, Dyad, Forecast, Interval, Year};
use serde::{Deserialize, Serialize};

/// The outlook of one pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// The pair.
    pub dyad: Dyad,
    /// Last year whose data were used.
    pub as_of: Year,
    /// Years ahead.
    pub horizon: u8,
    /// One entry an outcome, in the order of the settings.
    pub outcomes: Vec<DomainOutlook>,
}

/// The answer for one outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainOutlook {
    /// Panel column forecast.
    pub outcome: String,
    /// The domain; `None` for any cooperation.
    pub domain: Option<Domain>,
    /// The answer.
    pub answer: Answer,
    /// What the models said of this pair in earlier years, each before the year.
    pub past: Vec<PastForecast>,
}

/// A probability, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// A validated forecast with its reasons.
    Forecast(Box<DomainForecast>),
    /// The evidence gives no basis for a probability.
    NoBasis {
        /// Why, in plain words.
        reason: String,
    },
}

/// A forecast with what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainForecast {
    /// The validated forecast.
    pub forecast: Forecast,
    /// Likelihood in the words of ICD 203.
    pub likelihood: String,
    /// The three uncertainties, apart.
    pub uncertainty: Uncertainty,
    /// Reference classes: all pairs at risk first, then those with the same tie in the year
    /// before.
    pub reference: Vec<ReferenceClass>,
    /// What each model says, in the order of the catalogue.
    pub models: Vec<ModelForecast>,
    /// What each factor adds, by level: the models' contributions averaged by weight.
    pub factors: Vec<LevelFactors>,
    /// What each theory expected of the last coded year, term by term.
    pub grid: Vec<GridRow>,
    /// What changes under dated conditions.
    pub scenarios: Vec<Scenario>,
    /// Share of simulated paths with 0, 1, … years of cooperation within the horizon.
    pub years_ahead: Vec<f64>,
}

/// The three parts of uncertainty, each as a standard deviation of the probability or, for the
/// last, of the outcome itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// Parameters: √(Σ w_k Var(p_k)) over draws of each model's parameters.
    pub parameters: f64,
    /// Models: √(Σ w_k (p_k − p)²) over the ensemble's weights.
    pub models: f64,
    /// Outcome: √(p (1 − p)), the chance that is left when p is known.
    pub outcome: f64,
}

/// A reference class with its share of yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferenceClass {
    /// The class in words.
    pub description: String,
    /// Coded dyad-years in it.
    pub n: usize,
    /// Of these, with cooperation.
    pub events: usize,
    /// Share of yes.
    pub share: f64,
}

/// What one model says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelForecast {
    /// Which model.
    pub info: ModelInfo,
    /// Weight in the ensemble.
    pub weight: f64,
    /// Its probability.
    pub probability: f64,
    /// 80 % interval from its parameters.
    pub interval80: Interval,
    /// How its fit ended.
    pub fit: FitOutcome,
    /// Leverage of the pair's covariates relative to the largest in training; `None` for
    /// baselines.
    pub leverage: Option<f64>,
    /// Covariates outside their range in training.
    pub out_of_range: Vec<String>,
    /// For a game, which alliance it predicts for the year ahead and what would change that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<comity_theories::Forms>,
}
