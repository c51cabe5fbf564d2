//! Section 7: the ties around the pair in three years.

use crate::claims::Columns;
use crate::names::is_government;
use comity_core::{ActorId, Dyad, Relation, Result, Year};
use comity_report::page::{Edge, EdgeKind, Network, Node, NodeKind, Place};
use comity_world::{Evidence, Registry};
use std::collections::{BTreeMap, BTreeSet};

/// Actors drawn around the pair at most, the best connected first.
const AROUND: usize = 18;

/// Networks in three years: the first and the last year in which the pair's neighbourhood is
/// on record, and the middle one.
///
/// # Errors
/// When the claims table lacks a column.
pub(crate) fn networks(
    evidence: &Evidence,
    names: &Registry,
    dyad: Dyad,
    as_of: Year,
) -> Result<Vec<Network>> {
    let by_year = ties(evidence, dyad)?;
    let years: Vec<Year> = by_year.keys().copied().filter(|y| *y <= as_of).collect();
    let mut chosen: Vec<Year> = [years.first(), years.get(years.len() / 2), years.last()]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    chosen.dedup();
    Ok(chosen.into_iter().map(|y| network(&by_year[&y], names, dyad, y)).collect())
}

type Ties = BTreeSet<(i64, i64, EdgeKind)>;

/// Ties that touch a member of the pair, by year.
fn ties(evidence: &Evidence, dyad: Dyad) -> Result<BTreeMap<Year, Ties>> {
    let columns = Columns::of(evidence)?;
    let pair = [dyad.a().raw(), dyad.b().raw()];
    let mut by_year: BTreeMap<Year, Ties> = BTreeMap::new();
    for row in 0..columns.len() {
        let (Some(object), Some(year)) = (columns.object(row), columns.year(row)) else { continue };
        let subject = columns.subject[row];
        if !pair.contains(&subject) && !pair.contains(&object) {
            continue;
        }
        let kind = match Relation::parse(columns.relation(row)) {
            Some(Relation::Supports) => EdgeKind::Supports,
            Some(Relation::Cooperates) => EdgeKind::Cooperates,
            Some(Relation::Fights) => EdgeKind::Fights,
            _ => continue,
        };
        let ends = match kind {
            EdgeKind::Supports => (subject, object),
            _ => (subject.min(object), subject.max(object)),
        };
        by_year.entry(year).or_default().insert((ends.0, ends.1, kind));
    }
    Ok(by_year)
}

fn network(ties: &Ties, names: &Registry, dyad: Dyad, year: Year) -> Network {
    let pair = [dyad.a().raw(), dyad.b().raw()];
    let mut degree: BTreeMap<i64, usize> = BTreeMap::new();
    for (x, y, _) in ties {
        for id in [x, y] {
            if !pair.contains(id) {
                *degree.entry(*id).or_default() += 1;
            }
        }
    }
    let mut around: Vec<(i64, usize)> = degree.into_iter().collect();
    around.sort_by_key(|(id, d)| (std::cmp::Reverse(*d), *id));
    let omitted = around.len().saturating_sub(AROUND);
    around.truncate(AROUND);
    let shown: BTreeSet<i64> = pair.into_iter().chain(around.iter().map(|x| x.0)).collect();
    let node = |id: i64| {
        let actor = ActorId::from_raw(id);
        let kind = match names.get(actor) {
            Some(r) if is_government(Some(r)) => NodeKind::Government,
            Some(r) if r.is_group() => NodeKind::Group,
            _ => NodeKind::Other,
        };
        let place = match id {
            x if x == pair[0] => Place::A,
            x if x == pair[1] => Place::B,
            _ => Place::Around,
        };
        Node { id: actor.to_string(), name: names.name(actor).to_owned(), kind, place }
    };
    Network {
        year,
        nodes: pair.into_iter().chain(around.iter().map(|x| x.0)).map(node).collect(),
        edges: ties
            .iter()
            .filter(|(x, y, _)| shown.contains(x) && shown.contains(y))
            .map(|(x, y, kind)| Edge {
                from: ActorId::from_raw(*x).to_string(),
                to: ActorId::from_raw(*y).to_string(),
                kind: *kind,
            })
            .collect(),
        note: (omitted > 0).then(|| format!("{omitted} less connected actors are not drawn.")),
    }
}
