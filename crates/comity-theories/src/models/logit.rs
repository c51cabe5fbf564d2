//! A fitted logit, or a model with another link: probabilities, their draws and their reasons.

use super::curve::Curve;
use super::recipe::Recipe;
use crate::fitted::Contribution;
use crate::lookup::YEAR;
use comity_core::Level;
use comity_numerics::Matrix;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::estimators::Link;
use comity_numerics::sampling::normal::MultivariateNormal;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// A fitted logit, or a model with another link; its log-odds are then linear predictors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Logit {
    pub(crate) recipe: Recipe,
    pub(crate) coefficients: Vec<f64>,
    /// Positive semi-definite.
    pub(crate) covariance: Matrix,
    pub(crate) leverage: Option<RelativeLeverage>,
    /// From the linear predictor to the probability.
    #[serde(default, skip_serializing_if = "is_logit")]
    pub(crate) link: Link,
}

fn is_logit(link: &Link) -> bool {
    *link == Link::Logit
}

/// Leverage on the columns that are independent of each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RelativeLeverage {
    pub(crate) kept: Vec<usize>,
    pub(crate) leverage: Leverage,
}

/// Draws of the coefficients.
#[derive(Clone, Debug)]
pub(crate) struct LogitDraws<'a> {
    recipe: &'a Recipe,
    link: Link,
    draws: Vec<Vec<f64>>,
}

impl LogitDraws<'_> {
    pub(crate) fn probabilities(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let row = self.recipe.row(values);
        self.draws.iter().map(|beta| self.link.mean(dot(beta, &row))).collect()
    }
}

impl Logit {
    pub(crate) fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64> {
        let place = |row: &u32| usize::try_from(*row).ok().filter(|r| *r < panel.len());
        let known: Vec<usize> = rows.iter().filter_map(place).collect();
        let mut eta = vec![0.0; known.len()];
        for (column, b) in self.recipe.columns(panel, &known).iter().zip(&self.coefficients) {
            for (e, x) in eta.iter_mut().zip(column) {
                *e += b * x;
            }
        }
        let mut eta = eta.into_iter();
        rows.iter()
            .map(|r| place(r).and_then(|_| eta.next()).map_or(f64::NAN, |e| self.link.mean(e)))
            .collect()
    }

    pub(crate) fn probability(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        // Summed from zero in the order of the columns, as in `predict`.
        self.link.mean(dot(&self.coefficients, &self.recipe.row(values)))
    }

    pub(crate) fn draws(&self, n: usize, seed: u64) -> LogitDraws<'_> {
        let draws = MultivariateNormal::new(&self.coefficients, &self.covariance)
            .map(|normal| normal.draws(n, seed))
            .unwrap_or_default();
        LogitDraws { recipe: &self.recipe, link: self.link, draws }
    }

    /// The intercept: every other column has mean zero.
    pub(crate) fn typical_log_odds(&self) -> f64 {
        self.coefficients.first().copied().unwrap_or(0.0)
    }

    pub(crate) fn contributions(&self, values: &dyn Fn(&str) -> f64) -> Vec<Contribution> {
        let row = self.recipe.row(values);
        let part = |j: usize| self.coefficients[j] * row[j];
        let covariates = &self.recipe.covariates;
        let mut next_mark = 1 + covariates.len();
        let mut contributions = Vec::new();
        for (k, c) in covariates.iter().enumerate() {
            let mut log_odds = part(1 + k);
            if c.marked {
                log_odds += part(next_mark);
                next_mark += 1;
            }
            contributions.push(Contribution {
                variable: c.variable.clone(),
                label: c.label.clone(),
                level: c.level,
                value: c.value(values),
                typical: c.typical,
                log_odds,
            });
        }
        let mut first = next_mark;
        for curve in &self.recipe.curves {
            let (label, level) = time_label(curve);
            contributions.push(Contribution {
                variable: curve.variable.clone(),
                label: label.to_owned(),
                level,
                value: values(&curve.variable),
                typical: curve.mean(),
                log_odds: (first..first + curve.width()).map(part).sum(),
            });
            first += curve.width();
        }
        contributions
    }

    pub(crate) fn leverage(&self, values: &dyn Fn(&str) -> f64) -> Option<f64> {
        let relative = self.leverage.as_ref()?;
        let row = self.recipe.row(values);
        let kept: Vec<f64> = relative.kept.iter().map(|&j| row[j]).collect();
        Some(relative.leverage.of(&kept).ok()? / relative.leverage.highest())
    }
}

/// Label and level of a function of time.
pub(crate) fn time_label(curve: &Curve) -> (&'static str, Option<Level>) {
    if curve.variable == YEAR {
        ("calendar year", None)
    } else {
        ("years since the last tie", Some(Level::History))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y)
}
