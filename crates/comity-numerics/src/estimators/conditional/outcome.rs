//! How a conditional fit ends.

use crate::estimators::{Fit, Outcome};
use serde::{Deserialize, Serialize};

/// What became of the groups (of positive weight).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupCounts {
    /// Groups in which the outcome varies: the ones that are used.
    pub used: usize,
    /// Groups dropped because every row has the outcome yes.
    pub all_yes: usize,
    /// Groups dropped because no row has the outcome yes.
    pub none_yes: usize,
    /// Rows of the used groups.
    pub rows_used: usize,
    /// Rows of the dropped groups.
    pub rows_dropped: usize,
}

/// How a conditional fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Conditional {
    /// Some groups vary.
    Fitted {
        /// How the fit on them ended. The log-likelihood is the conditional one; `rows` and
        /// `events` count the used groups; columns that are constant within every group are
        /// among the dropped ones.
        outcome: Outcome,
        /// What became of the groups.
        groups: GroupCounts,
    },
    /// In no group does the outcome vary: the data say nothing about the coefficients.
    NoVariation {
        /// What became of the groups.
        groups: GroupCounts,
    },
}

impl Conditional {
    /// The fit, if a maximum was found.
    #[must_use]
    pub fn fit(&self) -> Option<&Fit> {
        match self {
            Self::Fitted { outcome, .. } => outcome.fit(),
            Self::NoVariation { .. } => None,
        }
    }

    /// What became of the groups.
    #[must_use]
    pub fn groups(&self) -> GroupCounts {
        match self {
            Self::Fitted { groups, .. } | Self::NoVariation { groups } => *groups,
        }
    }
}
