//! What a scenario changes and what follows.

use comity_core::{Interval, Year};
use serde::{Deserialize, Serialize};

/// One condition and its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Short identifier, such as `patron-withdraws`.
    pub id: String,
    /// The condition in words.
    pub title: String,
    /// What is changed; empty when it does not apply.
    pub changes: Vec<Change>,
    /// What follows.
    pub result: ScenarioResult,
}

/// One covariate set to another value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Year from which the change holds. A lagged covariate of the first forecast year
    /// describes the as-of year, so that is the earliest year a change can act from.
    pub year: Year,
    /// Panel column.
    pub variable: String,
    /// Short name of the column.
    pub label: String,
    /// Value before; `None` when not coded.
    pub from: Option<f64>,
    /// Value after.
    pub to: f64,
}

/// What a scenario does, or why it does not apply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ScenarioResult {
    /// The probability under the changes.
    Effect(Effect),
    /// The condition does not arise for this pair or cannot be computed.
    NotApplicable {
        /// Why, in plain words.
        reason: String,
    },
}

/// A scenario's effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Probability of at least one yes within the horizon under the changes.
    pub probability: f64,
    /// Difference from the unchanged path.
    pub difference: f64,
    /// 95 % interval of the difference over paired paths (models and parameters).
    pub interval95: Interval,
    /// Set when the changed values leave the data: which, and how far.
    pub extrapolation: Option<String>,
}
