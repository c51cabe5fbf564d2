//! Logit models of a theory's terms.

use super::curve::Curve;
use super::recipe::{Covariate, LeftOut, Recipe};
use crate::fitted::{Contribution, Fitted, Model};
use crate::lookup::YEAR;
use crate::report::{Dropped, Estimate, FitReport, FitStatus};
use crate::sample::Sample;
use crate::settings::{FitSettings, Variance};
use crate::theory::{Sign, Theory};
use comity_core::Level;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, firth, logit};
use comity_numerics::sampling::normal::MultivariateNormal;
use comity_numerics::special::{logistic, two_sided_p};
use comity_numerics::variance::dyadic::{Dyads, variance};
use comity_numerics::{Design, Matrix};
use comity_panel::Panel;
use serde::{Deserialize, Serialize};

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A fitted logit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Logit {
    recipe: Recipe,
    coefficients: Vec<f64>,
    /// Positive semi-definite.
    covariance: Matrix,
    leverage: Option<RelativeLeverage>,
}

/// Leverage on the columns that are independent of each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct RelativeLeverage {
    kept: Vec<usize>,
    leverage: Leverage,
}

/// Draws of the coefficients.
#[derive(Clone, Debug)]
pub(crate) struct LogitDraws<'a> {
    recipe: &'a Recipe,
    draws: Vec<Vec<f64>>,
}

impl LogitDraws<'_> {
    pub(crate) fn probabilities(&self, values: &dyn Fn(&str) -> f64) -> Vec<f64> {
        let row = self.recipe.row(values);
        self.draws.iter().map(|beta| logistic(dot(beta, &row))).collect()
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
        rows.iter().map(|r| place(r).and_then(|_| eta.next()).map_or(f64::NAN, logistic)).collect()
    }

    pub(crate) fn probability(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        // Summed from zero in the order of the columns, as in `predict`.
        logistic(dot(&self.coefficients, &self.recipe.row(values)))
    }

    pub(crate) fn draws(&self, n: usize, seed: u64) -> LogitDraws<'_> {
        let draws = MultivariateNormal::new(&self.coefficients, &self.covariance)
            .map(|normal| normal.draws(n, seed))
            .unwrap_or_default();
        LogitDraws { recipe: &self.recipe, draws }
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
                value: values(&c.variable),
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

    pub(crate) fn range_violations(&self, values: &dyn Fn(&str) -> f64) -> Vec<String> {
        let outside = |c: &&Covariate| {
            let v = values(&c.variable);
            v < c.low || v > c.high
        };
        self.recipe.covariates.iter().filter(outside).map(|c| c.variable.clone()).collect()
    }
}

/// Label and level of a function of time.
fn time_label(curve: &Curve) -> (&'static str, Option<Level>) {
    if curve.variable == YEAR {
        ("calendar year", None)
    } else {
        ("years since the last tie", Some(Level::History))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y)
}

/// Fits the logit of a theory, with Firth's penalty where columns separate the outcome.
pub(crate) fn fit(theory: &Theory, sample: &Sample<'_>, settings: &FitSettings) -> FitReport {
    let (recipe, left_out) = Recipe::new(theory, sample, settings);
    let names = recipe.names();
    let columns = names.iter().cloned().zip(recipe.columns(sample.panel, &sample.rows)).collect();
    let failed = |status| FitReport {
        unavailable: left_out.unavailable.clone(),
        dropped: left_out.dropped.clone(),
        ..FitReport::without_model(&theory.id, status, sample.len(), sample.events)
    };
    let design = match Design::new(sample.len(), columns) {
        Ok(design) => design,
        Err(e) => return failed(FitStatus::NoSample { reason: e.to_string() }),
    };
    let data = match Observations::new(&design, &sample.y) {
        Ok(data) => data,
        Err(e) => return failed(FitStatus::NoSample { reason: e.to_string() }),
    };
    let params = ValidNewtonParams::default();
    let (status, outcome) = match logit::fit(&data, &params) {
        Outcome::Separated(s) => {
            let columns = s.columns.iter().filter_map(|&j| names.get(j).cloned()).collect();
            (FitStatus::Separated { columns }, firth::fit(&data, &params))
        }
        outcome => (FitStatus::Converged, outcome),
    };
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => {
            finish(Fitting { theory, sample, settings, design, recipe, left_out, status, fit })
        }
        Outcome::ConstantOutcome { .. } => {
            failed(FitStatus::NoSample { reason: "the outcome never varies".to_owned() })
        }
        Outcome::NotConverged(_) | Outcome::Separated(_) => failed(FitStatus::NotConverged),
    }
}

/// Everything a finished fit is reported from.
struct Fitting<'a> {
    theory: &'a Theory,
    sample: &'a Sample<'a>,
    settings: &'a FitSettings,
    design: Design,
    recipe: Recipe,
    left_out: LeftOut,
    status: FitStatus,
    fit: Fit,
}

