//! What a theory says.

use crate::formula::Expression;
use crate::settings::{Estimator, TimeControl, Variance};
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
    /// A model of the theory's terms: a logit unless the theory chooses another.
    Logit,
    /// The alliance game with quantal response: none, a bilateral or a sponsored alliance.
    AllianceGame,
}

impl TheoryKind {
    /// Whether the theory is a baseline: it has no terms of its own.
    #[must_use]
    pub fn is_baseline(self) -> bool {
        matches!(self, Self::BaseRate | Self::Persistence | Self::DecayedRecurrence)
    }
}

/// The utility of a game that a term is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Utility {
    /// Of a bilateral alliance.
    Bilateral,
    /// Of an alliance with a sponsor.
    Sponsored,
    /// Of an alliance of either form alike.
    Either,
    /// Of selling the ally out.
    Temptation,
    /// Of selling the ally out when there is a sponsor, beside the temptation.
    Enforcement,
}

impl Utility {
    /// All of them, in the order of coefficients.
    pub const ALL: [Self; 5] =
        [Self::Bilateral, Self::Sponsored, Self::Either, Self::Temptation, Self::Enforcement];

    /// In words, for tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Bilateral => "bilateral alliance",
            Self::Sponsored => "sponsored alliance",
            Self::Either => "alliance",
            Self::Temptation => "selling out",
            Self::Enforcement => "selling out under a sponsor",
        }
    }
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// What the term computes, when it is more than a column: an interaction, a function, a
    /// curve. `variable` is then its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<Expression>,
    /// In a game, the utility that it is part of; the predicted sign is that of its effect on
    /// this utility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utility: Option<Utility>,
}

impl Term {
    /// The panel columns that the term needs.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        match &self.expression {
            None => vec![self.variable.as_str()],
            Some(expression) => expression.variables(),
        }
    }
}

/// Where a theory stands among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Part of the ensemble, scored, and on every page.
    #[default]
    Ensemble,
    /// Part of a built-in theory by itself: fitted and listed beside it, not in the ensemble.
    Comparison,
    /// The user's own: fitted and scored beside the built-in ones, not in the ensemble.
    User,
}

/// How a theory asks to be fitted; `None` leaves the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The estimator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimator: Option<Estimator>,
    /// Where standard errors come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<Variance>,
    /// Functions of time beside the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeControl>,
}

/// A named set of covariates with predicted signs, or a baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Where it stands among the others.
    #[serde(default)]
    pub role: Role,
    /// How it asks to be fitted.
    #[serde(default)]
    pub choices: Choices,
}
