//! Specification curves: one term under every choice.

use super::Provenance;
use serde::{Deserialize, Serialize};

/// Specification curves of one or more terms, as shown by `curve_html`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePage {
    /// Heading.
    pub title: String,
    /// How the specifications were made and fitted.
    pub method: String,
    /// One curve a term.
    pub curves: Vec<TermCurve>,
    /// What must be said beside the curves: outcomes left out, covariates that are
    /// unavailable, how many terms were tested.
    pub notes: Vec<String>,
    /// What the curves were computed from.
    pub provenance: Provenance,
}

/// The curve of one term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermCurve {
    /// Name of the term in files.
    pub term: String,
    /// Its name in words.
    pub label: String,
    /// The prediction and its reason.
    pub prediction: String,
    /// What the curve says, in a sentence or two.
    pub sentence: String,
    /// How the fits ended, with their numbers.
    pub endings: Vec<(String, u64)>,
    /// The choices with their values, in the order of the figure.
    pub choices: Vec<CurveChoice>,
    /// Every estimate, the smallest first.
    pub points: Vec<CurvePoint>,
    /// Statistics of the joint test.
    pub tests: Vec<CurveTest>,
    /// How the joint test was made; empty when there is none.
    pub test_method: String,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveChoice {
    /// Its name.
    pub name: String,
    /// Largest less smallest median over its values, if it has several.
    pub moves: Option<f64>,
    /// Its values.
    pub values: Vec<CurveValue>,
}

/// One value of a choice, and the estimates under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveValue {
    /// The value.
    pub name: String,
    /// Specifications.
    pub fits: u64,
    /// Of these, with an estimate.
    pub estimates: u64,
    /// Median estimate.
    pub median: Option<f64>,
    /// 5 % quantile.
    pub low: Option<f64>,
    /// 95 % quantile.
    pub high: Option<f64>,
    /// Share of the estimates above zero.
    pub positive: f64,
    /// Share with an interval wholly above zero.
    pub above: f64,
    /// Share with an interval wholly below zero.
    pub below: f64,
}

/// One estimate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Name of the specification in files.
    pub specification: String,
    /// The relative effect.
    pub estimate: f64,
    /// Its 95 % interval, if it has one.
    pub interval: Option<(f64, f64)>,
    /// The value of every choice, as its number in [`TermCurve::choices`].
    pub values: Vec<u16>,
}

/// One statistic of the joint test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurveTest {
    /// What it is.
    pub name: String,
    /// In the data.
    pub observed: f64,
    /// Median over permutations.
    pub permuted: f64,
    /// p-value in the predicted direction.
    pub p: f64,
    /// Its Monte-Carlo standard error.
    pub p_error: f64,
    /// p-value in the other direction.
    pub p_against: Option<f64>,
}
