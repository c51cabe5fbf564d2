//! Fitting the logit of a theory.

use super::estimates::estimates;
use super::logit::{Logit, RelativeLeverage};
use super::recipe::{LeftOut, Recipe};
use crate::fitted::{Fitted, Model};
use crate::report::{Dropped, FitReport, FitStatus};
use crate::sample::Sample;
use crate::settings::{FitSettings, Variance};
use crate::start::WarmStart;
use crate::theory::Theory;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::diagnostics::separation::by_single_columns;
use comity_numerics::estimators::{
    Fit, NewtonParams, Observations, Outcome, ValidNewtonParams, firth, logit,
};
use comity_numerics::special::logistic;
use comity_numerics::variance::dyadic::{Dyads, variance};
use comity_numerics::{Design, Matrix};

/// Fits the logit of a theory, with Firth's penalty where columns separate the outcome.
pub(crate) fn fit(
    theory: &Theory,
    sample: &Sample<'_>,
    settings: &FitSettings,
    start: Option<&WarmStart>,
) -> FitReport {
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
    let (separating, outcome) =
        estimate(&data, start.map(|s| (s.values(&recipe), s.separated)), settings);
    let status = match separating {
        None => FitStatus::Converged,
        Some(columns) => FitStatus::Separated {
            columns: columns.iter().filter_map(|&j| names.get(j).cloned()).collect(),
        },
    };
    match outcome {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => {
            finish(Fitting { theory, sample, settings, design, recipe, left_out, status, fit })
        }
        Outcome::ConstantOutcome { .. } => {
            failed(FitStatus::NoSample { reason: "the outcome never varies".to_owned() })
        }
        Outcome::NotConverged(_) | Outcome::Separated { .. } => failed(FitStatus::NotConverged),
    }
}

/// The maximum-likelihood fit, or the columns that separate the outcome and Firth's fit.
/// Where the earlier fit that the start comes from was separated, columns that separate by
/// themselves are looked for first.
fn estimate(
    data: &Observations<'_>,
    start: Option<(Vec<f64>, bool)>,
    settings: &FitSettings,
) -> (Option<Vec<usize>>, Outcome) {
    let start = start.as_ref();
    let warm = start.and_then(|(start, _)| data.starting_at(start).ok());
    if let (Some((start, true)), Some(s)) = (start, by_single_columns(data)) {
        return (Some(s.columns), penalised(data, start, settings));
    }
    match logit::fit(warm.as_ref().unwrap_or(data), &ValidNewtonParams::default()) {
        Outcome::Separated { separation: s, reached } => {
            (Some(s.columns), penalised(data, &reached, settings))
        }
        outcome => (None, outcome),
    }
}

/// Firth's fit.
fn penalised(data: &Observations<'_>, start: &[f64], settings: &FitSettings) -> Outcome {
    let tolerance = settings.penalised_tolerance;
    let params = NewtonParams { tolerance, max_iterations: 100, ..NewtonParams::default() };
    let params = params.check().unwrap_or_default();
    match data.starting_at(start) {
        Ok(data) => firth::fit(&data, &params),
        Err(_) => firth::fit(data, &params),
    }
}

/// Everything a finished fit is reported from.
pub(super) struct Fitting<'a> {
    theory: &'a Theory,
    sample: &'a Sample<'a>,
    settings: &'a FitSettings,
    pub(super) design: Design,
    pub(super) recipe: Recipe,
    left_out: LeftOut,
    pub(super) status: FitStatus,
    pub(super) fit: Fit,
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
