//! How long the past counts.

use serde::{Deserialize, Serialize};

/// Which past events count at time t, and how much; a is the age t − t′ of an event, always
/// above zero: what happens at t is not history at t. Ages are in the unit of the stream's
/// times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Memory {
    /// All of it, equally.
    #[default]
    Full,
    /// Events of age a ≤ `length`.
    Window {
        /// The longest age.
        length: f64,
    },
    /// Events of age `from` < a ≤ `until`.
    Interval {
        /// Ages up to this one do not count yet.
        from: f64,
        /// The longest age.
        until: f64,
    },
    /// All, with the weight 2^(−a / `half_life`) (Lerner and others 2013).
    Decay {
        /// The age at which an event counts half.
        half_life: f64,
    },
}

impl Memory {
    /// The rate ρ of e^(−ρa), zero without decay.
    pub(crate) fn rate(self) -> f64 {
        match self {
            Self::Decay { half_life } => std::f64::consts::LN_2 / half_life,
            _ => 0.0,
        }
    }

    /// The weight of an event of age `age` > 0.
    pub(crate) fn weight(self, age: f64) -> f64 {
        match self {
            Self::Full => 1.0,
            Self::Window { length } => f64::from(age <= length),
            Self::Interval { from, until } => f64::from(from < age && age <= until),
            Self::Decay { .. } => libm::exp(-self.rate() * age),
        }
    }

    /// Whether the options make sense.
    pub(crate) fn is_valid(self) -> bool {
        let length = |v: f64| v.is_finite() && v > 0.0;
        match self {
            Self::Full => true,
            Self::Window { length: v } | Self::Decay { half_life: v } => length(v),
            Self::Interval { from, until } => from.is_finite() && from >= 0.0 && until > from,
        }
    }
}
