//! Section 4: rival theories.

use super::paper::ModelEffects;
use super::score::{Ranged, Verdict};
use comity_core::Level;
use comity_core::forecast::Interval;
use serde::{Deserialize, Serialize};

/// The theories, what each level adds, and how the evidence of this pair bears on them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Theories {
    /// One row a theory or baseline.
    pub rows: Vec<TheoryRow>,
    /// What each level of covariates adds to the fit over all pairs.
    pub levels: Vec<LevelShare>,
    /// The answer to "do external elements outweigh internal ones?", in one sentence.
    pub external_vs_internal: Option<String>,
    /// Evidence of this pair against each theory.
    pub grid: Option<Grid>,
    /// The game's equilibrium; not shown when absent.
    pub game: Option<Game>,
    /// What each element does to the probability over all pairs, by theory; the theory `all`
    /// has the elements of the others held constant.
    #[serde(default)]
    pub effects: Vec<ModelEffects>,
    /// Sample, estimator and variance of the effects, in one sentence.
    #[serde(default)]
    pub effects_note: Option<String>,
}

/// One theory beside the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TheoryRow {
    /// Theory id, such as `structural`.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Levels its covariates come from; empty for baselines.
    pub levels: Vec<Level>,
    /// Whether it is a baseline.
    pub baseline: bool,
    /// Weight in the ensemble, 0 to 1.
    pub weight: Option<f64>,
    /// Its own probability for this pair, 0 to 1.
    pub probability: Option<f64>,
    /// 80 % interval of that probability.
    pub interval80: Option<Interval>,
    /// Out-of-sample Brier score over all pairs, less is better.
    pub brier: Option<f64>,
    /// Out-of-sample mean logarithmic loss over all pairs, less is better.
    pub log_score: Option<f64>,
    /// Out-of-sample average precision over all pairs, more is better.
    pub average_precision: Option<f64>,
    /// Whether it beats persistence; `None` for persistence itself.
    pub verdict: Option<Verdict>,
    /// What a reader must know, such as "separated by: formal alliance (Firth used)".
    pub note: Option<String>,
}

/// What one level adds, as a Shapley share over the sets of levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelShare {
    /// The level.
    pub level: Level,
    /// Share of the in-sample log-likelihood gain, 0 to 1.
    pub in_sample: Option<Ranged>,
    /// Contribution to the out-of-sample log score (nats per forecast, more is better).
    pub log_score: Option<Ranged>,
    /// Contribution to the out-of-sample average precision (more is better).
    pub average_precision: Option<Ranged>,
}

/// Evidence against theory, in the manner of analysis of competing hypotheses (Heuer 1999).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Column names.
    pub theories: Vec<String>,
    /// One row a piece of evidence.
    pub rows: Vec<GridRow>,
}

/// One piece of evidence in the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridRow {
    /// The evidence in words, such as "2006: weapons, River Brigade to Northern Front".
    pub evidence: String,
    /// Whether it separates the theories.
    pub separates: bool,
    /// One cell a theory, in column order.
    pub cells: Vec<GridCell>,
}

/// How one theory saw one piece of evidence beforehand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// The judgement.
    pub expectation: Expectation,
    /// Probability the theory gave it beforehand, 0 to 1.
    pub probability: Option<f64>,
}

/// Whether a theory expected a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    /// The theory made it likelier than the base rate.
    Expected,
    /// The theory made it less likely than the base rate.
    Unexpected,
    /// The theory says nothing either way.
    Silent,
}

/// The game among the theories: what it predicts for this pair, and where that flips.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Game {
    /// Name of the game with its citation.
    pub title: String,
    /// The prediction in words.
    pub equilibrium: String,
    /// Probabilities of its outcomes for this pair: label and number, 0 to 1.
    #[serde(default)]
    pub outcomes: Vec<(String, f64)>,
    /// Conditions under which it flips, one sentence each.
    pub flips: Vec<String>,
    /// Its estimated parameters.
    #[serde(default)]
    pub parameters: Vec<GameParameter>,
    /// Sample and variance of the parameters, in one sentence.
    #[serde(default)]
    pub note: Option<String>,
    /// How it scores against the other theories, in one sentence.
    #[serde(default)]
    pub standing: Option<String>,
}

/// An estimated parameter of a game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GameParameter {
    /// The covariate and the utility that it changes.
    pub label: String,
    /// Change of the utility a unit, in units of the errors' scale.
    pub value: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The predicted sign: `+`, `−` or empty.
    pub predicted: String,
    /// Whether the interval bears the predicted sign out: `yes`, `no`, `cannot tell` or empty.
    pub met: String,
}
