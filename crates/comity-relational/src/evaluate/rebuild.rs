//! Weights and totals from scratch.

use super::blocks::with_columns;
use super::exponential::exp_all;
use super::kernel::{self, BLOCK, packed};
use super::state::{Actors, Half, State};
use crate::compile::{Layout, Program};
use crate::options::Kind;

impl State<'_> {
    /// Takes all weights and totals anew from the values.
    pub(crate) fn rebuild(&mut self) {
        let (program, theta) = (self.program, self.theta);
        weigh_actors(&mut self.senders, &self.sender_terms, theta);
        if self.kind != Kind::Rate {
            weigh_actors(&mut self.receivers, &self.receiver_terms, theta);
            weigh_dyads(&mut self.rows, program, &program.places.rows.start, theta);
        }
        if !self.cols.w.is_empty() {
            weigh_dyads(&mut self.cols, program, &program.places.cols.start, theta);
        }
        self.total_actors(true);
        self.total_actors(false);
        self.selves.clear();
        self.dyads.clear();
        if self.kind != Kind::Relational {
            return;
        }
        let mut scratch = std::mem::replace(&mut self.scratch, super::state::Scratch::empty());
        for i in 0..program.actors {
            self.add_self(i, 1.0);
            if self.senders.weight[i] == 0.0 {
                continue;
            }
            self.actor_moments(&mut scratch, true, i);
            own_part(&self.senders, i, &mut scratch.old[..self.dyads.width]);
            let own = &scratch.old[..self.dyads.width];
            self.dyads.add_moved(self.senders.weight[i], &scratch.actor.sums, own);
        }
        self.scratch = scratch;
    }

    fn total_actors(&mut self, senders: bool) {
        let (actors, terms, to) = if senders {
            (&self.senders, &self.sender_terms, &mut self.by_sender)
        } else {
            (&self.receivers, &self.receiver_terms, &mut self.by_receiver)
        };
        to.clear();
        let terms: &[usize] = if self.moments { terms } else { &[] };
        let ones = [1.0; BLOCK];
        let n = actors.weight.len();
        let mut sums = vec![0.0; packed(terms.len())];
        for low in (0..n).step_by(BLOCK) {
            let high = (low + BLOCK).min(n);
            let column = |k: usize| &actors.values[k][low..high];
            with_columns(terms, column, |columns| {
                let w = &actors.weight[low..high];
                let weighted = &mut self.scratch.weighted;
                kernel::add(self.arch, w, &ones[..high - low], columns, weighted, &mut sums);
            });
        }
        to.add_spread(1.0, &sums, terms);
    }

    /// Adds an actor with itself, `sign` times, to the sums that the product has too many.
    pub(crate) fn add_self(&mut self, i: usize, sign: f64) {
        let w = self.senders.weight[i] * self.receivers.weight[i];
        if self.program.layout != Layout::Sparse || w == 0.0 {
            return;
        }
        own_part(&self.senders, i, &mut self.both_sides);
        for (v, values) in self.both_sides.iter_mut().zip(&self.receivers.values) {
            *v += values.get(i).copied().unwrap_or(0.0);
        }
        self.selves.add_point(sign * w, &self.both_sides);
    }
}

/// The values of an actor, zero where the term has no such part.
pub(crate) fn own_part(actors: &Actors, i: usize, to: &mut [f64]) {
    for (v, values) in to.iter_mut().zip(&actors.values) {
        *v = values.get(i).copied().unwrap_or(0.0);
    }
}

/// The linear predictor of an actor's part.
pub(crate) fn predictor(actors: &Actors, terms: &[usize], theta: &[f64], i: usize) -> f64 {
    terms.iter().map(|&k| theta[k] * actors.values[k][i]).sum()
}

fn weigh_actors(actors: &mut Actors, terms: &[usize], theta: &[f64]) {
    let n = actors.weight.len();
    let mut largest = f64::NEG_INFINITY;
    for i in 0..n {
        let eta = predictor(actors, terms, theta, i);
        actors.weight[i] = eta;
        if actors.at_risk[i] {
            largest = largest.max(eta);
        }
    }
    actors.shift = if largest.is_finite() { largest } else { 0.0 };
    actors.weight.iter_mut().for_each(|w| *w -= actors.shift);
    exp_all(&mut actors.weight);
    actors.weight.iter_mut().zip(&actors.at_risk).for_each(|(w, at_risk)| {
        if !at_risk {
            *w = 0.0;
        }
    });
}

fn weigh_dyads(half: &mut Half, program: &Program, starts: &[u32], theta: &[f64]) {
    let dense = program.layout == Layout::Dense;
    for (k, &start) in starts.iter().take(program.actors).enumerate() {
        let start = start as usize;
        let range = start..start + half.active[k] as usize;
        let w = &mut half.w[range.clone()];
        w.fill(0.0);
        for (slot, x) in program.slots.iter().zip(&half.x) {
            let b = theta[slot.term];
            x.with(w, range.clone(), |w, x| *w += b * x);
        }
        exp_all(w);
        if dense {
            w[k] = 0.0;
        }
    }
}
