//! Rolling-origin scores of every model, and whether any theory beats persistence.

use crate::fits::hashes;
use crate::forecasts::{Ground, Progress};
use crate::page::provenance::{manifest, provenance};
use crate::page::track::{BAR, title, track, verdict};
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Result};
use comity_outlook::{ENSEMBLE, Evaluation};
use comity_report::page::{ScorePage, Verdict};
use comity_theories::{TheoryFile, user_theories};
use serde::Serialize;

/// The scores of one outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Panel column that was forecast.
    pub outcome: String,
    /// The page: every model's scores with intervals, and calibration.
    pub page: ScorePage,
    /// Whether any theory or the ensemble beats persistence, in one sentence each.
    pub verdicts: Vec<String>,
    /// Years that were not forecast, each with the reason.
    pub skipped: Vec<(i16, String)>,
    /// The Brier score of every model in its parts: id, score, reliability, resolution,
    /// uncertainty.
    pub brier_parts: Vec<BrierRow>,
}

/// The Brier score of one model in its parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BrierRow {
    /// Model.
    pub id: String,
    /// Score.
    pub score: f64,
    /// Reliability: less is better.
    pub reliability: f64,
    /// Resolution: more is better.
    pub resolution: f64,
    /// Uncertainty: the same for every model.
    pub uncertainty: f64,
    /// What the bins leave over, so that the parts add up.
    pub within_bins: f64,
}

/// The panel column of an outcome's short name.
///
/// # Errors
/// [`Code::BadSetting`] naming the outcomes there are.
pub fn outcome_column(name: &str) -> Result<String> {
    const NAMES: [&str; 4] = ["any", "military", "security", "political"];
    let short = name.strip_prefix("coop_").unwrap_or(name);
    if NAMES.contains(&short) {
        return Ok(format!("coop_{short}"));
    }
    Err(Error::new(Code::BadSetting, "there is no outcome of this name")
        .value(name)
        .candidates(NAMES.map(str::to_owned).to_vec()))
}

/// The scores of one outcome under a specification, with the user's own theories beside the
/// built-in ones; they take no part in the ensemble.
///
/// # Errors
/// [`Code::NoSample`] when the outcome has too few events to evaluate; otherwise when a
/// setting is out of range or the store cannot be read.
pub fn scores(
    session: &Session,
    outcome: &str,
    with: &[TheoryFile],
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<Scores> {
    let spec = spec.check()?;
    let outcome = outcome_column(outcome)?;
    let mut ground = Ground::new(session, &spec, &[])?;
    ground.theories.extend(user_theories(with, &ground.panel, &outcome)?);
    ground.beside = with.iter().map(|f| f.text.as_str()).collect();
    let wanted = [outcome.clone()];
    let Some(evaluation) = ground.evaluations(session, &spec, &wanted, progress)?.pop() else {
        return Err(Error::new(Code::NoSample, "too few coded events to evaluate this outcome")
            .value(outcome)
            .hint("choose another outcome or import data that codes it"));
    };
    let files: Vec<String> = with.iter().map(|f| format!(" --with {}", f.name)).collect();
    let command = format!(
        "comity score{} --outcome {outcome} --first {} --as-of {} --risk-set {} --seed {}",
        files.concat(),
        spec.first_forecast,
        ground.as_of,
        spec.risk_set,
        spec.seed
    );
    let mut manifest = manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..spec },
        &format!("score {outcome}"),
    );
    manifest.specification.extend(hashes(with));
    Ok(Scores {
        verdicts: verdicts(&evaluation),
        brier_parts: parts(&evaluation),
        skipped: evaluation.skipped.clone(),
        page: ScorePage {
            title: "Does any theory beat “last year repeats”?".to_owned(),
            method: format!(
                "Every year from {} to {} was forecast from models fitted on earlier years only, \
                 with covariates known the year before. Risk set: {}. Intervals: 95 %, from \
                 resampled dyads.",
                evaluation.origins.first().map_or(spec.first_forecast, |o| o.year),
                ground.as_of,
                spec.risk_set
            ),
            records: vec![track(&evaluation)],
            provenance: provenance(manifest, command)?,
        },
        outcome,
    })
}

fn verdicts(e: &Evaluation) -> Vec<String> {
    e.models
        .iter()
        .filter(|m| m.info.id != BAR && (!m.info.baseline || m.info.id == ENSEMBLE))
        .map(|m| {
            let title = title(m);
            match verdict(e, &m.info.id) {
                Some(Verdict::Yes) => format!("{title}: beats persistence on both scores"),
                Some(Verdict::No) => format!("{title}: does worse than persistence on both scores"),
                _ => format!(
                    "{title}: the data cannot tell it from persistence, or the two scores disagree"
                ),
            }
        })
        .collect()
}

fn parts(e: &Evaluation) -> Vec<BrierRow> {
    e.models
        .iter()
        .map(|m| BrierRow {
            id: m.info.id.clone(),
            score: m.brier.score,
            reliability: m.brier.reliability,
            resolution: m.brier.resolution,
            uncertainty: m.brier.uncertainty,
            within_bins: m.brier.within_variance - m.brier.within_covariance,
        })
        .collect()
}
