//! Settings of a fit.

use serde::{Deserialize, Serialize};

/// How the time since the last tie enters a logit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SinceTie {
    /// Not at all.
    None,
    /// As a cubic polynomial: Carter and Signorino (2010).
    Cubic,
    /// As a natural cubic spline with this many degrees of freedom: Beck, Katz and Tucker
    /// (1998). Inner knots lie at quantiles of the distinct values at which there are events.
    Spline(usize),
}

/// How time enters a logit, beside the theory's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeControl {
    /// Time since the pair's last tie.
    pub since_tie: SinceTie,
    /// Degrees of freedom of a natural spline of the calendar year; 0 leaves it out. Beyond
    /// the training years the curve stays at its last level.
    pub calendar: usize,
}

impl Default for TimeControl {
    fn default() -> Self {
        Self { since_tie: SinceTie::Spline(3), calendar: 3 }
    }
}

impl TimeControl {
    /// No function of time.
    pub const NONE: TimeControl = TimeControl { since_tie: SinceTie::None, calendar: 0 };
}

/// Which variance standard errors and draws come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variance {
    /// The inverse information: rows independent given the covariates.
    Model,
    /// Dyadic-cluster-robust: rows that share a group may depend on each other.
    #[default]
    Dyadic,
}

/// Settings of a fit.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `time` | splines, 3 degrees each | functions of time beside the terms |
/// | `variance` | dyadic | where standard errors and draws come from |
/// | `diagnostics` | true | whether leverage is computed, which costs one pass over the rows |
/// | `min_known` | 0.05 | share of training rows in which a term must have a value |
/// | `min_events` | 10 | rows of the rarer outcome a logit needs; fewer is no sample |
/// | `penalised_tolerance` | 1e-4 | standard errors from its maximum at which a penalised fit stops |
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitSettings {
    /// Functions of time beside the terms.
    pub time: TimeControl,
    /// Where standard errors and draws come from.
    pub variance: Variance,
    /// Whether leverage is computed.
    pub diagnostics: bool,
    /// Share of training rows in which a term must have a value; a term known in fewer is
    /// left out and named in [`crate::FitReport::dropped`].
    pub min_known: f64,
    /// Rows of the rarer outcome that a logit needs.
    pub min_events: usize,
    /// How far from its maximum, in standard errors, a penalised fit may stop.
    pub penalised_tolerance: f64,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self {
            time: TimeControl::default(),
            variance: Variance::default(),
            diagnostics: true,
            min_known: 0.05,
            min_events: 10,
            penalised_tolerance: 1e-4,
        }
    }
}

impl FitSettings {
    /// Settings for fits of which only the probabilities count: the same coefficients (a
    /// penalised one to a thousandth of its standard error), without robust variance and
    /// leverage.
    #[must_use]
    pub fn for_scoring() -> Self {
        Self {
            variance: Variance::Model,
            diagnostics: false,
            penalised_tolerance: 1e-3,
            ..Self::default()
        }
    }
}
