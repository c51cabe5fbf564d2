//! Section 1: what is asked and what decides it.

use super::Parts;
use crate::names::{kind, others};
use comity_core::ActorId;
use comity_outlook::Answer;
use comity_report::page::{ActorRef, Question};

/// Other names shown of a group.
const ALSO: usize = 4;

pub(crate) fn question(parts: &Parts<'_>) -> Question {
    let dyad = parts.outlook.dyad;
    let (a, b) = ordered(parts);
    let forecast = parts.outlook.outcomes.iter().find_map(|o| match &o.answer {
        Answer::Forecast(f) => Some(&f.forecast),
        Answer::NoBasis { .. } => None,
    });
    let window = {
        let first = i32::from(parts.ground.as_of) + 1;
        let last = i32::from(parts.ground.as_of) + i32::from(parts.spec.horizon);
        if last > first { format!("from {first} to {last}") } else { format!("in {first}") }
    };
    let name = |id: ActorId| parts.session.registry().name(id).to_owned();
    let text = forecast.map_or_else(
        || {
            format!(
                "Will the sources record cooperation between {} and {} {window}?",
                name(dyad.a()),
                name(dyad.b())
            )
        },
        |f| f.question.clone(),
    );
    Question {
        a: actor(parts, a),
        b: actor(parts, b),
        text,
        background: format!("{} {}", background(parts, a), background(parts, b)),
        as_of: parts.ground.as_of,
        released: parts.spec.released_by.map(|d| d.to_string()),
        horizon: parts.spec.horizon,
        resolution_rule: forecast.map_or_else(
            || "Yes, if UCDP External Support codes support of any type between the two, in either direction, in the period.".to_owned(),
            |f| f.resolution_rule.clone(),
        ),
        resolution_source: "UCDP External Support, the next release that covers the period".to_owned(),
    }
}

fn ordered(parts: &Parts<'_>) -> (ActorId, ActorId) {
    let dyad = parts.outlook.dyad;
    if parts.in_order { (dyad.a(), dyad.b()) } else { (dyad.b(), dyad.a()) }
}

fn actor(parts: &Parts<'_>, id: ActorId) -> ActorRef {
    let registry = parts.session.registry();
    let mut also = others(registry.get(id));
    also.truncate(ALSO);
    ActorRef { id: id.to_string(), name: registry.name(id).to_owned(), also }
}

fn background(parts: &Parts<'_>, id: ActorId) -> String {
    let registry = parts.session.registry();
    let record = registry.get(id);
    let places = record.map(|r| r.countries.join(", ")).unwrap_or_default();
    let located =
        if places.is_empty() { String::new() } else { format!(", located by UCDP in {places}") };
    format!("{}: {}{located}.", registry.name(id), kind(record))
}

/// The command that repeats the page.
pub(crate) fn command(parts: &Parts<'_>) -> String {
    let (a, b) = ordered(parts);
    let spec = parts.spec;
    let mut text = format!(
        "comity outlook {a} {b} --as-of {} --horizon {} --risk-set {} --seed {}",
        parts.ground.as_of, spec.horizon, spec.risk_set, spec.seed
    );
    if let Some(date) = spec.released_by {
        text.push_str(&format!(" --released-by {date}"));
    }
    text
}
