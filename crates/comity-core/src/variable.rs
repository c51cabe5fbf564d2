//! Variables of a panel: what a column means, at which level it explains, and whence it comes.

use crate::source::SourceKey;
use serde::{Deserialize, Serialize};

/// The level of explanation a covariate belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The international system: major powers, the adversary's alignment, periods.
    Structural,
    /// The region: shared patron state, common enemy, neighbours, distance.
    Regional,
    /// The groups themselves: ideology, identity, goals, age, strength, lineage.
    Internal,
    /// Past ties and the network around the pair.
    History,
}

impl Level {
    /// All levels, in the order of the reports.
    pub const ALL: [Level; 4] =
        [Level::Structural, Level::Regional, Level::Internal, Level::History];

    /// Lower-case name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Structural => "structural",
            Level::Regional => "regional",
            Level::Internal => "internal",
            Level::History => "history",
        }
    }
}

/// What a column is in a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Part of the row's key.
    Key,
    /// What is to be explained.
    Outcome,
    /// What may explain it.
    Covariate,
    /// Neither: labels, weights, risk-set marks.
    Context,
}

/// The codebook entry of one panel column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Column name; a lagged column ends in `_lag1`.
    pub name: String,
    /// What the column is for.
    pub role: Role,
    /// Level of explanation, for covariates.
    pub level: Option<Level>,
    /// Short name for tables and figures, such as "shared state sponsor".
    pub label: String,
    /// Definition in one or two sentences, saying when the value is missing.
    pub definition: String,
    /// Unit: "0/1", "count", "years", "share"…
    pub unit: String,
    /// Data sets the value comes from.
    pub sources: Vec<SourceKey>,
}
