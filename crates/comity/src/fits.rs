//! The theories, fitted on everything up to the as-of year.

use crate::forecasts::Ground;
use crate::page::provenance::manifest;
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use comity_core::{Code, Error, Manifest, Result, Year};
use comity_theories::{
    Dropped, Estimate, FitSettings, FitStatus, TermEffect, Theory, TheoryFile, Training,
    comparable_units, comparisons, fit, page, term_effects, user_theories,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Which theories to fit, to what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Only this theory; `None` for all.
    pub only: Option<&'a str>,
    /// The outcome: `any`, `military`, `security` or `political`.
    pub outcome: &'a str,
    /// Files of the user's own theories.
    pub with: &'a [TheoryFile],
    /// Only the theories of the ensemble.
    pub ensemble_only: bool,
}

/// One theory with its fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittedTheory {
    /// The theory.
    pub theory: Theory,
    /// The reader's page.
    pub page: Option<String>,
    /// How the fit ended.
    pub status: FitStatus,
    /// Coefficients with standard errors, dyadic-cluster-robust unless the theory asks for
    /// others.
    pub estimates: Vec<Estimate>,
    /// First differences and average marginal effects of its columns.
    pub effects: Vec<TermEffect>,
    /// By how much a figure multiplies a coefficient to compare it with others, by column.
    #[serde(skip)]
    pub units: Vec<(String, f64)>,
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

/// The rows that every theory was fitted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SampleSize {
    /// Dyad-years.
    pub rows: usize,
    /// Groups.
    pub groups: usize,
    /// Pairs.
    pub pairs: usize,
    /// First year.
    pub first: Option<Year>,
    /// Last year.
    pub last: Option<Year>,
}

/// Every theory fitted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fits {
    /// Panel column that is explained.
    pub outcome: String,
    /// The rows.
    pub sample: SampleSize,
    /// One entry a theory: the catalogue, parts of its theories by themselves, the user's.
    pub theories: Vec<FittedTheory>,
    /// What the fits were computed from.
    pub manifest: Manifest,
}

/// Fits every theory, or one, on the rows up to the as-of year.
///
/// # Errors
/// [`Code::BadSetting`] when there is no such theory or outcome; [`Code::BadTheory`] and
/// [`Code::BadFormula`] when a file of theories is not what it should be; otherwise when the
/// store cannot be read.
pub fn fits(session: &Session, wanted: &Wanted<'_>, spec: &Spec) -> Result<Fits> {
    let spec = spec.check()?;
    let outcome = outcome_column(wanted.outcome)?;
    let ground = Ground::new(session, &spec, &[])?;
    fits_on(session, &ground, &outcome, wanted, &spec)
}

/// [`fits`] on ground that is at hand.
pub(crate) fn fits_on(
    session: &Session,
    ground: &Ground,
    outcome: &str,
    wanted: &Wanted<'_>,
    spec: &Spec,
) -> Result<Fits> {
    let mut all = ground.theories.clone();
    if !wanted.ensemble_only {
        all.extend(comparisons()?);
        all.extend(user_theories(wanted.with, &ground.panel, outcome)?);
    }
    let chosen: Vec<&Theory> =
        all.iter().filter(|t| wanted.only.is_none_or(|id| t.id == id)).collect();
    if chosen.is_empty() {
        return Err(Error::new(Code::BadSetting, "there is no theory of this name")
            .value(wanted.only.unwrap_or_default())
            .candidates(all.iter().map(|t| t.id.clone()).collect()));
    }
    let rows = training_rows(ground, outcome);
    let training = Training { panel: &ground.panel, outcome, rows: &rows };
    let theories =
        chosen.into_iter().map(|theory| fitted(theory, &training)).collect::<Result<_>>()?;
    let mut manifest = manifest(
        &ground.evidence,
        session.codebook(),
        &Spec { as_of: Some(ground.as_of), ..*spec },
        &format!("theories {outcome}"),
    );
    manifest.specification.extend(hashes(wanted.with));
    Ok(Fits { outcome: outcome.to_owned(), sample: size(&training), theories, manifest })
}

/// Files of theories as they stand in manifests: name and SHA-256.
pub(crate) fn hashes(files: &[TheoryFile]) -> impl Iterator<Item = (String, String)> {
    files.iter().map(|f| {
        let name = f.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let hash = Sha256::digest(f.text.as_bytes());
        (format!("with {name}"), hash.iter().map(|b| format!("{b:02x}")).collect())
    })
}

/// Rows with a coded outcome up to the as-of year.
fn training_rows(ground: &Ground, outcome: &str) -> Vec<u32> {
    let values = ground.panel.column(outcome).unwrap_or_default();
    (0u32..)
        .zip(values)
        .zip(ground.panel.year())
        .filter(|((_, v), y)| !v.is_nan() && **y <= ground.as_of)
        .map(|((row, _), _)| row)
        .collect()
}

fn fitted(theory: &Theory, training: &Training<'_>) -> Result<FittedTheory> {
    let report = fit(theory, training, &FitSettings::default());
    Ok(FittedTheory {
        effects: term_effects(&report, training)?,
        units: comparable_units(&report, training)?,
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
    })
}

fn size(training: &Training<'_>) -> SampleSize {
    let p = training.panel;
    let (mut groups, mut pairs) = (BTreeSet::new(), BTreeSet::new());
    let (mut first, mut last) = (None::<Year>, None::<Year>);
    for &row in training.rows {
        let at = |column: &[i64]| column.get(row as usize).copied().unwrap_or_default();
        let (a, b) = (at(p.a()), at(p.b()));
        groups.extend([a, b]);
        pairs.insert((a, b));
        if let Some(&year) = p.year().get(row as usize) {
            first = Some(first.map_or(year, |f| f.min(year)));
            last = Some(last.map_or(year, |l| l.max(year)));
        }
    }
    SampleSize { rows: training.rows.len(), groups: groups.len(), pairs: pairs.len(), first, last }
}
