//! Dyadic covariates z, given by pair, which may change in time (remstats' `tie`, goldfish's
//! `tie` of another network, eventnet's covariates set by events). The value in force at t is
//! that of the last change at or before t; a pair without one has its place in the table, or
//! zero.

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::naive::Past;
use crate::stream::{Covariate, in_force_from_zero};

pub(super) struct Dyadic {
    pub(super) covariate: Covariate,
    pub(super) start: f64,
    coming: Vec<(f64, u32, u32, f64)>,
    next: usize,
}

/// Covariates of more than this share of all pairs are kept as a table.
const MANY: f64 = 0.25;

impl Dyadic {
    pub(super) fn new(covariate: &Covariate, start: f64) -> Self {
        let mut coming: Vec<(f64, u32, u32, f64)> = Vec::new();
        for (pair, changes) in &covariate.entries {
            let later = changes.iter().filter(|c| c.time > start);
            coming.extend(later.map(|c| (c.time, pair.0, pair.1, c.value)));
        }
        coming.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { covariate: covariate.clone(), start, coming, next: 0 }
    }

    fn is_table(&self, n: usize) -> bool {
        self.covariate.table.is_some()
            || self.covariate.entries.len() as f64 > MANY * (n * n) as f64
    }
}

impl Effect for Dyadic {
    fn parts(&self) -> Parts {
        Parts { dyad: true, ..Parts::default() }
    }

    fn table(&self, around: &Around<'_>) -> Option<Vec<f64>> {
        let n = around.stream.actors.len();
        if !self.is_table(n) {
            return None;
        }
        let mut table = self.covariate.table.clone().unwrap_or_else(|| vec![0.0; n * n]);
        for &((i, j), ref changes) in &self.covariate.entries {
            let k = i as usize * n + j as usize;
            table[k] = in_force_from_zero(changes, self.start, Some(table[k]));
        }
        (0..n).for_each(|i| table[i * n + i] = 0.0);
        Some(table)
    }

    fn init(&mut self, around: &Around<'_>, out: &mut Writer<'_>) {
        if self.is_table(around.stream.actors.len()) {
            return;
        }
        for &((i, j), ref changes) in &self.covariate.entries {
            let value = in_force_from_zero(changes, self.start, None);
            if value != 0.0 {
                out.dyad(i, j, value);
            }
        }
    }

    fn passed(&mut self, time: f64, _around: &Around<'_>, out: &mut Writer<'_>) {
        while let Some(&(at, i, j, value)) = self.coming.get(self.next) {
            if at > time {
                break;
            }
            self.next += 1;
            out.dyad(i, j, value);
        }
    }

    fn next_change(&self, time: f64) -> Option<f64> {
        self.coming.get(self.next).map(|c| c.0).filter(|&at| at > time)
    }

    fn change_times(&self) -> Vec<f64> {
        self.coming.iter().map(|c| c.0).collect()
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        self.covariate.at(i, j, past.actors(), past.time())
    }
}
