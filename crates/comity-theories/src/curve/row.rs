//! One fit of the curve.

use serde::{Deserialize, Serialize};

/// How a fit of the curve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is an estimate.
    Converged,
    /// Controls separate the outcome: the estimate is that of the rows they do not predict
    /// perfectly, where the likelihood tends.
    Limit,
    /// The term itself separates the outcome: no finite maximum exists.
    Separated,
    /// The iterations ended before the maximum.
    NotConverged,
    /// The term does not vary, or other columns determine it.
    NotIdentified,
    /// Fewer rows of the rarer outcome than a fit needs.
    TooFewEvents,
}

impl Status {
    /// Every one, in the order of the tables.
    pub const ALL: [Status; 6] = [
        Status::Converged,
        Status::Limit,
        Status::Separated,
        Status::NotConverged,
        Status::NotIdentified,
        Status::TooFewEvents,
    ];

    /// The spelling in tables and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Converged => "converged",
            Status::Limit => "converged in the limit",
            Status::Separated => "separated",
            Status::NotConverged => "not converged",
            Status::NotIdentified => "not identified",
            Status::TooFewEvents => "too few events",
        }
    }
}

/// One specification with its fit: one row of the results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Term, number of the design in the grid, estimator: unique within a run.
    pub specification: String,
    /// The term whose coefficient it is, a panel column without its lag.
    pub term: String,
    /// What counts as cooperation.
    pub outcome: String,
    /// The data sets that say so.
    pub sources: String,
    /// Occurrence or onset.
    pub spell: String,
    /// Which pairs are at risk.
    pub risk_set: String,
    /// The year that covariates are taken from.
    pub lag: String,
    /// Levels whose covariates stand beside the term.
    pub covariates: String,
    /// Functions of time.
    pub time: String,
    /// Years of the sample.
    pub period: String,
    /// Missing covariates.
    pub missing: String,
    /// The country left out, or `none`.
    pub left_out: String,
    /// How the coefficients are estimated.
    pub estimator: String,
    /// Rows used.
    pub rows: usize,
    /// Of these, with cooperation.
    pub events: usize,
    /// How it ended.
    pub status: Status,
    /// Steps taken.
    pub iterations: usize,
    /// The estimate, when there is one.
    pub estimate: Option<Estimated>,
    /// Why there is none, or what to know about it.
    pub note: Option<String>,
}

impl Row {
    /// The term and the number of the design, which the rows of one design share; `None`
    /// when the name of the specification has another form.
    #[must_use]
    pub fn design_key(&self) -> Option<String> {
        let rest = self.specification.strip_prefix(&self.term)?.strip_prefix('-')?;
        let (number, _) = rest.split_once('-')?;
        Some(format!("{}-{number}", self.term))
    }
}

/// The estimate of one specification.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The coefficient, on the scale of the estimator's link.
    pub coefficient: f64,
    /// Dyadic-cluster-robust standard error; `None` when the variance is negative.
    pub se: Option<f64>,
    /// Average marginal effect: change of the probability per unit of the term; `None` for
    /// the conditional logit, which has no probability.
    pub ame: Option<f64>,
    /// The average marginal effect as a share of the sample's mean probability, which makes
    /// estimators, outcomes and risk sets comparable; for rare events about a logit's
    /// coefficient. For the conditional logit the coefficient.
    pub relative: f64,
}

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

impl Estimated {
    /// Coefficient over standard error; `None` without a positive standard error.
    #[must_use]
    pub fn z(&self) -> Option<f64> {
        self.se.filter(|s| *s > 0.0).map(|s| self.coefficient / s)
    }

    /// The 95 % interval of the coefficient; `None` without a standard error.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.se.map(|s| (self.coefficient - Z * s, self.coefficient + Z * s))
    }

    /// The interval on the scale of the relative effect, the factor between the two scales
    /// taken as known; `None` without a standard error or with a coefficient of zero.
    #[must_use]
    pub fn relative_interval(&self) -> Option<(f64, f64)> {
        let (low, high) = self.interval()?;
        let factor = self.relative / self.coefficient;
        factor.is_finite().then_some((low * factor, high * factor))
    }

    /// 1 when the interval lies above zero, −1 when below, 0 when it holds zero or there is
    /// none.
    #[must_use]
    pub fn side(&self) -> i8 {
        match self.interval() {
            Some((low, _)) if low > 0.0 => 1,
            Some((_, high)) if high < 0.0 => -1,
            _ => 0,
        }
    }
}
