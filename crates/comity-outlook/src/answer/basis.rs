//! When there is no basis for a probability.

use super::types::ModelForecast;
use super::wording::{cooperation, deciding_source, name};
use crate::evaluation::{Coded, MIN_EVENTS};
use comity_core::{ActorId, Dyad, Year};
use comity_panel::Panel;
use std::collections::BTreeMap;

/// A group that no source observed within so many years up to the as-of year has no current
/// record to forecast from.
const STALE_GROUP: Year = 5;

/// A source that ends more than so many years before the as-of year does not reach it.
const STALE_SOURCE: Year = 2;

/// Leverage beyond this multiple of the largest in training is far outside the data.
const FAR: f64 = 3.0;

/// Share of the ensemble's weight on models for which the pair is far outside the data, above
/// which their forecasts are no basis.
const FAR_WEIGHT: f64 = 0.5;

/// The last year, up to the as-of year, in which each group was observed.
pub(crate) type LastObserved = BTreeMap<i64, Year>;

/// The last year, up to `as_of`, in which each group stands in a coded row of the panel.
pub(crate) fn last_observed(panel: &Panel, as_of: Year) -> LastObserved {
    let mut last = LastObserved::new();
    let coded = panel.column("coop_any");
    for (row, year) in panel.year().iter().enumerate().filter(|(_, y)| **y <= as_of) {
        if coded.is_some_and(|c| c.get(row).is_none_or(|v| v.is_nan())) {
            continue;
        }
        for id in [panel.a().get(row), panel.b().get(row)].into_iter().flatten() {
            let seen = last.entry(*id).or_insert(*year);
            *seen = (*seen).max(*year);
        }
    }
    last
}

/// Why the pair's groups give no basis; `None` when they do.
pub(crate) fn groups(
    panel: &Panel,
    dyad: Dyad,
    seen: &LastObserved,
    as_of: Year,
) -> Option<String> {
    let source = deciding_source(panel, "coop_any");
    let last = |id: ActorId| seen.get(&id.raw()).copied();
    for id in [dyad.a(), dyad.b()] {
        if last(id).is_none() {
            return Some(format!("{source} never observed {} up to {as_of}", name(panel, id)));
        }
    }
    let latest = last(dyad.a()).max(last(dyad.b()))?;
    (latest <= as_of - STALE_GROUP).then(|| {
        format!(
            "{source} observed neither group in the {STALE_GROUP} years up to {as_of}; the last \
             year with either is {latest}"
        )
    })
}

/// Why the outcome's record gives no basis; `None` when it does.
pub(crate) fn outcome(panel: &Panel, outcome: &str, coded: &Coded, as_of: Year) -> Option<String> {
    let (what, source) = (cooperation(outcome), deciding_source(panel, outcome));
    let sample = coded.sample(coded.rows.len());
    let Some(last) = sample.last_year else {
        return Some(format!("{what} is not coded by the data at hand"));
    };
    if last < as_of - STALE_SOURCE {
        return Some(format!(
            "{source} gives coded dyad-years of {what} up to {last}, more than {STALE_SOURCE} \
             years before {as_of}"
        ));
    }
    if sample.events < MIN_EVENTS {
        return Some(format!(
            "{what} is recorded in {} of {} coded dyad-years up to {as_of}; models need {MIN_EVENTS}",
            sample.events, sample.rows
        ));
    }
    (sample.events == sample.rows)
        .then(|| format!("{what} is recorded in every coded dyad-year, so there is no contrast"))
}

/// Why the pair's covariates give no basis; `None` when they do.
pub(crate) fn distance(models: &[ModelForecast]) -> Option<String> {
    let far = models.iter().filter(|m| m.leverage.is_some_and(|l| l > FAR));
    let weight: f64 = far.map(|m| m.weight).sum();
    (weight > FAR_WEIGHT).then(|| {
        format!(
            "the pair's covariates lie far outside the training data of the models that hold \
             {:.0} % of the ensemble's weight",
            100.0 * weight
        )
    })
}
