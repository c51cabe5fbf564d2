//! Dyads that may change places: whole series of rows, so that what links the years of a dyad
//! stays together (whole-block exchangeability: Winkler, Ridgway, Webster, Smith and Nichols
//! 2014, *NeuroImage* 92).

use super::ground::Ground;
use comity_numerics::sampling::variates::Variates;
use comity_panel::{Panel, RiskSet};
use std::collections::BTreeMap;

/// Dyads of the panel of all pairs, by stratum: as many rows, the same of them in one region.
/// Political relevance is no part of it, because terms decide it.
pub(super) struct Blocks {
    /// First row of each dyad, and the number of rows after the last.
    starts: Vec<usize>,
    /// The dyad of each row.
    dyad: Vec<u32>,
    strata: Vec<Vec<u32>>,
    /// Rows of each risk set's panel as rows of the panel of all pairs.
    places: Vec<(RiskSet, Vec<usize>)>,
    movable: f64,
}

impl Blocks {
    /// From the panels of a ground; `None` when it has no panel of all pairs.
    pub(super) fn new(ground: &Ground<'_>) -> Option<Self> {
        let all = ground.panel(RiskSet::All)?;
        let (mut starts, mut dyad) = (Vec::new(), Vec::with_capacity(all.len()));
        for (row, pair) in all.a().iter().zip(all.b()).enumerate() {
            let before = row.checked_sub(1).and_then(|r| all.a().get(r).zip(all.b().get(r)));
            if before != Some(pair) {
                starts.push(row);
            }
            dyad.push(u32::try_from(starts.len() - 1).ok()?);
        }
        let count = starts.len();
        starts.push(all.len());
        let mut places = Vec::new();
        let mut masks = vec![0_u8; all.len()];
        for risk_set in RiskSet::ALL {
            let Some(panel) = ground.panel(risk_set) else { continue };
            let own = places_of(panel, all);
            if risk_set == RiskSet::Region {
                for &place in &own {
                    if let Some(m) = masks.get_mut(place) {
                        *m = 1;
                    }
                }
            }
            places.push((risk_set, own));
        }
        let mut strata: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
        for (d, rows) in (0_u32..).zip(starts.windows(2)) {
            let [from, to] = rows else { continue };
            let key = masks.get(*from..*to).unwrap_or_default().to_vec();
            strata.entry(key).or_default().push(d);
        }
        let strata: Vec<Vec<u32>> = strata.into_values().collect();
        let movable = movable(all, &dyad, &strata, count);
        Some(Self { starts, dyad, strata, places, movable })
    }

    /// Rows of the panel of all pairs.
    pub(super) fn rows(&self) -> usize {
        self.dyad.len()
    }

    /// Share of the dyads with cooperation whose stratum holds another dyad.
    pub(super) fn movable(&self) -> f64 {
        self.movable
    }

    /// For every dyad, the one it takes from in permutation `b`.
    pub(super) fn permuted(&self, seed: u64, b: usize) -> Vec<u32> {
        let mut draws = Variates::of_chain(seed, b);
        let mut from = vec![0; self.starts.len().saturating_sub(1)];
        for stratum in &self.strata {
            let mut shuffled = stratum.clone();
            for k in (1..shuffled.len()).rev() {
                shuffled.swap(k, draws.below(k + 1));
            }
            for (&d, s) in stratum.iter().zip(shuffled) {
                if let Some(slot) = from.get_mut(d as usize) {
                    *slot = s;
                }
            }
        }
        from
    }

    /// The dyad of a row and the dyad's first row.
    pub(super) fn dyad(&self, row: usize) -> Option<(u32, usize)> {
        let d = *self.dyad.get(row)?;
        Some((d, self.start(d)))
    }

    /// The first row of a dyad.
    pub(super) fn start(&self, dyad: u32) -> usize {
        self.starts.get(dyad as usize).copied().unwrap_or_default()
    }

    /// Rows of a risk set's panel as rows of the panel of all pairs.
    pub(super) fn places(&self, risk_set: RiskSet, rows: &[usize]) -> Option<Vec<usize>> {
        let (_, own) = self.places.iter().find(|(r, _)| *r == risk_set)?;
        rows.iter().map(|&r| own.get(r).copied()).collect()
    }
}

/// Both panels are sorted by dyad and year, and the first is part of the second.
fn places_of(panel: &Panel, all: &Panel) -> Vec<usize> {
    let key = |p: &Panel, r: usize| Some((*p.a().get(r)?, *p.b().get(r)?, *p.year().get(r)?));
    let mut at = 0;
    (0..panel.len())
        .map(|row| {
            let wanted = key(panel, row);
            while at < all.len() && key(all, at) < wanted {
                at += 1;
            }
            at
        })
        .collect()
}

fn movable(all: &Panel, dyad: &[u32], strata: &[Vec<u32>], count: usize) -> f64 {
    let mut tied = vec![false; count];
    for (d, v) in dyad.iter().zip(all.column("coop_any").unwrap_or_default()) {
        if let Some(t) = tied.get_mut(*d as usize).filter(|_| *v == 1.0) {
            *t = true;
        }
    }
    let of = |d: &&u32| tied.get(**d as usize) == Some(&true);
    let alone: usize =
        strata.iter().filter(|s| s.len() < 2).map(|s| s.iter().filter(of).count()).sum();
    let ties = tied.iter().filter(|t| **t).count();
    if ties == 0 { 0.0 } else { 1.0 - alone as f64 / ties as f64 }
}
