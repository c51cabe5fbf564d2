//! How a statistic's raw value enters the predictor.

use serde::{Deserialize, Serialize};

/// What a proportion is where there is nothing to divide by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Empty {
    /// Equal shares: 1/(N − 1) among the others, 1/N among all (remstats).
    #[default]
    Equal,
    /// Zero (relevent).
    Zero,
}

/// The scaling of a statistic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Scaling {
    /// The raw value. The default of everything that is not a count.
    #[default]
    None,
    /// ln(1 + value), the default of counts. Of a sum over both actors of a dyad, each
    /// actor's part is taken by itself.
    Log1p,
    /// The share of a total: a dyad's count by the sender's out-going (inertia) or in-coming
    /// (reciprocity) total, an actor's degree by all events.
    Proportional {
        /// The value where the total is zero.
        empty: Empty,
    },
    /// (value − mean) / standard deviation over the dyads at risk at that moment, the
    /// standard deviation with the divisor n − 1 (remstats); zero where it is zero.
    Standardised,
}
