//! Section 5: scenarios.

use super::score::Ranged;
use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// A set of dated changes and what they do to the probability. Scenarios describe
/// conditions; none recommends an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Short id, such as `patron-withdraws`.
    pub id: String,
    /// The condition in words.
    pub title: String,
    /// What is changed.
    pub changes: Vec<Change>,
    /// The outcome.
    pub result: ScenarioResult,
}

/// One dated change of a covariate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Year from which the change holds.
    pub year: Year,
    /// Covariate in words.
    pub label: String,
    /// Value before; `None` when not coded.
    pub from: Option<f64>,
    /// Value after.
    pub to: f64,
}

/// The effect of a scenario, or why it does not apply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ScenarioResult {
    /// The probability under the changes.
    Effect(Effect),
    /// The condition does not arise for this pair.
    NotApplicable {
        /// Why, in one sentence.
        reason: String,
    },
}

/// A scenario's effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Probability under the scenario, 0 to 1.
    pub probability: f64,
    /// Difference from the unchanged path in probability (−1 to 1), with 95 % interval.
    pub difference: Ranged,
    /// Set when the changed values leave the data, saying how far.
    pub extrapolation: Option<String>,
}
