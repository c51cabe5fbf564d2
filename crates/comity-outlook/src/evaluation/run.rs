//! From a panel and theories to an evaluation.

use super::pooled::{Pooled, stand_ins};
use super::report::{Evaluation, Origin};
use super::rolling::{Coded, Fitter, Issue, nothing_to_evaluate, roll};
use super::scores::{Issued, ensemble_info, score};
use super::weights::{mix, stack_some};
use crate::model::ModelInfo;
use crate::settings::{Settings, ValidSettings};
use comity_core::{Code, Result};
use comity_panel::Panel;
use comity_theories::{FitSettings, Theory, WarmStart};
use rayon::prelude::*;

/// Evaluates the theories on one outcome: forecasts for every year from `first_origin` to the
/// as-of year, each from models fitted on earlier years, and an ensemble whose weights for a
/// year are learned from forecasts of earlier years only.
///
/// `progress` is called with (fits done, fits in all), from any thread.
///
/// # Errors
/// [`Code::BadSetting`] when a setting is out of range; [`Code::NoSample`] when the outcome is
/// not coded or no year has enough earlier events.
pub fn evaluate(
    panel: &Panel,
    outcome: &str,
    theories: &[Theory],
    settings: &Settings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Evaluation> {
    let models: Vec<ModelInfo> = theories.iter().map(crate::theory::info).collect();
    let scoring = FitSettings::for_scoring();
    let fit = |m: usize, rows: &[u32], start: Option<&WarmStart>| {
        crate::theory::fit(theories, m, (panel, outcome), rows, &scoring, start)
    };
    evaluate_models(panel, outcome, &models, &fit, settings.check()?, progress)
}

/// Evaluates every outcome of the settings. An outcome that cannot be evaluated (not coded, too
/// few events) is left out: [`crate::outlook`] gives the reason for it.
///
/// # Errors
/// As [`evaluate`], except [`Code::NoSample`].
pub fn evaluate_all(
    panel: &Panel,
    theories: &[Theory],
    settings: &Settings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Evaluation>> {
    let mut found = Vec::new();
    for outcome in &settings.outcomes {
        match evaluate(panel, outcome, theories, settings, progress) {
            Ok(e) => found.push(e),
            Err(e) if e.code() == Code::NoSample => {}
            Err(e) => return Err(e),
        }
    }
    Ok(found)
}

/// [`evaluate`] for any fitter.
pub(crate) fn evaluate_models(
    panel: &Panel,
    outcome: &str,
    models: &[ModelInfo],
    fit: Fitter<'_>,
    s: ValidSettings<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Evaluation> {
    let coded = Coded::of(panel, outcome, s.as_of);
    let (issues, skipped) = roll(panel, &coded, s.first_origin, models.len(), fit, progress);
    if issues.is_empty() || models.is_empty() {
        return Err(nothing_to_evaluate(outcome, &coded));
    }
    let Pooled { a, b, year, happened, by_model } =
        Pooled::of(panel, &coded, &issues, models.len());
    let stacked: Vec<bool> = models.iter().map(|m| !m.beside).collect();
    let weights = weights_by_origin(&issues, &by_model, &stacked, &happened)?;
    let ensemble: Vec<f64> = issues
        .iter()
        .zip(&weights)
        .flat_map(|(issue, w)| {
            (0..issue.rows.len()).map(move |r| {
                mix(w, issue.probability.iter().map(|p| p.get(r).copied().unwrap_or(0.0)))
            })
        })
        .collect();
    let slices: Vec<&[f64]> = by_model.iter().map(Vec::as_slice).collect();
    let last = stack_some(&slices, &stacked, &happened)?;

    let pairs: Vec<(i64, i64)> = a.iter().copied().zip(b.iter().copied()).collect();
    let mut issued: Vec<Issued> = models
        .iter()
        .zip(by_model)
        .zip(&last)
        .enumerate()
        .map(|(m, ((info, probability), w))| Issued {
            info: info.clone(),
            weight: (!info.beside).then_some(*w),
            probability,
            stand_ins: stand_ins(&issues, m),
        })
        .collect();
    issued.push(Issued {
        info: ensemble_info(),
        weight: None,
        probability: ensemble,
        stand_ins: 0,
    });
    let (tracks, comparisons) = score(issued, &happened, &pairs, s)?;
    let origins = issues
        .into_iter()
        .zip(weights)
        .map(|(i, weights)| Origin {
            year: i.year,
            training: i.training,
            events: coded
                .happened
                .get(i.rows.clone())
                .unwrap_or(&[])
                .iter()
                .filter(|y| **y)
                .count(),
            rows: i.rows.len(),
            weights,
            fits: i.fits,
        })
        .collect();
    let training = coded.sample(coded.rows.len());
    let outcome = outcome.to_owned();
    let as_of = s.as_of;
    Ok(Evaluation {
        outcome,
        as_of,
        a,
        b,
        year,
        happened,
        models: tracks,
        origins,
        skipped,
        comparisons,
        training,
    })
}

/// Weights for each year, from the forecasts of the years before it.
fn weights_by_origin(
    issues: &[Issue],
    by_model: &[Vec<f64>],
    stacked: &[bool],
    happened: &[bool],
) -> Result<Vec<Vec<f64>>> {
    let mut ends = Vec::with_capacity(issues.len());
    let mut end = 0;
    for issue in issues {
        ends.push(end);
        end += issue.rows.len();
    }
    ends.into_par_iter()
        .map(|n| {
            let earlier: Vec<&[f64]> = by_model.iter().map(|p| p.get(..n).unwrap_or(&[])).collect();
            stack_some(&earlier, stacked, happened.get(..n).unwrap_or(&[]))
        })
        .collect()
}
