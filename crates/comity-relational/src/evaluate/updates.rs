//! Updates as events pass.

use super::exponential::{exp, exp_all};
use super::kernel::{self, BLOCK, packed};
use super::rebuild::{own_part, predictor};
use super::state::{Scratch, State};
use crate::compile::{Layout, Part, Segment};
use crate::options::Kind;
use std::ops::Range;

impl State<'_> {
    /// Applies updates to the values alone; weights and totals are left behind.
    pub(crate) fn replay(&mut self, segment: &Segment, actors: Range<usize>, dyads: Range<usize>) {
        for k in actors {
            let op = segment.actor_op(k);
            self.set_actor(op.part, op.term as usize, op.actor as usize, op.value);
        }
        for k in dyads {
            let (term, value) = (segment.dyad_terms[k] as usize, segment.dyad_values[k]);
            self.set_dyad(segment.dyads[k] as usize, term, value);
        }
    }

    fn set_actor(&mut self, part: Part, term: usize, actor: usize, value: f64) {
        let moves = self.program.columns.get(term).is_some_and(|c| c.moves());
        match part {
            Part::Sender if moves => self.kept.senders[term][actor] = value,
            Part::Sender => self.senders.values[term][actor] = value,
            Part::Receiver if moves => self.kept.receivers[term][actor] = value,
            Part::Receiver => self.receivers.values[term][actor] = value,
            Part::Sends => self.senders.at_risk[actor] = value != 0.0,
            Part::Receives => self.receivers.at_risk[actor] = value != 0.0,
            Part::Rescale => {
                let slot = self.program.columns.get(term).and_then(|c| c.slot);
                self.kept.senders[term].iter_mut().for_each(|v| *v *= value);
                self.kept.receivers[term].iter_mut().for_each(|v| *v *= value);
                if let Some(slot) = slot {
                    self.kept.rows[slot].iter_mut().for_each(|v| *v *= value);
                }
            }
        }
    }

    fn set_dyad(&mut self, number: usize, term: usize, value: f64) {
        let program = self.program;
        let Some(place) = program.places.dyads.get(number) else { return };
        let Some(slot) = program.columns.get(term).and_then(|c| c.slot) else { return };
        let (row, col) = (place.row as usize, place.col as usize);
        if self.program.columns[term].moves() {
            self.kept.rows[slot][row] = value;
        } else {
            if let Some(x) = self.rows.x[slot].own() {
                x[row] = value;
            }
            if let Some(x) = self.cols.x.get_mut(slot).and_then(|x| x.own())
                && !self.cols.w.is_empty()
            {
                x[col] = value;
            }
        }
        self.activate(number);
    }

    fn activate(&mut self, number: usize) {
        if self.program.layout != Layout::Sparse {
            return;
        }
        let places = &self.program.places;
        let place = places.dyads[number];
        let row = &mut self.rows.active[place.i as usize];
        *row = (*row).max(place.row - places.rows.start[place.i as usize] + 1);
        if let Some(col) = self.cols.active.get_mut(place.j as usize) {
            *col = (*col).max(place.col - places.cols.start[place.j as usize] + 1);
        }
    }

    /// Applies updates with their consequences for weights and totals.
    pub(crate) fn update(&mut self, segment: &Segment, actors: Range<usize>, dyads: Range<usize>) {
        let mut scratch = std::mem::replace(&mut self.scratch, Scratch::empty());
        let mut k = actors.start;
        while k < actors.end {
            let first = segment.actor_op(k);
            let mut end = k + 1;
            if matches!(first.part, Part::Sender | Part::Receiver) {
                let same = |k: usize| {
                    let op = segment.actor_op(k);
                    op.part == first.part && op.actor == first.actor
                };
                while end < actors.end && same(end) {
                    end += 1;
                }
            }
            let sender = matches!(first.part, Part::Sender | Part::Sends);
            self.change_actor(&mut scratch, sender, segment, k..end);
            k = end;
        }
        self.scratch = scratch;
        let mut k = dyads.start;
        while k < dyads.end {
            k = self.change_dyads(segment, k..dyads.end);
        }
    }

    /// Applies all of one actor's updates on one side.
    fn change_actor(
        &mut self,
        scratch: &mut Scratch,
        sender: bool,
        segment: &Segment,
        ops: Range<usize>,
    ) {
        let actor = segment.actors[ops.start] as usize;
        let width = self.dyads.width;
        let relational = self.kind == Kind::Relational;
        if relational {
            self.add_self(actor, -1.0);
        }
        let side = if sender { &self.senders } else { &self.receivers };
        own_part(side, actor, &mut scratch.old[..width]);
        let before = side.weight[actor];
        for k in ops {
            let op = segment.actor_op(k);
            self.set_actor(op.part, op.term as usize, actor, op.value);
        }
        let (side, terms) = if sender {
            (&mut self.senders, &self.sender_terms)
        } else {
            (&mut self.receivers, &self.receiver_terms)
        };
        let now = if side.at_risk[actor] {
            exp(predictor(side, terms, self.theta, actor) - side.shift)
        } else {
            0.0
        };
        side.weight[actor] = now;
        own_part(side, actor, &mut scratch.new[..width]);
        let (old, new) = (&scratch.old[..width], &scratch.new[..width]);
        let by = if sender { &mut self.by_sender } else { &mut self.by_receiver };
        by.add_point(-before, old);
        by.add_point(now, new);
        if relational {
            self.add_self(actor, 1.0);
            self.actor_moments(scratch, sender, actor);
            let (old, new) = (&scratch.old[..width], &scratch.new[..width]);
            self.dyads.add_moved(-before, &scratch.actor.sums, old);
            self.dyads.add_moved(now, &scratch.actor.sums, new);
        }
    }

    /// Applies the updates of some dyads, as many as fit a block, and says where it stopped.
    fn change_dyads(&mut self, segment: &Segment, ops: Range<usize>) -> usize {
        let program = self.program;
        let relational = self.kind == Kind::Relational;
        let width = self.dyads.width;
        let mut scratch = std::mem::replace(&mut self.scratch, Scratch::empty());
        let mut numbers = [0_u32; BLOCK / 2];
        let (mut count, mut k) = (0, ops.start);
        while k < ops.end && count < BLOCK / 2 {
            let number = segment.dyads[k];
            numbers[count] = number;
            let place = program.places.dyads[number as usize];
            let (row, i, j) = (place.row as usize, place.i as usize, place.j as usize);
            if relational {
                let both = self.senders.weight[i] * self.receivers.weight[j];
                scratch.u[2 * count] = -both;
                scratch.u[2 * count + 1] = both;
                scratch.w[2 * count] = self.rows.w[row];
                self.fill(&mut scratch.sums[..width], 2 * count, place);
            }
            while k < ops.end && segment.dyads[k] == number {
                let (term, value) = (segment.dyad_terms[k] as usize, segment.dyad_values[k]);
                self.set_dyad(number as usize, term, value);
                k += 1;
            }
            if relational {
                self.fill(&mut scratch.sums[..width], 2 * count + 1, place);
            }
            let slots = program.slots.iter().zip(&self.rows.x);
            scratch.exponents[count] = slots.map(|(s, x)| self.theta[s.term] * x.all()[row]).sum();
            count += 1;
        }
        exp_all(&mut scratch.exponents[..count]);
        for (e, &number) in numbers[..count].iter().enumerate() {
            let place = program.places.dyads[number as usize];
            let w = scratch.exponents[e];
            self.rows.w[place.row as usize] = w;
            if let Some(col) = self.cols.w.get_mut(place.col as usize) {
                *col = w;
            }
            scratch.w[2 * e + 1] = w;
        }
        if relational {
            let Scratch { u, w, sums, weighted, packed: out, .. } = &mut scratch;
            let out = &mut out[..packed(width)];
            out.fill(0.0);
            let n = 2 * count;
            let columns: Vec<&[f64]> = sums[..width].iter().map(|c| &c[..n]).collect();
            kernel::add(self.arch, &w[..n], &u[..n], &columns, weighted, out);
            self.dyads.add_scaled(1.0, out);
        }
        self.scratch = scratch;
        k
    }

    /// Writes the values of a dyad to one element of the columns.
    fn fill(&self, columns: &mut [Vec<f64>], at: usize, place: crate::compile::Place) {
        let (i, j) = (place.i as usize, place.j as usize);
        for (k, to) in columns.iter_mut().enumerate() {
            let mut v = self.senders.values[k].get(i).copied().unwrap_or(0.0);
            v += self.receivers.values[k].get(j).copied().unwrap_or(0.0);
            if let Some(slot) = self.program.columns[k].slot {
                v += self.rows.x[slot].all()[place.row as usize];
            }
            to[at] = v;
        }
    }
}
