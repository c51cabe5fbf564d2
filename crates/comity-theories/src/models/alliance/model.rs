//! A fitted alliance game: probabilities, their draws and their reasons.

use super::layout::Place;
use crate::fitted::Contribution;
use crate::models::logit::time_label;
use crate::models::recipe::Recipe;
use crate::theory::Utility;
use comity_games::strategic::alliance::Utilities;
use comity_numerics::Matrix;
use comity_numerics::sampling::normal::MultivariateNormal;
use comity_numerics::special::log_odds;
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// Temptation of a group where its columns are at their means, in units of the errors' scale.
pub(crate) const TEMPTATION: f64 = 0.0;
/// Loss of a group that is sold out. Above 2, so that near zero temptation more of it makes an
/// alliance worth less to two groups alike: the slope of ½ Λ(t)(t − ℓ) at 0 is ½(½ − ℓ/4).
pub(crate) const LOSS: f64 = 4.0;

/// A fitted alliance game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Alliance {
    pub(crate) recipe: Recipe,
    pub(super) places: Vec<Place>,
    pub(super) coefficients: Vec<f64>,
    /// Positive semi-definite.
    pub(super) covariance: Matrix,
}

/// Draws of the coefficients.
#[derive(Clone, Debug)]
pub(crate) struct AllianceDraws<'a> {
    game: &'a Alliance,
    draws: Vec<Vec<f64>>,
}

impl AllianceDraws<'_> {
    pub(crate) fn probabilities(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let row = self.game.recipe.row(values);
        let of = |beta: &Vec<f64>| allied(&self.game.outcomes_at(beta, |column| row[column]));
        self.draws.iter().map(of).collect()
    }
}

/// The probability of an alliance of either form.
fn allied(p: &[f64; 3]) -> f64 {
    p[1] + p[2]
}

impl Alliance {
    /// The coefficients by name: utility, colon, column.
    pub(crate) fn named_coefficients(&self) -> Vec<(String, f64)> {
        let columns = self.recipe.names();
        self.places
            .iter()
            .map(|p| p.name(&columns))
            .zip(self.coefficients.iter().copied())
            .collect()
    }

    /// The probabilities of no, a bilateral and a sponsored alliance.
    pub(super) fn outcomes_at(&self, beta: &[f64], row: impl Fn(usize) -> f64) -> [f64; 3] {
        let (mut worth, mut temptation) = ([0.0; 2], [TEMPTATION; 2]);
        for (place, b) in self.places.iter().zip(beta) {
            let part = b * row(place.column);
            match place.utility {
                Utility::Bilateral => worth[0] += part,
                Utility::Sponsored => worth[1] += part,
                Utility::Either => worth.iter_mut().for_each(|w| *w += part),
                Utility::Temptation => temptation.iter_mut().for_each(|t| *t += part),
                Utility::Enforcement => temptation[1] += part,
            }
        }
        Utilities::alike(worth, temptation, LOSS).probabilities()
    }

    /// The same for one case.
    pub(super) fn outcomes(&self, values: &dyn Fn(&str) -> f64) -> [f64; 3] {
        let row = self.recipe.row(values);
        self.outcomes_at(&self.coefficients, |column| row[column])
    }

    pub(crate) fn predict(&self, panel: &Panel, rows: &[u32]) -> Vec<f64> {
        let place = |row: &u32| usize::try_from(*row).ok().filter(|r| *r < panel.len());
        let known: Vec<usize> = rows.iter().filter_map(place).collect();
        let columns = self.recipe.columns(panel, &known);
        let mut found = (0..known.len())
            .map(|i| allied(&self.outcomes_at(&self.coefficients, |column| columns[column][i])));
        rows.iter().map(|r| place(r).and_then(|_| found.next()).unwrap_or(f64::NAN)).collect()
    }

    pub(crate) fn probability(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        allied(&self.outcomes(values))
    }

    pub(crate) fn draws(&self, n: usize, seed: u64) -> AllianceDraws<'_> {
        let draws = MultivariateNormal::new(&self.coefficients, &self.covariance)
            .map(|normal| normal.draws(n, seed))
            .unwrap_or_default();
        AllianceDraws { game: self, draws }
    }

    /// The log-odds with every column at its mean.
    pub(crate) fn typical_log_odds(&self) -> f64 {
        let typical = |column: usize| f64::from(u8::from(column == 0));
        log_odds(allied(&self.outcomes_at(&self.coefficients, typical)))
    }

    /// Covariates take their values one after the other, in the order of the theory, each with
    /// its mark of a missing value, then the functions of time; a contribution is the change of
    /// the log-odds when it is its turn, so that contributions sum.
    pub(crate) fn contributions(&self, values: &dyn Fn(&str) -> f64) -> Vec<Contribution> {
        let row = self.recipe.row(values);
        let mut reached: Vec<f64> = vec![0.0; row.len()];
        reached[0] = 1.0;
        let mut before = self.typical_log_odds();
        let mut turn = |columns: &[usize]| {
            for &column in columns {
                reached[column] = row[column];
            }
            let p = allied(&self.outcomes_at(&self.coefficients, |column| reached[column]));
            let after = log_odds(p);
            let change = after - before;
            before = after;
            change
        };
        let mut mark = 1 + self.recipe.covariates.len();
        let mut contributions = Vec::new();
        for (k, c) in self.recipe.covariates.iter().enumerate() {
            let mut columns = vec![1 + k];
            if c.marked {
                columns.push(mark);
                mark += 1;
            }
            contributions.push(Contribution {
                variable: c.variable.clone(),
                label: c.label.clone(),
                level: c.level,
                value: c.value(values),
                typical: c.typical,
                log_odds: turn(&columns),
            });
        }
        for curve in &self.recipe.curves {
            let (label, level) = time_label(curve);
            let columns: Vec<usize> = (mark..mark + curve.width()).collect();
            mark += curve.width();
            contributions.push(Contribution {
                variable: curve.variable.clone(),
                label: label.to_owned(),
                level,
                value: values(&curve.variable),
                typical: curve.mean(),
                log_odds: turn(&columns),
            });
        }
        contributions
    }
}
