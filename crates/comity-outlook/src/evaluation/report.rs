//! What an evaluation found.

use crate::model::{FitOutcome, ModelInfo};
use comity_core::{Code, Dyad, Error, Result, Year};
use comity_score::{BrierParts, Calibration, CorpParts, LogScore, ScoreInterval, Skill};
use serde::{Deserialize, Serialize};

/// Identifier of the ensemble among the models of an evaluation.
pub const ENSEMBLE: &str = "ensemble";

/// The rolling-origin evaluation of one outcome.
///
/// Row columns (`a`, `b`, `year`, `happened` and each model's `probability`) have one entry per
/// forecast, in order of year, then pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Panel column that was forecast.
    pub outcome: String,
    /// Last year whose data were used.
    pub as_of: Year,
    /// Raw id of the member with the smaller id.
    pub a: Vec<i64>,
    /// Raw id of the member with the larger id.
    pub b: Vec<i64>,
    /// Year that was forecast.
    pub year: Vec<Year>,
    /// Whether it came true.
    pub happened: Vec<bool>,
    /// The models in the order of the catalogue, then the ensemble.
    pub models: Vec<ModelTrack>,
    /// One entry a year forecast, in order.
    pub origins: Vec<Origin>,
    /// Years that were not forecast, each with the reason.
    pub skipped: Vec<(Year, String)>,
    /// Every model and the ensemble against every baseline, by score.
    pub comparisons: Vec<Comparison>,
    /// All coded rows up to the as-of year: what the final models are fitted on.
    pub training: Sample,
}

impl Evaluation {
    /// The track of a model, or of the ensemble.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&ModelTrack> {
        self.models.iter().find(|m| m.info.id == id)
    }

    /// The comparison of a model with a baseline under one score.
    #[must_use]
    pub fn comparison(
        &self,
        model: &str,
        baseline: &str,
        metric: comity_score::Metric,
    ) -> Option<&Comparison> {
        self.comparisons
            .iter()
            .find(|c| c.model == model && c.baseline == baseline && c.skill.metric == metric)
    }

    /// Positions of one pair's forecasts, in order of year.
    pub fn rows_of(&self, dyad: Dyad) -> impl Iterator<Item = usize> {
        let (a, b) = (dyad.a().raw(), dyad.b().raw());
        self.a
            .iter()
            .zip(&self.b)
            .enumerate()
            .filter(move |(_, (x, y))| **x == a && **y == b)
            .map(|(i, _)| i)
    }

    /// The evaluation as bytes, for a cache. Equal evaluations give equal bytes.
    ///
    /// # Errors
    /// [`Code::Internal`] when a score is not a number.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self)
            .map_err(|e| Error::new(Code::Internal, format!("the evaluation: {e}")))
    }

    /// The evaluation that [`Evaluation::to_bytes`] wrote, equal to the last bit.
    ///
    /// # Errors
    /// [`Code::Internal`] when the bytes are something else: the caller evaluates again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes)
            .map_err(|e| Error::new(Code::Internal, format!("a cached evaluation: {e}")))
    }
}

/// Forecasts and scores of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelTrack {
    /// Which model.
    pub info: ModelInfo,
    /// Its weight in the ensemble learned from all forecasts; `None` for the ensemble.
    pub weight: Option<f64>,
    /// Its out-of-sample probability, one a row.
    pub probability: Vec<f64>,
    /// Brier score and its parts.
    pub brier: BrierParts,
    /// Brier score split without bins.
    pub corp: CorpParts,
    /// Log score, nats.
    pub log: LogScore,
    /// Brier score with its interval.
    pub brier_interval: Option<ScoreInterval>,
    /// Log score with its interval.
    pub log_interval: Option<ScoreInterval>,
    /// Average precision; `None` when outcomes are all of one kind.
    pub average_precision: Option<ScoreInterval>,
    /// Area under the ROC curve; `None` when outcomes are all of one kind.
    pub roc_area: Option<ScoreInterval>,
    /// Observed shares by forecast.
    pub calibration: Calibration,
    /// Years in which the training share stood in for the model.
    pub stand_ins: usize,
}

/// One year that was forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The year.
    pub year: Year,
    /// Rows of earlier years with a coded outcome.
    pub training: Sample,
    /// Pairs forecast.
    pub rows: usize,
    /// Pairs that did cooperate.
    pub events: usize,
    /// Ensemble weights used for this year, learned from forecasts of earlier years only, in
    /// the order of the models.
    pub weights: Vec<f64>,
    /// How each model's fit ended, in the order of the models.
    pub fits: Vec<FitOutcome>,
}

/// A model against a baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Identifier of the model.
    pub model: String,
    /// Identifier of the baseline.
    pub baseline: String,
    /// The difference, with its interval over resampled dyads.
    pub skill: Skill,
}

/// A sample of dyad-years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Number of rows.
    pub rows: usize,
    /// Number of rows whose outcome is yes.
    pub events: usize,
    /// First year with a row.
    pub first_year: Option<Year>,
    /// Last year with a row.
    pub last_year: Option<Year>,
}

impl Sample {
    /// Share of yes; 0 for an empty sample.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.events as f64 / self.rows as f64 }
    }

    pub(crate) fn add(&mut self, year: Year, happened: bool) {
        self.rows += 1;
        self.events += usize::from(happened);
        self.first_year = Some(self.first_year.map_or(year, |y| y.min(year)));
        self.last_year = Some(self.last_year.map_or(year, |y| y.max(year)));
    }
}
