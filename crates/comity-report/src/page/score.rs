//! Section 8: scores and calibration, shared with the evaluation over all pairs.

use comity_core::Domain;
use comity_core::period::Year;
use serde::{Deserialize, Serialize};

/// A value with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranged {
    /// Point value.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Whether a model is better than persistence ("last year repeats").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The interval of the difference lies wholly on the better side.
    Yes,
    /// The interval of the difference lies wholly on the worse side.
    No,
    /// The interval holds zero.
    CannotTell,
}

impl Verdict {
    /// The verdict of a score difference `model − persistence` for a score where less is
    /// better (Brier, log loss).
    #[must_use]
    pub fn of_difference(d: &Ranged) -> Self {
        if d.high < 0.0 {
            Self::Yes
        } else if d.low > 0.0 {
            Self::No
        } else {
            Self::CannotTell
        }
    }
}

/// Out-of-sample scores of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// Model id, such as `persistence`.
    pub id: String,
    /// Model name for readers.
    pub title: String,
    /// Whether it is a baseline.
    pub baseline: bool,
    /// Brier score, less is better.
    pub brier: Option<Ranged>,
    /// Mean logarithmic loss (natural logarithm), less is better.
    pub log_score: Option<Ranged>,
    /// Average precision (area under the precision–recall curve), more is better.
    pub average_precision: Option<Ranged>,
    /// Area under the ROC curve, more is better.
    pub roc_auc: Option<Ranged>,
    /// Brier score minus that of persistence, paired by dyad block; less is better.
    pub brier_difference: Option<Ranged>,
    /// Log loss minus that of persistence, paired by dyad block; less is better.
    pub log_difference: Option<Ranged>,
    /// Whether it beats persistence; `None` for persistence itself.
    pub verdict: Option<Verdict>,
}

/// One bin of a reliability plot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationBin {
    /// Mean forecast in the bin, 0 to 1.
    pub predicted: f64,
    /// Share of yes in the bin, 0 to 1.
    pub observed: f64,
    /// Forecasts in the bin.
    pub count: u64,
    /// Lower end of the band of shares expected of a calibrated model (consistency band,
    /// Bröcker and Smith 2007).
    pub band_low: f64,
    /// Upper end of that band.
    pub band_high: f64,
}

/// Reliability of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Model name for readers.
    pub model: String,
    /// Bins in increasing order of forecast; empty bins are left out.
    pub bins: Vec<CalibrationBin>,
}

/// Scores of every model for one outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrackRecord {
    /// The domain; `None` for any cooperation.
    pub domain: Option<Domain>,
    /// First forecast year.
    pub first_origin: Year,
    /// Last forecast year.
    pub last_origin: Year,
    /// Dyad-years forecast.
    pub forecasts: u64,
    /// Dyad-years with cooperation among them.
    pub events: u64,
    /// One row a model.
    pub scores: Vec<ScoreRow>,
    /// Reliability, one entry a model; the first is drawn largest.
    pub calibration: Vec<Calibration>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_sign_of_the_interval() {
        let of = |low, high| Verdict::of_difference(&Ranged { value: 0.0, low, high });
        assert_eq!(of(-0.2, -0.1), Verdict::Yes);
        assert_eq!(of(0.1, 0.2), Verdict::No);
        assert_eq!(of(-0.1, 0.1), Verdict::CannotTell);
        assert_eq!(of(-0.1, 0.0), Verdict::CannotTell);
        assert_eq!(of(f64::NAN, f64::NAN), Verdict::CannotTell);
    }
}
