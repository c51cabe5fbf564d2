//! Section 8: scores of every model, and calibration.

use comity_outlook::{Evaluation, ModelTrack, domain_of};
use comity_report::page::{Calibration, CalibrationBin, Ranged, ScoreRow, TrackRecord, Verdict};
use comity_score::{Metric, ScoreInterval, Skill};

/// The bar every model is held to.
pub(crate) const BAR: &str = "persistence";

/// The track record of one outcome.
#[must_use]
pub(crate) fn track(e: &Evaluation) -> TrackRecord {
    let years = || e.origins.iter().map(|o| o.year);
    TrackRecord {
        domain: domain_of(&e.outcome),
        first_origin: years().min().unwrap_or_default(),
        last_origin: years().max().unwrap_or_default(),
        forecasts: e.happened.len() as u64,
        events: e.happened.iter().filter(|h| **h).count() as u64,
        scores: e.models.iter().map(|m| row(e, m)).collect(),
        calibration: calibrations(e),
    }
}

fn ranged(i: &ScoreInterval) -> Ranged {
    Ranged { value: i.value, low: i.low, high: i.high }
}

/// A difference `model − bar` of a score where less is better, from an improvement.
fn worse_by(skill: &Skill) -> Ranged {
    Ranged { value: -skill.difference, low: -skill.high, high: -skill.low }
}

fn row(e: &Evaluation, m: &ModelTrack) -> ScoreRow {
    let id = &m.info.id;
    let against = |metric| e.comparison(id, BAR, metric).map(|c| worse_by(&c.skill));
    ScoreRow {
        id: id.clone(),
        title: title(m),
        baseline: m.info.baseline,
        brier: m.brier_interval.as_ref().map(ranged),
        log_score: m.log_interval.as_ref().map(ranged),
        average_precision: m.average_precision.as_ref().map(ranged),
        roc_auc: m.roc_area.as_ref().map(ranged),
        brier_difference: against(Metric::Brier),
        log_difference: against(Metric::Log),
        verdict: verdict(e, id),
    }
}

/// Whether a model beats persistence: both on Brier and on the log score, or on neither.
/// Where the two disagree or an interval holds zero, the data cannot tell.
#[must_use]
pub(crate) fn verdict(e: &Evaluation, id: &str) -> Option<Verdict> {
    if id == BAR {
        return None;
    }
    let of = |metric| {
        let c = e.comparison(id, BAR, metric)?;
        Some(Verdict::of_difference(&worse_by(&c.skill)))
    };
    match (of(Metric::Brier)?, of(Metric::Log)?) {
        (x, y) if x == y => Some(x),
        _ => Some(Verdict::CannotTell),
    }
}

/// The ensemble first (drawn largest), then the bar, then the theories.
fn calibrations(e: &Evaluation) -> Vec<Calibration> {
    let rank = |m: &ModelTrack| match m.info.id.as_str() {
        comity_outlook::ENSEMBLE => 0,
        BAR => 1,
        _ if !m.info.baseline => 2,
        _ => 3,
    };
    let mut models: Vec<&ModelTrack> = e.models.iter().collect();
    models.sort_by_key(|m| rank(m));
    models.into_iter().map(|m| Calibration { model: title(m), bins: bins(m) }).collect()
}

/// The bins that hold forecasts.
pub(crate) fn bins(m: &ModelTrack) -> Vec<CalibrationBin> {
    m.calibration
        .bins
        .iter()
        .filter(|b| b.n > 0)
        .map(|b| CalibrationBin {
            predicted: b.forecast,
            observed: b.observed,
            count: b.n as u64,
            band_low: b.band_low,
            band_high: b.band_high,
        })
        .collect()
}

/// The title of a model; the user's own are marked.
pub(crate) fn title(m: &ModelTrack) -> String {
    let title = &m.info.title;
    if m.info.beside { format!("{title} (user’s)") } else { title.clone() }
}
