//! The theories, fitted on everything up to the as-of year.

use crate::forecasts::Ground;
use crate::page::provenance::manifest;
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Manifest, Result};
use comity_theories::{Dropped, Estimate, FitSettings, FitStatus, Theory, Training, fit, page};
use serde::Serialize;

/// One theory with its fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittedTheory {
    /// The theory.
    pub theory: Theory,
    /// The reader's page.
    pub page: Option<String>,
    /// How the fit ended.
    pub status: FitStatus,
    /// Coefficients with dyadic-cluster-robust standard errors.
    pub estimates: Vec<Estimate>,
    /// Training rows.
    pub n: usize,
    /// Of these, with cooperation.
    pub events: usize,
    /// Log-likelihood; `None` without a model.
    pub loglik: Option<f64>,
    /// What to know about the standard errors.
    pub variance_note: Option<String>,
    /// Terms that the data at hand do not allow.
    pub unavailable: Vec<String>,
    /// Terms left out, and why.
    pub dropped: Vec<Dropped>,
}

/// Every theory fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fits {
    /// Panel column that is explained.
    pub outcome: String,
    /// One entry a theory.
    pub theories: Vec<FittedTheory>,
    /// What the fits were computed from.
    pub manifest: Manifest,
}

/// Fits every theory, or one, on the rows up to the as-of year.
///
/// # Errors
/// [`Code::BadSetting`] when there is no such theory or outcome; otherwise when the store
/// cannot be read.
pub fn fits(session: &Session, only: Option<&str>, outcome: &str, spec: &Spec) -> Result<Fits> {
    let spec = spec.check()?;
    let outcome = outcome_column(outcome)?;
    let ground = Ground::new(session, &spec, &[])?;
    let chosen: Vec<&Theory> =
        ground.theories.iter().filter(|t| only.is_none_or(|id| t.id == id)).collect();
    if chosen.is_empty() {
        return Err(Error::new(Code::BadSetting, "there is no theory of this name")
            .value(only.unwrap_or_default())
            .candidates(ground.theories.iter().map(|t| t.id.clone()).collect()));
    }
    let values = ground.panel.column(&outcome).unwrap_or_default();
    let rows: Vec<u32> = (0u32..)
        .zip(values)
        .zip(ground.panel.year())
        .filter(|((_, v), y)| !v.is_nan() && **y <= ground.as_of)
        .map(|((row, _), _)| row)
        .collect();
    let training = Training { panel: &ground.panel, outcome: &outcome, rows: &rows };
    let theories = chosen
        .into_iter()
        .map(|theory| {
            let report = fit(theory, &training, &FitSettings::default());
            FittedTheory {
                theory: theory.clone(),
                page: page(&theory.id).map(str::to_owned),
                status: report.status,
                estimates: report.estimates,
                n: report.n,
                events: report.events,
                loglik: report.loglik.is_finite().then_some(report.loglik),
                variance_note: report.variance_note,
                unavailable: report.unavailable,
                dropped: report.dropped,
            }
        })
        .collect();
    let manifest = manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..spec },
        &format!("theories {outcome}"),
    );
    Ok(Fits { outcome, theories, manifest })
}
