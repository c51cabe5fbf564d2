//! The question and the rule of resolution, in words.

use crate::settings::{ValidSettings, domain_of};
use comity_core::{ActorId, Domain, Dyad};
use comity_panel::{Panel, RiskSet};

/// The name of a group as the evidence has it, or its id.
pub(crate) fn name(panel: &Panel, actor: ActorId) -> String {
    panel.name(actor.raw()).map_or_else(|| actor.to_string(), str::to_owned)
}

/// The source that decides an outcome.
pub(crate) fn deciding_source(panel: &Panel, outcome: &str) -> String {
    let keys = panel.variable(outcome).map(|v| v.sources.clone()).unwrap_or_default();
    let titles: Vec<String> = keys
        .iter()
        .map(|k| comity_core::source::meta(*k).map_or_else(|_| k.to_string(), |m| m.title.clone()))
        .collect();
    if titles.is_empty() { "the data set behind the outcome".into() } else { titles.join(" or ") }
}

/// The years asked about: `2018`, or `2018–2020`.
fn window(s: &ValidSettings<'_>) -> String {
    let (first, last) = (i32::from(s.as_of) + 1, i32::from(s.as_of) + i32::from(s.horizon));
    if last > first { format!("{first}–{last}") } else { first.to_string() }
}

/// "cooperation", "military cooperation", …
pub(crate) fn cooperation(outcome: &str) -> String {
    domain_of(outcome)
        .map_or_else(|| "cooperation".into(), |d: Domain| format!("{} cooperation", d.as_str()))
}

/// The question in one sentence.
pub(crate) fn question(panel: &Panel, dyad: Dyad, outcome: &str, s: &ValidSettings<'_>) -> String {
    format!(
        "Will {} record {} between {} and {} in {}?",
        deciding_source(panel, outcome),
        cooperation(outcome),
        name(panel, dyad.a()),
        name(panel, dyad.b()),
        window(s),
    )
}

/// What makes the answer yes or no.
pub(crate) fn resolution_rule(panel: &Panel, outcome: &str, s: &ValidSettings<'_>) -> String {
    let definition = panel.variable(outcome).map(|v| v.definition.trim()).unwrap_or_default();
    format!(
        "Yes if {} codes {} between the two groups in {}; no if it observed both in every year \
         asked about and coded none; open while it has not coded them. Panel column `{outcome}`: \
         {definition}",
        deciding_source(panel, outcome),
        cooperation(outcome),
        window(s),
    )
    .trim()
    .to_owned()
}

/// The pairs of a risk set in words.
pub(crate) fn risk_set(r: RiskSet) -> &'static str {
    match r {
        RiskSet::All => "pairs of groups observed in the same year",
        RiskSet::Region => "pairs of groups of the same region observed in the same year",
        RiskSet::Relevant => "politically relevant pairs of groups observed in the same year",
    }
}
