//! Which pairs are at risk of cooperating in which year.

use crate::index::{Coverage, Index, Pair, intersects};
use crate::spec::{PanelSpec, RiskSet};
use comity_core::Year;

/// The rows of a panel: pairs and years, sorted by pair, then year.
pub(crate) fn rows(index: &Index, spec: &PanelSpec) -> Vec<(Pair, Year)> {
    let last = match spec.forecast_year {
        Some(forecast) => spec.last_year.map_or(forecast - 1, |y| y.min(forecast - 1)),
        None => spec.last_year.unwrap_or(Year::MAX),
    };
    let wanted = |y: Year| spec.first_year.is_none_or(|first| y >= first) && y <= last;
    let mut rows = Vec::new();
    for year in index.years().filter(|y| wanted(*y)) {
        rows.extend(at_risk(index, spec.risk_set, year, year).map(|pair| (pair, year)));
    }
    if let Some(year) = spec.forecast_year {
        rows.extend(at_risk(index, spec.risk_set, year, year - 1).map(|pair| (pair, year)));
        rows.extend(spec.extra_pairs.iter().filter_map(|dyad| {
            let (a, b) = (index.node(dyad.a().raw())?, index.node(dyad.b().raw())?);
            Some((Pair { a, b }, year))
        }));
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The pairs at risk in `year`, both of them observed in `observed`.
fn at_risk(index: &Index, rule: RiskSet, year: Year, observed: Year) -> impl Iterator<Item = Pair> {
    let groups: Vec<u32> = (0..)
        .take(index.actors())
        .filter(|n| !index.is_government(*n))
        .filter(|n| index.coverage(*n, observed).meets(Coverage::SUPPORT))
        .collect();
    let pairs: Vec<Pair> = groups
        .iter()
        .enumerate()
        .flat_map(|(i, a)| groups.iter().skip(i + 1).map(|b| Pair { a: *a, b: *b }))
        .filter(|pair| match rule {
            RiskSet::All => true,
            RiskSet::Region => same_region(index, *pair),
            RiskSet::Relevant => same_region(index, *pair) || relevant(index, *pair, year),
        })
        .collect();
    pairs.into_iter()
}

fn same_region(index: &Index, pair: Pair) -> bool {
    index.regions(pair.a) & index.regions(pair.b) != 0
}

/// A common opponent or sponsor in the year before, or a tie in any earlier year.
fn relevant(index: &Index, pair: Pair, year: Year) -> bool {
    let (a, b, before) = (pair.a, pair.b, year - 1);
    intersects(index.enemies(a, before), index.enemies(b, before))
        || intersects(index.rivals(a, before), index.rivals(b, before))
        || intersects(index.sponsors(a, before), index.sponsors(b, before))
        || !index.support_before(pair, year).is_empty()
}
