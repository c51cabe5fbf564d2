//! Updates as events pass.

use super::blocks::with_columns;
use super::exponential::{exp, exp_all};
use super::kernel::{self, BLOCK, packed};
use super::rebuild::{own_part, predictor};
use super::state::{Scratch, State, Touched};
use crate::compile::{Layout, Part, Place, Segment};
use crate::options::Kind;
use std::ops::Range;

/// A row is summed anew when more than one in so many of its dyads change.
const FEW: usize = 6;

impl State<'_> {
    /// Applies updates to the values alone; weights and totals are left behind.
    pub(crate) fn replay(&mut self, segment: &Segment, actors: Range<usize>, dyads: Range<usize>) {
        for k in actors {
            let op = segment.actor_op(k);
            self.set_actor(op.part, op.term as usize, op.actor as usize, op.value);
        }
        if let Some(&highest) = segment.dyads[dyads.clone()].iter().max() {
            self.activate_until(highest);
        }
        if self.program.moves() {
            for k in dyads {
                let (term, value) = (segment.dyad_terms[k] as usize, segment.dyad_values[k]);
                self.set_kept(segment.dyads[k] as usize, term, value);
            }
            return;
        }
        // Little but the writes themselves, so that many of them are under way at a time.
        let places = &self.program.places.dyads;
        let updates = segment.dyads[dyads.clone()].iter().zip(&segment.dyad_terms[dyads.clone()]);
        for ((&number, &term), &value) in updates.zip(&segment.dyad_values[dyads]) {
            let Some(slot) = self.slots[term as usize] else { continue };
            let place = places[number as usize];
            self.rows.x[slot].set(place.row as usize, value);
            if let Some(x) = self.cols.x.get_mut(slot) {
                x.set(place.col as usize, value);
            }
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

    fn set_kept(&mut self, number: usize, term: usize, value: f64) {
        let place = self.program.places.dyads[number];
        match self.slots[term] {
            Some(slot) if self.program.columns[term].moves() => {
                self.kept.rows[slot][place.row as usize] = value;
            }
            _ => self.set_place(term, place, value),
        }
    }

    fn set_place(&mut self, term: usize, place: Place, value: f64) {
        let Some(slot) = self.slots[term] else { return };
        self.rows.x[slot].set(place.row as usize, value);
        if let Some(x) = self.cols.x.get_mut(slot) {
            x.set(place.col as usize, value);
        }
    }

    /// Brings the dyads up to this number into use: they are numbered in the order in which
    /// they first changed, in each row and column too.
    fn activate_until(&mut self, number: u32) {
        if self.program.layout != Layout::Sparse {
            return;
        }
        while self.activated <= number as usize {
            let place = self.program.places.dyads[self.activated];
            self.rows.active[place.i as usize] += 1;
            if let Some(col) = self.cols.active.get_mut(place.j as usize) {
                *col += 1;
            }
            self.activated += 1;
        }
    }

    /// Applies updates with their consequences for weights and totals.
    ///
    /// Dyads of an actor whose own part changes are updated together with it: the moments of
    /// its row or column are taken before and after, or, where few of many dyads change, the
    /// moments after are those before and the difference of the few.
    pub(crate) fn update(&mut self, segment: &Segment, actors: Range<usize>, dyads: Range<usize>) {
        let mut scratch = std::mem::replace(&mut self.scratch, Scratch::empty());
        self.list_touched(&mut scratch.touched, segment, dyads);
        let mut k = actors.start;
        while k < actors.end {
            let first = segment.actor_op(k);
            let mut end = k + 1;
            if matches!(first.part, Part::Sender | Part::Receiver) {
                let same = |k: usize| {
                    segment.actors[k] == first.actor && segment.parts[k] == first.part as u8
                };
                while end < actors.end && same(end) {
                    end += 1;
                }
            }
            let sender = matches!(first.part, Part::Sender | Part::Sends);
            self.change_actor(&mut scratch, sender, segment, k..end);
            k = end;
        }
        self.change_rest(&mut scratch, segment);
        self.scratch = scratch;
    }

    /// Lists the dyads that updates touch, each with its updates.
    fn list_touched(&self, to: &mut Vec<Touched>, segment: &Segment, dyads: Range<usize>) {
        to.clear();
        let mut k = dyads.start;
        while k < dyads.end {
            let number = segment.dyads[k];
            let from = k;
            while k < dyads.end && segment.dyads[k] == number {
                k += 1;
            }
            let place = self.program.places.dyads[number as usize];
            to.push(Touched { number, place, from, to: k, taken: false });
        }
    }

    /// Applies all of one actor's updates on one side, with those of its dyads.
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
            self.actor_moments(scratch, sender, actor);
            scratch.before.copy_from_slice(&scratch.actor.sums);
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
        let by = if sender { &mut self.by_sender } else { &mut self.by_receiver };
        by.add_point(-before, &scratch.old[..width]);
        by.add_point(now, &scratch.new[..width]);
        if relational {
            self.add_self(actor, 1.0);
            self.change_own_dyads(scratch, sender, actor, segment);
            let (old, new) = (&scratch.old[..width], &scratch.new[..width]);
            self.dyads.add_moved(-before, &scratch.before, old);
            self.dyads.add_moved(now, &scratch.actor.sums, new);
        }
    }

    /// Applies the updates of the touched dyads of an actor and moves the moments in
    /// `scratch.actor` along.
    fn change_own_dyads(
        &mut self,
        scratch: &mut Scratch,
        sender: bool,
        actor: usize,
        segment: &Segment,
    ) {
        scratch.group.clear();
        for (e, touched) in scratch.touched.iter_mut().enumerate() {
            let of = if sender { touched.place.i } else { touched.place.j };
            if of as usize == actor && !touched.taken {
                touched.taken = true;
                scratch.group.push(e);
            }
        }
        let half = if sender { &self.rows } else { &self.cols };
        let length = half.active[actor] as usize;
        if length < FEW * scratch.group.len() {
            self.apply(scratch, sender, 0..scratch.group.len(), segment);
            self.actor_moments(scratch, sender, actor);
            return;
        }
        for low in (0..scratch.group.len()).step_by(BLOCK / 2) {
            let high = (low + BLOCK / 2).min(scratch.group.len());
            self.gather_own(scratch, sender, low..high, false);
            self.apply(scratch, sender, low..high, segment);
            self.gather_own(scratch, sender, low..high, true);
            let along: &[usize] = match (self.moments, sender) {
                (false, _) => &[],
                (true, true) => &self.along_row,
                (true, false) => &self.along_col,
            };
            let n = 2 * (high - low);
            let Scratch { u, w, sums, weighted, packed: out, actor: moments, .. } = scratch;
            let out = &mut out[..packed(along.len())];
            out.fill(0.0);
            with_columns(
                along,
                |k| &sums[k][..n],
                |columns| {
                    kernel::add(self.arch, &w[..n], &u[..n], columns, weighted, out);
                },
            );
            moments.add_spread(1.0, out, along);
        }
    }

    /// Writes the dyads of a group to the even (old) or odd (new) elements of a block.
    fn gather_own(&self, scratch: &mut Scratch, sender: bool, group: Range<usize>, new: bool) {
        let (half, others, along) = if sender {
            (&self.rows, &self.receivers, &self.along_row)
        } else {
            (&self.cols, &self.senders, &self.along_col)
        };
        let sign = if new { 1.0 } else { -1.0 };
        for (e, &g) in scratch.group[group].iter().enumerate() {
            let place = scratch.touched[g].place;
            let other = if sender { place.j } else { place.i } as usize;
            let at = 2 * e + usize::from(new);
            let here = if sender { place.row } else { place.col } as usize;
            scratch.u[at] = sign * others.weight[other];
            scratch.w[at] = half.w[here];
            if !self.moments {
                continue;
            }
            for &k in along {
                let part = others.values[k].get(other).copied().unwrap_or(0.0);
                let own = self.slots[k].map_or(0.0, |s| half.x[s].get(here));
                scratch.sums[k][at] = part + own;
            }
        }
    }

    /// Applies the updates of the dyads of a group: values and weights.
    fn apply(
        &mut self,
        scratch: &mut Scratch,
        sender: bool,
        group: Range<usize>,
        segment: &Segment,
    ) {
        for chunk in scratch.group[group].chunks(BLOCK) {
            for (exponent, &g) in scratch.exponents.iter_mut().zip(chunk) {
                let Touched { number, place, from, to, .. } = scratch.touched[g];
                for k in from..to {
                    self.set_place(segment.dyad_terms[k] as usize, place, segment.dyad_values[k]);
                }
                self.activate_until(number);
                // From the orientation in which the group lies close together.
                let (half, here) =
                    if sender { (&self.rows, place.row) } else { (&self.cols, place.col) };
                let slots = self.slot_coefficients.iter().zip(&half.x);
                *exponent = slots.map(|(b, x)| b * x.get(here as usize)).sum();
            }
            exp_all(&mut scratch.exponents[..chunk.len()]);
            for (w, &g) in scratch.exponents.iter().zip(chunk) {
                let place = scratch.touched[g].place;
                self.rows.w[place.row as usize] = *w;
                if let Some(col) = self.cols.w.get_mut(place.col as usize) {
                    *col = *w;
                }
            }
        }
    }

    /// Applies the updates of the dyads that no actor took along.
    fn change_rest(&mut self, scratch: &mut Scratch, segment: &Segment) {
        scratch.group.clear();
        let rest = scratch.touched.iter().enumerate().filter(|(_, t)| !t.taken);
        scratch.group.extend(rest.map(|(e, _)| e));
        let relational = self.kind == Kind::Relational;
        let width = self.dyads.width;
        for low in (0..scratch.group.len()).step_by(BLOCK / 2) {
            let high = (low + BLOCK / 2).min(scratch.group.len());
            if relational {
                self.gather_rest(scratch, low..high, false);
            }
            self.apply(scratch, true, low..high, segment);
            if !relational {
                continue;
            }
            self.gather_rest(scratch, low..high, true);
            let n = 2 * (high - low);
            let Scratch { u, w, sums, weighted, packed: out, every, .. } = &mut *scratch;
            let out = &mut out[..packed(width)];
            out.fill(0.0);
            with_columns(
                &every[..width],
                |k| &sums[k][..n],
                |columns| {
                    kernel::add(self.arch, &w[..n], &u[..n], columns, weighted, out);
                },
            );
            self.dyads.add_scaled(1.0, out);
        }
    }

    fn gather_rest(&self, scratch: &mut Scratch, group: Range<usize>, new: bool) {
        let sign = if new { 1.0 } else { -1.0 };
        let width = self.dyads.width;
        for (e, &g) in scratch.group[group].iter().enumerate() {
            let place = scratch.touched[g].place;
            let (i, j, row) = (place.i as usize, place.j as usize, place.row as usize);
            let at = 2 * e + usize::from(new);
            scratch.u[at] = sign * self.senders.weight[i] * self.receivers.weight[j];
            scratch.w[at] = self.rows.w[row];
            for (k, to) in scratch.sums[..width].iter_mut().enumerate() {
                let mut v = self.senders.values[k].get(i).copied().unwrap_or(0.0);
                v += self.receivers.values[k].get(j).copied().unwrap_or(0.0);
                to[at] = v + self.slots[k].map_or(0.0, |s| self.rows.x[s].get(row));
            }
        }
    }
}
