//! Countries that specifications leave out one at a time.

use crate::session::Session;
use comity_core::ActorId;
use comity_panel::Panel;
use comity_theories::curve::LeftOut;
use std::collections::{BTreeMap, BTreeSet};

/// The country with the most dyad-years of cooperation in which either group is located, then
/// the one with the most of those that remain, and so on: groups located in many countries
/// do not make all of them alike. Each with all groups of the panel that the record locates
/// there.
pub(super) fn countries(session: &Session, panel: &Panel, most: usize) -> Vec<LeftOut> {
    let located = |id: i64| {
        let record = session.registry().get(ActorId::from_raw(id));
        record.map(|r| r.countries.as_slice()).unwrap_or_default()
    };
    let mut actors: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for id in panel.a().iter().chain(panel.b()).collect::<BTreeSet<_>>() {
        for country in located(*id) {
            actors.entry(country).or_default().insert(*id);
        }
    }
    let outcome = panel.column("coop_any").unwrap_or_default();
    let ties = panel.a().iter().zip(panel.b()).zip(outcome).filter(|(_, v)| **v == 1.0);
    let mut open: Vec<BTreeSet<&str>> = ties
        .map(|((a, b), _)| located(*a).iter().chain(located(*b)).map(String::as_str).collect())
        .collect();
    let mut chosen = Vec::new();
    while chosen.len() < most {
        let mut events: BTreeMap<&str, usize> = BTreeMap::new();
        for country in open.iter().flatten() {
            *events.entry(country).or_default() += 1;
        }
        // The first of several with as many.
        let Some((country, _)) = events.into_iter().rev().max_by_key(|(_, n)| *n) else { break };
        open.retain(|places| !places.contains(country));
        chosen.push(LeftOut {
            label: country.to_owned(),
            actors: actors.remove(country).unwrap_or_default(),
        });
    }
    chosen
}
