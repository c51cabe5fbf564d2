//! What a theory says.

use comity_core::Level;
use serde::{Deserialize, Serialize};

/// How a theory turns covariates into probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TheoryKind {
    /// The share of yes in the training rows, for every pair.
    BaseRate,
    /// The share of yes by what was coded in the year before.
    Persistence,
    /// The pair's own past, older years counting less, around the base rate.
    DecayedRecurrence,
    /// A logit model of the theory's terms.
    Logit,
}

/// The direction in which a theory says a covariate works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// More of it, more cooperation.
    Positive,
    /// More of it, less cooperation.
    Negative,
    /// No direction follows from the theory.
    None,
}

impl Sign {
    /// Whether a coefficient has this sign; `None` where no sign is predicted.
    #[must_use]
    pub fn met_by(self, coefficient: f64) -> Option<bool> {
        match self {
            Sign::Positive => Some(coefficient > 0.0),
            Sign::Negative => Some(coefficient < 0.0),
            Sign::None => None,
        }
    }
}

/// What happens to a covariate before it enters the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Transform {
    /// Nothing.
    #[default]
    Identity,
    /// ln(1 + x), for counts.
    Log1p,
}

impl Transform {
    /// The transformed value; NaN stays NaN.
    #[must_use]
    pub fn apply(self, value: f64) -> f64 {
        match self {
            Transform::Identity => value,
            Transform::Log1p => comity_numerics::special::ln_1p(value),
        }
    }
}

/// One covariate of a theory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Panel column; known before the year begins.
    pub variable: String,
    /// The sign that the theory predicts.
    pub predicted: Sign,
    /// What happens to the covariate first.
    #[serde(default)]
    pub transform: Transform,
    /// Why the theory predicts that sign, in one sentence.
    pub because: String,
    /// Keys of the works that say so, in the list of references.
    #[serde(default)]
    pub cites: Vec<String>,
}

/// A named set of covariates with predicted signs, or a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theory {
    /// Short name, as on the command line.
    pub id: String,
    /// Title.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// The answer in two or three sentences.
    pub summary: String,
    /// Levels of explanation its terms belong to; empty for baselines.
    pub levels: Vec<Level>,
    /// Its covariates; empty for baselines.
    pub terms: Vec<Term>,
    /// The works it rests on, as citations in full.
    pub citations: Vec<String>,
    /// How it turns covariates into probabilities.
    pub kind: TheoryKind,
}
