//! A fitted model: probabilities, their uncertainty from the parameters, and their reasons.

use crate::lookup::RowValues;
use crate::models::alliance::{Alliance, AllianceDraws, Forms};
use crate::models::logit::{Logit, LogitDraws};
use crate::models::rates::{Rates, RatesDraws};
use crate::models::recurrence::Recurrence;
use comity_core::Level;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// A fitted model. Values are asked for by name; see [`crate::lookup`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted(pub(crate) Model);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Model {
    Rates(Rates),
    Recurrence(Recurrence),
    Logit(Box<Logit>),
    Alliance(Box<Alliance>),
}

/// What one covariate adds to the log-odds of one case, compared with its typical value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The panel column.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Level of explanation; `None` for calendar time.
    pub level: Option<Level>,
    /// The value of the case; NaN when missing.
    #[serde(with = "crate::nan")]
    pub value: f64,
    /// The mean of the training rows.
    #[serde(with = "crate::nan")]
    pub typical: f64,
    /// Difference of the log-odds that the value makes.
    pub log_odds: f64,
}

impl Fitted {
    /// Probabilities for rows of a panel; rows that it does not have give NaN.
    #[must_use]
    pub fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64> {
        match &self.0 {
            Model::Logit(m) => m.predict(panel, rows),
            Model::Alliance(m) => m.predict(panel, rows),
            Model::Recurrence(m) => m.predict(panel, rows),
            Model::Rates(_) => rows
                .iter()
                .map(|&row| match usize::try_from(row) {
                    Ok(row) if row < panel.len() => {
                        let values = RowValues::new(panel, row);
                        self.predict_row(&|name| values.get(name))
                    }
                    _ => f64::NAN,
                })
                .collect(),
        }
    }

    /// The probability of one case.
    #[must_use]
    pub fn predict_row(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        match &self.0 {
            Model::Rates(m) => m.probability(values),
            Model::Recurrence(m) => m.probability(values),
            Model::Logit(m) => m.probability(values),
            Model::Alliance(m) => m.probability(values),
        }
    }

    /// `n` probabilities of one case under draws of the parameters. The same seed uses the
    /// same parameters whatever the case, so that differences between cases are paired.
    #[must_use]
    pub fn draws(&self, values: &dyn Fn(&str) -> f64, n: usize, seed: u64) -> Vec<f64> {
        self.sampler(n, seed).probabilities(values)
    }

    /// `n` draws of the parameters, to be used for many cases.
    #[must_use]
    pub fn sampler(&self, n: usize, seed: u64) -> Draws<'_> {
        Draws(match &self.0 {
            Model::Rates(m) => DrawsOf::Rates(m.draws(n, seed)),
            Model::Recurrence(model) => DrawsOf::Recurrence { model, n, seed },
            Model::Logit(m) => DrawsOf::Logit(m.draws(n, seed)),
            Model::Alliance(m) => DrawsOf::Alliance(m.draws(n, seed)),
        })
    }

    /// What each covariate adds to the log-odds of one case. The contributions and
    /// [`Fitted::typical_log_odds`] sum to the log-odds of the case.
    #[must_use]
    pub fn contributions(&self, values: &dyn Fn(&str) -> f64) -> Vec<Contribution> {
        match &self.0 {
            Model::Rates(m) => m.contributions(values),
            Model::Recurrence(m) => m.contributions(values),
            Model::Logit(m) => m.contributions(values),
            Model::Alliance(m) => m.contributions(values),
        }
    }

    /// The log-odds of a case with typical values.
    #[must_use]
    pub fn typical_log_odds(&self) -> f64 {
        match &self.0 {
            Model::Rates(m) => m.typical_log_odds(),
            Model::Recurrence(m) => m.typical_log_odds(),
            Model::Logit(m) => m.typical_log_odds(),
            Model::Alliance(m) => m.typical_log_odds(),
        }
    }

    /// The leverage of one case relative to the highest among the training rows: above 1 the
    /// case lies farther from them than any of them does. `None` for baselines and where
    /// diagnostics were not asked for.
    #[must_use]
    pub fn leverage(&self, values: &dyn Fn(&str) -> f64) -> Option<f64> {
        match &self.0 {
            Model::Logit(m) => m.leverage(values),
            _ => None,
        }
    }

    /// Labels of covariates whose value lies outside the range of the training rows.
    #[must_use]
    pub fn range_violations(&self, values: &dyn Fn(&str) -> f64) -> Vec<String> {
        match &self.0 {
            Model::Logit(m) => m.recipe.range_violations(values),
            Model::Alliance(m) => m.recipe.range_violations(values),
            _ => Vec::new(),
        }
    }
}

impl Fitted {
    /// Which alliance the game predicts for one case, and what would change that; `None` for
    /// models that are no game.
    #[must_use]
    pub fn forms(&self, values: &dyn Fn(&str) -> f64) -> Option<Forms> {
        match &self.0 {
            Model::Alliance(m) => Some(m.forms(values)),
            _ => None,
        }
    }
}

/// Draws of a model's parameters.
#[derive(Clone, Debug)]
pub struct Draws<'a>(DrawsOf<'a>);

#[derive(Clone, Debug)]
enum DrawsOf<'a> {
    Rates(RatesDraws<'a>),
    Recurrence { model: &'a Recurrence, n: usize, seed: u64 },
    Logit(LogitDraws<'a>),
    Alliance(AllianceDraws<'a>),
}

impl Draws<'_> {
    /// The probabilities of one case, one a draw.
    #[must_use]
    pub fn probabilities(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        match &self.0 {
            DrawsOf::Rates(d) => d.probabilities(values),
            DrawsOf::Recurrence { model, n, seed } => model.draws(values, *n, *seed),
            DrawsOf::Logit(d) => d.probabilities(values),
            DrawsOf::Alliance(d) => d.probabilities(values),
        }
    }
}
