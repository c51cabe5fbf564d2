//! Regression tables, as papers print them.

use crate::fits::{Fits, FittedTheory, Wanted};
use crate::page::provenance::{manifest_hash, source_names};
use crate::spec::Spec;
use crate::text::{span, thousands};
use comity_core::{Code, Error, Result};
use comity_report::page::{Caption, Coefficient, Regression, RegressionTable};
use comity_theories::{Estimate, FitStatus, Role, Sign, TheoryKind};

/// The fitted theories as one regression table: the catalogue's theories and the user's, or
/// the one that was asked for.
///
/// # Errors
/// [`Code::NoSample`] when none of them has a model; [`Code::Internal`] when the manifest
/// cannot be hashed.
pub fn regression_table(
    fits: &Fits,
    wanted: &Wanted<'_>,
    stars: bool,
    spec: &Spec,
) -> Result<RegressionTable> {
    let shown = shown(fits, wanted);
    let Some(first) = shown.first() else {
        return Err(Error::new(Code::NoSample, "no theory with terms could be fitted")
            .value(&fits.outcome)
            .hint("`comity theories` says why for each"));
    };
    let caption = Caption {
        outcome: in_words(&fits.outcome).to_owned(),
        sample: format!(
            "{} dyad-years of {} pairs and {} groups, {}, {} with the outcome; risk set: {}.",
            thousands(first.n as u64),
            thousands(fits.sample.pairs as u64),
            thousands(fits.sample.groups as u64),
            span(fits.sample.first, fits.sample.last),
            thousands(first.events as u64),
            spec.risk_set,
        ),
        as_of: fits.manifest.as_of.event.unwrap_or_default(),
        sources: source_names(&fits.manifest),
        manifest_hash: manifest_hash(&fits.manifest)?,
        command: command(fits, wanted, spec),
        manifest: fits.manifest.clone(),
    };
    let models = shown.into_iter().map(|t| regression(t, fits)).collect();
    Ok(RegressionTable { models, stars, caption })
}

/// The theories that tables and figures show.
pub(crate) fn shown<'f>(fits: &'f Fits, wanted: &Wanted<'_>) -> Vec<&'f FittedTheory> {
    fits.theories
        .iter()
        .filter(|t| t.theory.kind == TheoryKind::Logit && !t.estimates.is_empty())
        .filter(|t| wanted.only.is_some() || t.theory.role != Role::Comparison)
        .collect()
}

fn command(fits: &Fits, wanted: &Wanted<'_>, spec: &Spec) -> String {
    let only = wanted.only.map(|id| format!(" {id}")).unwrap_or_default();
    let with: Vec<String> = wanted.with.iter().map(|f| format!(" --with {}", f.name)).collect();
    format!(
        "comity theories{only} --outcome {}{} --as-of {} --risk-set {} --table",
        fits.outcome.trim_start_matches("coop_"),
        with.concat(),
        fits.manifest.as_of.event.unwrap_or_default(),
        spec.risk_set
    )
}

fn in_words(outcome: &str) -> &'static str {
    match outcome {
        "coop_military" => "Military cooperation",
        "coop_security" => "Security cooperation",
        "coop_political" => "Political cooperation",
        _ => "Any cooperation",
    }
}

fn regression(t: &FittedTheory, fits: &Fits) -> Regression {
    let (n, events) = (t.n as f64, t.events as f64);
    let loglik = t.loglik.unwrap_or(f64::NAN);
    let null = events * (events / n).ln() + (n - events) * (1.0 - events / n).ln();
    let parameters = t.estimates.len() as f64;
    let unit = |name: &str| t.units.iter().find(|u| u.0 == name).map_or(1.0, |u| u.1);
    Regression {
        id: t.theory.id.clone(),
        title: t.theory.title.clone(),
        user: t.theory.role == Role::User,
        estimator: t.theory.choices.estimator.unwrap_or_default().title().to_owned(),
        variance: t.variance_note.clone().unwrap_or_default(),
        notes: notes(t),
        coefficients: t.estimates.iter().map(|e| coefficient(e, unit(&e.variable))).collect(),
        n: t.n as u64,
        events: t.events as u64,
        groups: fits.sample.groups as u64,
        pairs: fits.sample.pairs as u64,
        loglik,
        aic: 2.0 * parameters - 2.0 * loglik,
        bic: parameters * n.ln() - 2.0 * loglik,
        pseudo_r2: 1.0 - loglik / null,
    }
}

fn notes(t: &FittedTheory) -> Vec<String> {
    let mut notes = Vec::new();
    if let FitStatus::Separated { columns } = &t.status {
        notes.push(format!(
            "separated by {}; estimates with reduced bias (Firth)",
            columns.join(", ")
        ));
    }
    if !t.unavailable.is_empty() {
        notes.push(format!("not in the data at hand: {}", t.unavailable.join(", ")));
    }
    notes.extend(t.dropped.iter().map(|d| format!("left out: {} ({})", d.variable, d.reason)));
    notes
}

fn coefficient(e: &Estimate, scale: f64) -> Coefficient {
    Coefficient {
        variable: e.variable.clone(),
        label: e.label.clone(),
        level: e.level,
        term: e.is_term,
        predicted: match e.predicted {
            Sign::Positive => 1,
            Sign::Negative => -1,
            Sign::None => 0,
        },
        coef: e.coef,
        se: e.se,
        p: e.p.is_finite().then_some(e.p),
        low: e.low,
        high: e.high,
        scale,
    }
}
