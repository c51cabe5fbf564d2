//! Cooperation between two groups by year.

use comity_core::{DomainSet, Year};
use std::collections::HashMap;

/// What was recorded between two groups in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    /// The year.
    pub(crate) year: Year,
    /// Domains certain for this pair.
    pub(crate) certain: DomainSet,
    /// Domains possible but pooled over several supporters.
    pub(crate) possible: DomainSet,
}

/// Ties by unordered pair, each list in order of years.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ties {
    by_pair: HashMap<(u32, u32), Vec<Tie>>,
    known: Vec<bool>,
}

impl Ties {
    /// From ties in any order; those of one pair and year are merged.
    pub(crate) fn new(actors: usize, entries: &[(u32, u32, Tie)]) -> Self {
        let mut ties = Self { by_pair: HashMap::new(), known: vec![false; actors] };
        for (x, y, tie) in entries.iter().filter(|(x, y, _)| x != y) {
            for node in [x, y] {
                if let Some(flag) = ties.known.get_mut(*node as usize) {
                    *flag = true;
                }
            }
            let list = ties.by_pair.entry((*x.min(y), *x.max(y))).or_default();
            match list.binary_search_by_key(&tie.year, |t| t.year) {
                Err(at) => list.insert(at, *tie),
                Ok(at) => {
                    if let Some(found) = list.get_mut(at) {
                        found.certain = found.certain.union(tie.certain);
                        found.possible = found.possible.union(tie.possible);
                    }
                }
            }
        }
        ties
    }

    /// The ties of a pair (smaller number first), in order of years.
    pub(crate) fn of(&self, a: u32, b: u32) -> &[Tie] {
        let known = |node: u32| self.known.get(node as usize).copied().unwrap_or(false);
        if !known(a) || !known(b) {
            return &[];
        }
        self.by_pair.get(&(a, b)).map_or(&[], Vec::as_slice)
    }

    /// The ties of a pair before `year`.
    pub(crate) fn before(&self, a: u32, b: u32, year: Year) -> &[Tie] {
        let all = self.of(a, b);
        all.get(..all.partition_point(|t| t.year < year)).unwrap_or(&[])
    }

    /// The tie of a pair in one year.
    pub(crate) fn in_year(&self, a: u32, b: u32, year: Year) -> Option<Tie> {
        let all = self.of(a, b);
        all.binary_search_by_key(&year, |t| t.year).ok().and_then(|at| all.get(at)).copied()
    }
}
