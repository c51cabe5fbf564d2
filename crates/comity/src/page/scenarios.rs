//! Section 5: conditions and what follows from them.

use super::Parts;
use comity_outlook::{Scenario as Computed, ScenarioResult as Outcome};
use comity_report::page::{Change, Effect, Ranged, Scenario, ScenarioResult};

/// Sentences of "what would change the answer" at most.
const SENTENCES: usize = 4;

pub(crate) fn scenarios(parts: &Parts<'_>) -> Vec<Scenario> {
    parts.headline().map(|f| f.scenarios.iter().map(scenario).collect()).unwrap_or_default()
}

fn scenario(s: &Computed) -> Scenario {
    Scenario {
        id: s.id.clone(),
        title: s.title.clone(),
        changes: s
            .changes
            .iter()
            .map(|c| Change { year: c.year, label: c.label.clone(), from: c.from, to: c.to })
            .collect(),
        result: match &s.result {
            Outcome::Effect(e) => ScenarioResult::Effect(Effect {
                probability: e.probability,
                difference: Ranged {
                    value: e.difference,
                    low: e.interval95.low,
                    high: e.interval95.high,
                },
                extrapolation: e.extrapolation.clone(),
            }),
            Outcome::NotApplicable { reason } => {
                ScenarioResult::NotApplicable { reason: reason.clone() }
            }
        },
    }
}

/// Which conditions move the answer most, and which data would settle it.
pub(crate) fn would_change(parts: &Parts<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(f) = parts.headline() {
        let mut effects: Vec<(&Computed, f64, f64, f64)> = f
            .scenarios
            .iter()
            .filter_map(|s| match &s.result {
                Outcome::Effect(e) => Some((s, e.difference, e.interval95.low, e.interval95.high)),
                Outcome::NotApplicable { .. } => None,
            })
            .filter(|(_, d, _, _)| d.abs() >= 0.0005)
            .collect();
        effects.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()));
        for (s, d, low, high) in effects.into_iter().take(SENTENCES) {
            let [d, low, high] = [d, low, high].map(points);
            out.push(format!("{}: {d} percentage points ({low} to {high})", s.title));
        }
    }
    out.push(format!(
        "A release of a source that codes support after {} would resolve the question",
        parts.ground.last_coded
    ));
    out
}

/// A difference of probabilities in percentage points, with sign.
fn points(difference: f64) -> String {
    format!("{:+.1}", 100.0 * difference).replace('-', "−")
}