fn finish(f: Fitting<'_>) -> FitReport {
    let (covariance, variance_note) = covariance(&f);
    let mut dropped = f.left_out.dropped.clone();
    dropped.extend(f.fit.dropped.iter().filter_map(|&j| f.design.names().get(j)).map(|name| {
        let reason = "determined by earlier columns".to_owned();
        Dropped { variable: name.clone(), reason }
    }));
    let estimates = estimates(&f, &covariance);
    let leverage = f.settings.diagnostics.then(|| {
        let kept: Vec<usize> =
            (0..f.design.width()).filter(|j| !f.fit.dropped.contains(j)).collect();
        let leverage = Leverage::new(&f.design.select(&kept)).ok()?;
        Some(RelativeLeverage { kept, leverage })
    });
    FitReport {
        theory: f.theory.id.clone(),
        status: f.status,
        estimates,
        n: f.sample.len(),
        events: f.sample.events,
        loglik: f.fit.log_likelihood,
        iterations: f.fit.iterations,
        gradient_norm: f.fit.gradient_norm,
        condition_number: f.fit.condition_number,
        variance_note,
        unavailable: f.left_out.unavailable,
        dropped,
        model: Some(Fitted(Model::Logit(Box::new(Logit {
            recipe: f.recipe,
            coefficients: f.fit.coefficients,
            covariance,
            leverage: leverage.flatten(),
        })))),
    }
}

/// The covariance for standard errors and draws, positive semi-definite, and what to know
/// about it.
fn covariance(f: &Fitting<'_>) -> (Matrix, Option<String>) {
    let model = || f.fit.covariance.clone();
    if f.settings.variance == Variance::Model {
        return (model(), Some("model-based: rows taken as independent".to_owned()));
    }
    let ids = |column: &[i64]| f.sample.rows.iter().map(|&r| column[r]).collect::<Vec<_>>();
    let scores: Vec<f64> = f
        .design
        .times(&f.fit.coefficients)
        .into_iter()
        .zip(&f.sample.y)
        .map(|(eta, y)| f64::from(u8::from(*y)) - logistic(eta))
        .collect();
    let robust = Dyads::new(&ids(f.sample.panel.a()), &ids(f.sample.panel.b()))
        .and_then(|dyads| variance(&f.design, &scores, &f.fit.covariance, &dyads));
    match robust {
        Ok(v) if v.positive_semidefinite => (
            v.variance,
            Some(format!("dyadic-cluster-robust, {} groups, {} pairs", v.units, v.dyads)),
        ),
        Ok(v) => (
            v.clipped,
            Some(format!(
                "dyadic-cluster-robust, {} groups, {} pairs; the estimate was not positive \
                 semi-definite (smallest eigenvalue {:.2} in units of the model-based variance) \
                 and its negative eigenvalues were set to zero",
                v.units, v.dyads, v.smallest_eigenvalue
            )),
        ),
        Err(e) => (model(), Some(format!("model-based, because {e}"))),
    }
}

/// Label, level and predicted sign of one column.
struct ColumnMeaning {
    label: String,
    level: Option<Level>,
    predicted: Sign,
    is_term: bool,
    missing: f64,
}

fn meanings(recipe: &Recipe) -> Vec<ColumnMeaning> {
    let control = |label: String, level| ColumnMeaning {
        label,
        level,
        predicted: Sign::None,
        is_term: false,
        missing: 0.0,
    };
    let terms = recipe.covariates.iter().map(|c| ColumnMeaning {
        label: c.label.clone(),
        level: c.level,
        predicted: c.predicted,
        is_term: true,
        missing: c.missing,
    });
    let marks = recipe
        .covariates
        .iter()
        .filter(|c| c.marked)
        .map(|c| control(format!("{} is missing", c.label), c.level));
    let time = recipe.curves.iter().flat_map(|curve| {
        let (label, level) = time_label(curve);
        (1..=curve.width()).map(move |k| control(format!("{label}, curve {k}"), level))
    });
    std::iter::once(control("intercept".to_owned(), None))
        .chain(terms)
        .chain(marks)
        .chain(time)
        .collect()
}

fn estimates(f: &Fitting<'_>, covariance: &Matrix) -> Vec<Estimate> {
    let separating: &[String] = match &f.status {
        FitStatus::Separated { columns } => columns,
        _ => &[],
    };
    let all = meanings(&f.recipe).into_iter().zip(f.design.names()).enumerate();
    let mut estimates: Vec<Estimate> = all
        .filter(|(j, _)| !f.fit.dropped.contains(j))
        .map(|(j, (meaning, name))| {
            let coef = f.fit.coefficients[j];
            let se = covariance.get(j, j).max(0.0).sqrt();
            let mut notes = Vec::new();
            if separating.contains(name) {
                notes.push("predicts the outcome perfectly; penalised estimate".to_owned());
            }
            if meaning.missing > 0.0 {
                let share = 100.0 * meaning.missing;
                notes.push(format!("{share:.0}% missing, filled with the mean"));
            }
            Estimate {
                variable: name.clone(),
                label: meaning.label,
                level: meaning.level,
                predicted: meaning.predicted,
                coef,
                se,
                z: coef / se,
                p: two_sided_p(coef / se),
                low: coef - Z * se,
                high: coef + Z * se,
                sign_met: meaning.predicted.met_by(coef),
                is_term: meaning.is_term,
                note: (!notes.is_empty()).then(|| notes.join("; ")),
            }
        })
        .collect();
    // The intercept, of no interest by itself, goes last.
    if !estimates.is_empty() {
        estimates.rotate_left(1);
    }
    estimates
}
