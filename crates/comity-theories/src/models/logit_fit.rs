//! Fitting the model of a theory's terms.

use super::estimates::estimates;
use super::logit::{Logit, RelativeLeverage};
use super::recipe::{LeftOut, Recipe};
use super::uncertainty::covariance;
use crate::fitted::{Fitted, Model};
use crate::report::{Dropped, FitReport, FitStatus};
use crate::sample::Sample;
use crate::settings::{Estimator, FitSettings};
use crate::start::WarmStart;
use crate::theory::Theory;
use comity_numerics::Design;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::diagnostics::separation::by_single_columns;
use comity_numerics::estimators::{
    Fit, Link, NewtonParams, Observations, Outcome, ValidNewtonParams, bias_reduced, firth, glm,
    logit, rare_events,
};

/// Fits the model of a theory's terms, with Firth's penalty where columns separate the
/// outcome.
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
    let start = start.map(|s| (s.values(&recipe), s.separated));
    let (separating, outcome) = match settings.estimator {
        Estimator::Logit => estimate(&data, start, settings),
        other => {
            let warm = start.as_ref().and_then(|(start, _)| data.starting_at(start).ok());
            estimate_by(other, warm.as_ref().unwrap_or(&data))
        }
    };
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

/// The fit of another estimator than the logit, or the columns that separate the outcome and
/// the fit with reduced bias, which is finite.
fn estimate_by(estimator: Estimator, data: &Observations<'_>) -> (Option<Vec<usize>>, Outcome) {
    let params = ValidNewtonParams::default();
    let patient = NewtonParams { tolerance: 1e-6, max_iterations: 1000, ..NewtonParams::default() };
    let patient = patient.check().unwrap_or_default();
    let outcome = match estimator {
        Estimator::Firth => return (None, firth::fit(data, &patient)),
        Estimator::RareEvents => match rare_events::fit(data, None, &params) {
            Ok(outcome) => outcome,
            Err(_) => logit::fit(data, &params),
        },
        other => glm::fit(data, other.link(), &params),
    };
    match outcome {
        Outcome::Separated { separation, .. } if estimator.link() == Link::Logit => {
            (Some(separation.columns), firth::fit(data, &patient))
        }
        Outcome::Separated { separation, .. } => {
            (Some(separation.columns), bias_reduced::fit(data, estimator.link(), &patient))
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
    pub(super) sample: &'a Sample<'a>,
    pub(super) settings: &'a FitSettings,
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
            link: f.settings.estimator.link(),
        })))),
    }
}
