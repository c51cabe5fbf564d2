//! Running one scenario beside the unchanged path.

use super::catalogue::Plan;
use super::types::{Change, Effect, Scenario, ScenarioResult};
use crate::answer::{Spread, interval};
use crate::paths::{Condition, Extent, Member, PathRun, simulate};
use comity_core::Year;
use comity_panel::Panel;
use std::collections::{BTreeMap, BTreeSet};

/// A model whose weight is below this does not raise the extrapolation flag.
const MINOR: f64 = 0.05;

/// What the scenarios of one outcome share.
pub(crate) struct Run<'a> {
    pub(crate) panel: &'a Panel,
    pub(crate) spread: &'a BTreeMap<String, Spread>,
    pub(crate) members: &'a [Member<'a>],
    pub(crate) unchanged: &'a Condition<'a>,
    pub(crate) base: &'a PathRun,
    pub(crate) extent: Extent,
    pub(crate) as_of: Year,
    /// Columns that some theory uses.
    pub(crate) used: BTreeSet<&'a str>,
}

/// What a scenario's rule may look at.
pub(crate) struct Facts<'a> {
    run: &'a Run<'a>,
    pub(crate) as_of: Year,
}

impl Facts<'_> {
    /// The pair's value of a column; `None` when not coded.
    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        Some(self.run.unchanged.first(name)).filter(|v| !v.is_nan())
    }

    /// The pair's value of a 0/1 column, or the reason why there is none.
    pub(crate) fn flag(&self, name: &str) -> Result<f64, String> {
        self.get(name).ok_or_else(|| {
            let label = self.run.panel.variable(name).map(|v| v.label.clone());
            self.not_coded(
                &label.unwrap_or_else(|| name.trim_end_matches("_lag1").replace('_', " ")),
            )
        })
    }

    /// The spread of a column in training.
    pub(crate) fn spread(&self, name: &str) -> Option<Spread> {
        self.run.spread.get(name).copied().filter(|s| s.n > 1)
    }

    /// The reason for a value that is not coded.
    pub(crate) fn not_coded(&self, what: &str) -> String {
        format!("not coded for this pair in {}: {what}", self.as_of)
    }
}

/// Runs one scenario.
pub(crate) fn run(plan: &Plan, run: &Run<'_>) -> Scenario {
    let scenario = |changes, result| Scenario {
        id: plan.id.into(),
        title: plan.title.into(),
        changes,
        result,
    };
    let refuse = |reason| scenario(Vec::new(), ScenarioResult::NotApplicable { reason });
    let facts = Facts { run, as_of: run.as_of };
    let to = match (plan.rule)(&facts) {
        Ok(to) => to,
        Err(reason) => return refuse(reason),
    };
    let changes: Vec<Change> = to
        .iter()
        .filter(|(name, value)| run.used.contains(name) && facts.get(name) != Some(*value))
        .filter_map(|(name, value)| {
            Some(Change {
                year: run.as_of,
                variable: (*name).into(),
                label: run.panel.variable(name)?.label.clone(),
                from: facts.get(name),
                to: *value,
            })
        })
        .collect();
    if changes.is_empty() {
        return refuse("no theory has a covariate at hand that it would change".into());
    }
    let changed = Condition {
        start: run.unchanged.start,
        first_year: run.unchanged.first_year,
        outcome: run.unchanged.outcome,
        changes: changes.iter().map(|c| (c.variable.clone(), c.to)).collect(),
    };
    let paths = simulate(run.members, &changed, run.extent);
    let difference = paths.probability - run.base.probability;
    let paired: Vec<f64> =
        paths.conditional.iter().zip(&run.base.conditional).map(|(s, u)| s - u).collect();
    let effect = Effect {
        probability: paths.probability,
        difference,
        interval95: interval(&paired, 0.95, difference),
        extrapolation: extrapolation(run.members, &changed),
    };
    scenario(changes, ScenarioResult::Effect(effect))
}

/// How the changed values leave the data, for models that carry weight.
fn extrapolation(members: &[Member<'_>], changed: &Condition<'_>) -> Option<String> {
    let values = |name: &str| changed.first(name);
    let (mut leverage, mut outside) = (0.0_f64, Vec::new());
    for m in members.iter().filter(|m| m.weight >= MINOR) {
        leverage = leverage.max(m.model.leverage(&values).unwrap_or(0.0));
        outside.extend(m.model.range_violations(&values));
    }
    outside.sort();
    outside.dedup();
    let mut parts = Vec::new();
    if leverage > 1.0 {
        parts.push(format!("leverage is {leverage:.1} times the largest in training"));
    }
    if !outside.is_empty() {
        parts.push(format!("outside the range in training: {}", outside.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}
