//! Section 4: rival theories side by side, and the pair's evidence against each.

use super::{Parts, track};
use crate::figures::{effects_note, page_effects};
use comity_outlook::{
    Answer, DomainForecast, FitOutcome, GridRow as Term, Outlook, PastForecast, Reading,
};
use comity_panel::Panel;
use comity_report::page::{Expectation, Grid, GridCell, GridRow, Theories, TheoryRow};
use comity_theories::Theory;
use std::collections::BTreeMap;

/// Past years shown in the grid, the most telling first.
const YEARS: usize = 8;

pub(crate) fn theories(parts: &Parts<'_>) -> Theories {
    Theories {
        rows: rows(parts),
        grid: grid(parts.outlook, &parts.ground.theories, "coop_any", YEARS, &words),
        effects: page_effects(parts.fits),
        effects_note: Some(effects_note(parts.fits)),
        game: super::game::game(parts),
        ..Theories::default()
    }
}

fn rows(parts: &Parts<'_>) -> Vec<TheoryRow> {
    let Some(evaluation) = parts.headline_evaluation() else { return Vec::new() };
    let forecast = parts.headline();
    parts
        .ground
        .theories
        .iter()
        .map(|t| {
            let scored = evaluation.model(&t.id);
            let said = forecast.and_then(|f| f.models.iter().find(|m| m.info.id == t.id));
            TheoryRow {
                id: t.id.clone(),
                title: t.title.clone(),
                levels: t.levels.clone(),
                baseline: t.kind.is_baseline(),
                weight: said.map(|m| m.weight).or_else(|| scored.and_then(|s| s.weight)),
                probability: said.map(|m| m.probability),
                interval80: said.map(|m| m.interval80),
                brier: scored.map(|s| s.brier.score),
                log_score: scored.and_then(|s| s.log.finite()),
                average_precision: scored
                    .and_then(|s| s.average_precision.as_ref().map(|a| a.value)),
                verdict: track::verdict(evaluation, &t.id),
                note: said.and_then(|m| note(&parts.ground.panel, &m.fit, &m.out_of_range)),
            }
        })
        .collect()
}

fn note(panel: &Panel, fit: &FitOutcome, out_of_range: &[String]) -> Option<String> {
    let mut notes = Vec::new();
    match fit {
        FitOutcome::Fitted => {}
        FitOutcome::Separated { columns } => {
            let named: Vec<String> = columns.iter().map(|c| in_words(panel, c)).collect();
            notes.push(format!("separated by {}: Firth's penalised fit", named.join(", ")));
        }
        FitOutcome::StandIn { reason } => notes.push(format!("base rate stands in: {reason}")),
    }
    if !out_of_range.is_empty() {
        notes.push(format!("outside the training range: {}", out_of_range.join(", ")));
    }
    (!notes.is_empty()).then(|| notes.join("; "))
}

/// The label of a model column; marks of missing values end in `:missing`.
fn in_words(panel: &Panel, column: &str) -> String {
    let (name, missing) = match column.strip_suffix(":missing") {
        Some(name) => (name, true),
        None => (column, false),
    };
    let label = panel.variable(name).map_or(name, |v| v.label.as_str());
    if missing { format!("{label} (not coded)") } else { label.to_owned() }
}

/// What was observed in a past year, in words.
pub(crate) fn words(past: &PastForecast) -> String {
    let what = if past.happened { "cooperation recorded" } else { NOTHING };
    format!("{}: {what}", past.year)
}

/// What is said of a year without cooperation.
pub(crate) const NOTHING: &str = "observed, no cooperation recorded";

/// The pair's evidence against each theory: at most `years` past years, and the covariates of
/// the year ahead. `None` when there is neither.
pub(crate) fn grid(
    outlook: &Outlook,
    theories: &[Theory],
    outcome: &str,
    years: usize,
    words: &dyn Fn(&PastForecast) -> String,
) -> Option<Grid> {
    let outcome = outlook.outcomes.iter().find(|o| o.outcome == outcome)?;
    let theories: Vec<(&str, &str)> = theories
        .iter()
        .filter(|t| !t.kind.is_baseline())
        .map(|t| (t.id.as_str(), t.title.as_str()))
        .collect();
    let ids: Vec<&str> = theories.iter().map(|t| t.0).collect();
    let past = telling(&outcome.past, years);
    let mut rows: Vec<GridRow> = past.iter().map(|p| year_row(p, &ids, words)).collect();
    if let Answer::Forecast(f) = &outcome.answer {
        rows.extend(term_rows(f, &ids));
    }
    (!rows.is_empty())
        .then(|| Grid { theories: theories.iter().map(|t| t.1.to_owned()).collect(), rows })
}

/// Years with cooperation first, then the latest; shown in order of time.
fn telling(past: &[PastForecast], shown: usize) -> Vec<&PastForecast> {
    let mut years: Vec<&PastForecast> = past.iter().collect();
    years.sort_by_key(|p| (!p.happened, std::cmp::Reverse(p.year)));
    years.truncate(shown);
    years.sort_by_key(|p| p.year);
    years
}

/// What each theory had said of a year, against the base rate.
fn year_row(
    past: &PastForecast,
    theories: &[&str],
    words: &dyn Fn(&PastForecast) -> String,
) -> GridRow {
    let said: BTreeMap<&str, f64> =
        past.probability.iter().map(|(id, p)| (id.as_str(), *p)).collect();
    let base = said.get("base-rate").copied();
    let cells: Vec<GridCell> = theories
        .iter()
        .map(|id| {
            let of_yes = said.get(id).copied();
            let happened = |p: f64| if past.happened { p } else { 1.0 - p };
            let expectation = match (of_yes.map(happened), base.map(happened)) {
                (Some(p), Some(b)) if p > b => Expectation::Expected,
                (Some(p), Some(b)) if p < b => Expectation::Unexpected,
                _ => Expectation::Silent,
            };
            GridCell { expectation, probability: of_yes.map(happened) }
        })
        .collect();
    GridRow { evidence: words(past), separates: differ(&cells), cells }
}

/// What each theory's terms say of the last coded year.
fn term_rows(forecast: &DomainForecast, theories: &[&str]) -> Vec<GridRow> {
    let mut by_label: BTreeMap<(&str, i16), Vec<&Term>> = BTreeMap::new();
    for term in &forecast.grid {
        if matches!(term.reading, Reading::Agrees | Reading::Conflicts) {
            by_label.entry((&term.label, term.year)).or_default().push(term);
        }
    }
    by_label
        .into_iter()
        .map(|((label, year), terms)| {
            let cells: Vec<GridCell> = theories
                .iter()
                .map(|id| {
                    let reading = terms.iter().find(|t| t.theory == *id).map(|t| t.reading);
                    let expectation = match reading {
                        Some(Reading::Agrees) => Expectation::Expected,
                        Some(Reading::Conflicts) => Expectation::Unexpected,
                        _ => Expectation::Silent,
                    };
                    GridCell { expectation, probability: None }
                })
                .collect();
            let value = terms.iter().find_map(|t| t.value).map(|v| format!(" = {}", short(v)));
            GridRow {
                evidence: format!("{label}{} (for {year})", value.unwrap_or_default()),
                separates: differ(&cells),
                cells,
            }
        })
        .collect()
}

/// Whether some theory expected what another did not.
fn differ(cells: &[GridCell]) -> bool {
    let has = |e| cells.iter().any(|c| c.expectation == e);
    has(Expectation::Expected) && has(Expectation::Unexpected)
}

fn short(v: f64) -> String {
    if v.fract() == 0.0 { format!("{v:.0}") } else { format!("{v:.2}") }
}
