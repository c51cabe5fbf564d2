//! The levels test over all pairs: what each level adds, and which side outweighs.

use super::provenance::Provenance;
use super::score::Ranged;
use serde::{Deserialize, Serialize};

/// The levels test of one outcome, as shown by `levels_html`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelsPage {
    /// Heading.
    pub title: String,
    /// How it was made: rows, windows, models, intervals.
    pub method: String,
    /// The sentence it ends in.
    pub answer: String,
    /// The divisions: by level, by level without ideology, by part of a level.
    pub divisions: Vec<Division>,
    /// Tests between models neither of which contains the other.
    pub tests: Vec<ModelTest>,
    /// What limits the answer: absent covariates, multiplicity, fits.
    pub cautions: Vec<String>,
    /// What it was computed from.
    pub provenance: Provenance,
}

/// One division of what all levels explain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Division {
    /// Short name, such as `levels`.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Players, then what there is to divide, then differences.
    pub rows: Vec<DivisionRow>,
    /// Which side outweighs, by contest and measure.
    pub answers: Vec<ContestAnswer>,
}

/// What a row of a division is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// A level or a part of one.
    Player,
    /// What there is to divide.
    Total,
    /// One side less another.
    Difference,
}

/// One row of a division.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DivisionRow {
    /// What the row is.
    pub kind: RowKind,
    /// Name of the level, part or difference.
    pub name: String,
    /// Number of its covariates at hand; `None` for totals and differences.
    pub terms: Option<u64>,
    /// Gain in sample, nats a row.
    pub in_sample: Option<Added>,
    /// Gain in log score, nats a forecast.
    pub log_score: Option<Added>,
    /// Gain in average precision.
    pub average_precision: Option<Added>,
}

/// A gain, and its share of the gain of all levels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Added {
    /// In units of the measure; more is better.
    pub gain: Ranged,
    /// The share; `None` where there is nothing to divide.
    pub share: Option<Ranged>,
}

/// The answer of one contest under one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContestAnswer {
    /// First side.
    pub first: String,
    /// Second side.
    pub second: String,
    /// The measure: `in-sample`, `log-score` or `average-precision`.
    pub measure: String,
    /// `first`, `second`, `neither-adds`, `independent-dyads-only`, `cannot-tell` or `absent`.
    pub verdict: String,
    /// The difference with the interval that lets pairs that share a group depend on each
    /// other; `None` where there is none.
    pub dyadic: Option<Ranged>,
    /// Two-sided p-value of that difference.
    pub dyadic_p: Option<f64>,
    /// The year with the largest part in the difference, and its share of the sizes of all
    /// years' parts.
    pub heaviest_year: Option<(i16, f64)>,
    /// The answer in one sentence.
    pub sentence: String,
}

/// Two models tested against each other on held-out forecasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelTest {
    /// First model.
    pub first: String,
    /// Second model.
    pub second: String,
    /// Log-likelihood of the forecasts under the first less that under the second, nats.
    pub ratio: Option<f64>,
    /// Vuong's statistic; positive favours the first. `None` where there is none.
    pub vuong: Option<f64>,
    /// Its two-sided p-value.
    pub vuong_p: Option<f64>,
    /// Share of forecasts, ties aside, that the first predicts better (Clarke).
    pub clarke_share: Option<f64>,
    /// Clarke's two-sided p-value.
    pub clarke_p: f64,
}
