//! Section 3: why.

use comity_core::Level;
use serde::{Deserialize, Serialize};

/// Contributions of factors to one model's log-odds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The model explained, such as "All levels together".
    pub model: String,
    /// The outcome explained, such as "any cooperation".
    pub outcome: String,
    /// The model's probability for a typical pair of the risk set, 0 to 1.
    pub typical_probability: Option<f64>,
    /// The model's probability for this pair, 0 to 1.
    pub probability: Option<f64>,
    /// One entry a factor, in any order; shown by level, then by size.
    pub contributions: Vec<Contribution>,
}

/// What one factor adds to the log-odds relative to a typical pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Panel column.
    pub variable: String,
    /// Short name for readers.
    pub label: String,
    /// Level of explanation.
    pub level: Level,
    /// Value of this pair; `None` when not coded.
    pub value: Option<f64>,
    /// Value of the typical pair.
    pub typical: Option<f64>,
    /// Unit of both values: "0/1", "count", "years", …
    pub unit: String,
    /// Difference in log-odds (natural logarithm) between the two values.
    pub log_odds: f64,
}
