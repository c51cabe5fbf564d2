//! One weighted network of past events.
//!
//! With decay the values are kept in units of a clock that runs along: the true value at t is
//! the kept one times e^(−ρ(t − epoch)), so that nothing changes as time passes; only the
//! epoch is moved now and then, before the numbers grow too large.

use super::PairMap;
use crate::terms::{Measure, Memory};
use std::collections::VecDeque;

/// Moving the epoch when values have grown by e to this power.
const LARGEST_EXPONENT: f64 = 200.0;

/// What a network is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NetworkSpec {
    /// The layer, or all.
    pub(crate) layer: Option<u16>,
    pub(crate) memory: Memory,
    pub(crate) measure: Measure,
}

/// A change of one ordered pair's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NetChange {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) old: f64,
    pub(crate) new: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    events: u32,
    sum: f64,
    /// Places in the lists of neighbours.
    out_place: u32,
    in_place: u32,
}

#[derive(Clone, Copy, Debug)]
struct Dated {
    time: f64,
    from: u32,
    to: u32,
    weight: f64,
}

/// A network with the lists of neighbours of every actor.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) spec: NetworkSpec,
    index: PairMap,
    cells: Vec<Cell>,
    out: Vec<Vec<(u32, f64)>>,
    into: Vec<Vec<(u32, f64)>>,
    pub(crate) out_total: Vec<f64>,
    pub(crate) in_total: Vec<f64>,
    pub(crate) total: f64,
    /// Events that the totals hold, so that they are exactly zero once nothing is left.
    out_events: Vec<u32>,
    in_events: Vec<u32>,
    events: u32,
    epoch: f64,
    waiting: VecDeque<Dated>,
    leaving: VecDeque<Dated>,
}

impl Network {
    pub(crate) fn new(spec: NetworkSpec, actors: usize, epoch: f64) -> Self {
        Self {
            spec,
            index: PairMap::new(actors, false),
            cells: Vec::new(),
            out: vec![Vec::new(); actors],
            into: vec![Vec::new(); actors],
            out_total: vec![0.0; actors],
            in_total: vec![0.0; actors],
            total: 0.0,
            out_events: vec![0; actors],
            in_events: vec![0; actors],
            events: 0,
            epoch,
            waiting: VecDeque::new(),
            leaving: VecDeque::new(),
        }
    }

    /// The value of an ordered pair.
    pub(crate) fn value(&self, from: u32, to: u32) -> f64 {
        self.index.get(from, to).map_or(0.0, |k| self.shown(self.cells[k as usize]))
    }

    fn shown(&self, cell: Cell) -> f64 {
        match self.spec.measure {
            Measure::Binary => f64::from(u8::from(cell.events > 0)),
            Measure::Events if self.spec.memory.rate() == 0.0 => f64::from(cell.events),
            _ => cell.sum,
        }
    }

    /// Neighbours to whom events went, with values (which may have become zero).
    pub(crate) fn out(&self, of: u32) -> &[(u32, f64)] {
        &self.out[of as usize]
    }

    /// Neighbours from whom events came.
    pub(crate) fn into(&self, of: u32) -> &[(u32, f64)] {
        &self.into[of as usize]
    }

    /// What kept values are multiplied with at `time`.
    pub(crate) fn factor(&self, time: f64) -> f64 {
        libm::exp(-self.spec.memory.rate() * (time - self.epoch))
    }

    /// Moves the epoch if it is due: the factor that kept values, here and elsewhere, are
    /// multiplied with.
    pub(crate) fn rebase(&mut self, time: f64) -> Option<f64> {
        let rate = self.spec.memory.rate();
        if rate * (time - self.epoch) < LARGEST_EXPONENT {
            return None;
        }
        let factor = self.factor(time);
        self.epoch = time;
        self.cells.iter_mut().for_each(|c| c.sum *= factor);
        self.out.iter_mut().flatten().for_each(|e| e.1 *= factor);
        self.into.iter_mut().flatten().for_each(|e| e.1 *= factor);
        self.out_total.iter_mut().for_each(|v| *v *= factor);
        self.in_total.iter_mut().for_each(|v| *v *= factor);
        self.total *= factor;
        Some(factor)
    }

    /// Takes an event of this network's layer: at once or when it is old enough.
    pub(crate) fn event(
        &mut self,
        time: f64,
        from: u32,
        to: u32,
        weight: f64,
    ) -> Option<NetChange> {
        let weight = if self.spec.measure == Measure::Weights { weight } else { 1.0 };
        let event = Dated { time, from, to, weight };
        match self.spec.memory {
            Memory::Full => Some(self.add(event, 1.0)),
            Memory::Decay { .. } => {
                let grown = 1.0 / self.factor(time);
                Some(self.add(Dated { weight: weight * grown, ..event }, 1.0))
            }
            Memory::Window { .. } => {
                self.leaving.push_back(event);
                Some(self.add(event, 1.0))
            }
            Memory::Interval { .. } => {
                self.waiting.push_back(event);
                None
            }
        }
    }

    /// The next change that the passing of time brings until `time`.
    pub(crate) fn passed(&mut self, time: f64) -> Option<NetChange> {
        let (from, until) = match self.spec.memory {
            Memory::Window { length } => (0.0, length),
            Memory::Interval { from, until } => (from, until),
            _ => return None,
        };
        if let Some(event) = self.waiting.front().copied()
            && time - event.time > from
        {
            self.waiting.pop_front();
            self.leaving.push_back(event);
            return Some(self.add(event, 1.0));
        }
        let event = self.leaving.front().copied().filter(|e| time - e.time > until)?;
        self.leaving.pop_front();
        Some(self.add(event, -1.0))
    }

    fn add(&mut self, event: Dated, sign: f64) -> NetChange {
        let Dated { from, to, weight, .. } = event;
        let k = match self.index.get(from, to) {
            Some(k) => k as usize,
            None => self.enter(from, to),
        };
        let old = self.shown(self.cells[k]);
        let cell = &mut self.cells[k];
        if sign > 0.0 {
            cell.events += 1;
            cell.sum += weight;
        } else {
            cell.events = cell.events.saturating_sub(1);
            // Exactly zero once nothing is left.
            cell.sum = if cell.events == 0 { 0.0 } else { cell.sum - weight };
        }
        let cell = *cell;
        let new = self.shown(cell);
        self.out[from as usize][cell.out_place as usize].1 = new;
        self.into[to as usize][cell.in_place as usize].1 = new;
        let change = (new - old, sign > 0.0);
        let (from_at, to_at) = (from as usize, to as usize);
        total(&mut self.out_total[from_at], &mut self.out_events[from_at], change);
        total(&mut self.in_total[to_at], &mut self.in_events[to_at], change);
        total(&mut self.total, &mut self.events, change);
        NetChange { from, to, old, new }
    }

    fn enter(&mut self, from: u32, to: u32) -> usize {
        let k = self.cells.len();
        let cell = Cell {
            events: 0,
            sum: 0.0,
            out_place: self.out[from as usize].len() as u32,
            in_place: self.into[to as usize].len() as u32,
        };
        self.cells.push(cell);
        self.out[from as usize].push((to, 0.0));
        self.into[to as usize].push((from, 0.0));
        self.index.insert(from, to, k as u32);
        k
    }
}

/// Moves a total by a change that one more or one less event brings.
fn total(sum: &mut f64, events: &mut u32, (change, more): (f64, bool)) {
    *events = if more { *events + 1 } else { events.saturating_sub(1) };
    *sum = if *events == 0 { 0.0 } else { *sum + change };
}
