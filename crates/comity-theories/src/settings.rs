//! Settings of a fit.

use crate::lookup::YEAR;
use crate::theory::Choices;
use comity_numerics::estimators::Link;
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

    /// The functions of time that are still added beside a formula that names these columns.
    pub(crate) fn beside<'n>(mut self, names: impl Iterator<Item = &'n str>) -> Self {
        for name in names {
            if name == YEAR {
                self.calendar = 0;
            }
            if name.starts_with("years_since_tie") {
                self.since_tie = SinceTie::None;
            }
        }
        self
    }
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
    /// Clustered by pair: the years of a pair may depend on each other (Liang and Zeger
    /// 1986, *Biometrika* 73(1)), with the factor G/(G − 1).
    Cluster,
    /// Clustered by both members at once: rows with the same first or the same second member
    /// may depend on each other (Cameron, Gelbach and Miller 2011, *Journal of Business and
    /// Economic Statistics* 29(2)), with the factor of the smaller number of clusters.
    Multiway,
}

/// How a theory with terms is fitted. See [`comity_numerics::estimators`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimator {
    /// Logit by maximum likelihood.
    #[default]
    Logit,
    /// Probit by maximum likelihood.
    Probit,
    /// Complementary log-log by maximum likelihood: a discrete-time proportional hazard.
    Cloglog,
    /// Firth's penalised logit, in any case and not only under separation.
    Firth,
    /// Logit with King and Zeng's correction for rare events.
    RareEvents,
}

impl Estimator {
    /// All of them.
    pub const ALL: [Estimator; 5] = [
        Estimator::Logit,
        Estimator::Probit,
        Estimator::Cloglog,
        Estimator::Firth,
        Estimator::RareEvents,
    ];

    /// The link between the linear predictor and the probability.
    #[must_use]
    pub fn link(self) -> Link {
        match self {
            Estimator::Probit => Link::Probit,
            Estimator::Cloglog => Link::Cloglog,
            _ => Link::Logit,
        }
    }

    /// In words, for tables and captions.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Estimator::Logit => "logit",
            Estimator::Probit => "probit",
            Estimator::Cloglog => "complementary log-log",
            Estimator::Firth => "Firth's penalised logit",
            Estimator::RareEvents => "rare-events logit",
        }
    }
}

/// Settings of a fit.
///
/// | Name | Default | Purpose |
/// |---|---|---|
/// | `time` | splines, 3 degrees each | functions of time beside the terms |
/// | `estimator` | logit | how terms are fitted |
/// | `variance` | dyadic | where standard errors and draws come from |
/// | `diagnostics` | true | whether leverage is computed, which costs one pass over the rows |
/// | `min_known` | 0.05 | share of training rows in which a term must have a value |
/// | `min_events` | 10 | rows of the rarer outcome a logit needs; fewer is no sample |
/// | `penalised_tolerance` | 1e-4 | standard errors from its maximum at which a penalised fit stops |
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitSettings {
    /// Functions of time beside the terms.
    pub time: TimeControl,
    /// How terms are fitted.
    #[serde(default)]
    pub estimator: Estimator,
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
            estimator: Estimator::default(),
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

    /// These settings with what a theory asks for. A model-based variance stays: it is asked
    /// for where only probabilities count.
    #[must_use]
    pub(crate) fn chosen(&self, choices: &Choices) -> Self {
        let variance = match self.variance {
            Variance::Model => Variance::Model,
            other => choices.variance.unwrap_or(other),
        };
        Self {
            time: choices.time.unwrap_or(self.time),
            estimator: choices.estimator.unwrap_or(self.estimator),
            variance,
            ..*self
        }
    }
}
