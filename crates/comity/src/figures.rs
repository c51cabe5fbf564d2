//! The figures of theories: effects, and forecasts of years not seen.

use crate::fits::{Fits, FittedTheory, Wanted, fits_on};
use crate::forecasts::{Ground, Progress};
use crate::page::track::{BAR, bins, title};
use crate::papers::{regression_table, shown};
use crate::scores::outcome_column;
use crate::session::Session;
use crate::spec::Spec;
use crate::text::{span, thousands};
use comity_core::Result;
use comity_outlook::{Evaluation, ModelTrack};
use comity_report::page::{Bounded, ColumnEffect, ModelEffects, ModelForecasts, TheoryFigures};
use comity_score::{CurvePoint, threshold_curve};
use comity_theories::{Change, EffectSize, TermEffect, user_theories};

/// The regression table with the figures of the theories: coefficients and effects from the
/// fits, everything about forecasts from the rolling-origin evaluation.
///
/// # Errors
/// As [`crate::fits::fits`] and [`regression_table`].
pub fn theory_figures(
    session: &Session,
    wanted: &Wanted<'_>,
    spec: &Spec,
    progress: Progress<'_>,
) -> Result<TheoryFigures> {
    let spec = spec.check()?;
    let outcome = outcome_column(wanted.outcome)?;
    let mut ground = Ground::new(session, &spec, &[])?;
    let fits = fits_on(session, &ground, &outcome, wanted, &spec)?;
    let table = regression_table(&fits, wanted, false, &spec)?;
    ground.theories.extend(user_theories(wanted.with, &ground.panel, &outcome)?);
    ground.beside = wanted.with.iter().map(|f| f.text.as_str()).collect();
    let evaluation = ground.evaluations(session, &spec, &[outcome], progress)?.pop();
    // One theory by itself still stands beside the bar.
    let scored = |m: &&ModelTrack| wanted.only.is_none_or(|id| m.info.id == id || m.info.id == BAR);
    let forecasts = match &evaluation {
        Some(e) => {
            e.models.iter().filter(scored).map(|m| forecasts(e, m)).collect::<Result<_>>()?
        }
        None => Vec::new(),
    };
    Ok(TheoryFigures {
        effects: shown(&fits, wanted).into_iter().map(effects).collect(),
        forecasts,
        forecast_sample: evaluation.as_ref().map_or_else(no_forecasts, forecast_sample),
        table,
    })
}

/// The effects of every theory in the ensemble, for the page of a pair.
pub(crate) fn page_effects(fits: &Fits) -> Vec<ModelEffects> {
    fits.theories.iter().filter(|t| !t.effects.is_empty()).map(effects).collect()
}

/// Sample, estimator and variance of the effects on the page of a pair.
pub(crate) fn effects_note(fits: &Fits) -> String {
    let first = fits.theories.iter().find_map(|t| t.variance_note.as_deref()).unwrap_or_default();
    let variance = first.split(';').next().unwrap_or_default();
    format!(
        "{} dyad-years of {} pairs, {}; logit, standard errors {variance}, intervals by the delta method.",
        thousands(fits.sample.rows as u64),
        thousands(fits.sample.pairs as u64),
        span(fits.sample.first, fits.sample.last),
    )
}

fn effects(t: &FittedTheory) -> ModelEffects {
    ModelEffects {
        id: t.theory.id.clone(),
        title: t.theory.title.clone(),
        effects: t.effects.iter().map(effect).collect(),
    }
}

fn effect(e: &TermEffect) -> ColumnEffect {
    ColumnEffect {
        variable: e.variable.clone(),
        label: e.label.clone(),
        level: e.level,
        change: match e.change {
            Change::ZeroToOne => "no → yes".to_owned(),
            Change::Between { from, to } => format!("{} → {}", short(from), short(to)),
        },
        difference: bounded(e.difference),
        marginal: bounded(e.marginal),
    }
}

fn bounded(e: EffectSize) -> Bounded {
    Bounded { value: e.estimate, se: e.se, low: e.low, high: e.high }
}

/// A value of a column: whole numbers as they are, others to two decimals.
fn short(v: f64) -> String {
    let text = if v.fract() == 0.0 { format!("{:.0}", v.abs()) } else { format!("{:.2}", v.abs()) };
    if v < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        format!("−{text}")
    } else {
        text
    }
}

fn forecasts(e: &Evaluation, m: &ModelTrack) -> Result<ModelForecasts> {
    let mut rows: Vec<(f64, bool)> =
        m.probability.iter().copied().zip(e.happened.iter().copied()).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let curve = threshold_curve(&m.probability, &e.happened).unwrap_or_default();
    Ok(ModelForecasts {
        id: m.info.id.clone(),
        title: title(m),
        probability: rows.iter().map(|r| r.0).collect(),
        happened: rows.iter().map(|r| r.1).collect(),
        roc: std::iter::once((0.0, 0.0))
            .chain(curve.iter().map(|p| (p.false_positive, p.recall)))
            .collect(),
        roc_area: m.roc_area.as_ref().map(|a| a.value),
        precision: steps(&curve),
        average_precision: m.average_precision.as_ref().map(|a| a.value),
        bins: bins(m),
    })
}

/// The precision–recall curve in steps, so that the area under it is the average precision:
/// between two thresholds that find events, precision is that of the lower one (Davis and
/// Goadrich 2006 on why it is not a straight line).
fn steps(curve: &[CurvePoint]) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut reached = 0.0;
    for p in curve.iter().filter(|p| p.recall > 0.0) {
        if p.recall > reached {
            points.extend([(reached, p.precision), (p.recall, p.precision)]);
            reached = p.recall;
        }
    }
    points
}

fn forecast_sample(e: &Evaluation) -> String {
    let years = || e.origins.iter().map(|o| o.year);
    format!(
        "{} forecasts of the years {}, {} with the outcome; each year forecast from models fitted on earlier years only.",
        thousands(e.happened.len() as u64),
        span(years().min(), years().max()),
        thousands(e.happened.iter().filter(|h| **h).count() as u64)
    )
}

fn no_forecasts() -> String {
    "This outcome has too few events to forecast year by year, so there are no figures of forecasts.".to_owned()
}
