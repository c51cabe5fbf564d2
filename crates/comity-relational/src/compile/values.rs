//! The current values of all statistics while the programme is built.

use super::program::is_short;
use super::segment::{ActorOp, Part, Segment};
use crate::catalogue::Parts;
use crate::history::PairMap;

/// One statistic's values.
#[derive(Clone, Debug)]
struct Column {
    parts: Parts,
    log1p: bool,
    sender: Vec<f64>,
    receiver: Vec<f64>,
    dyad: Vec<f64>,
    stamp: Vec<u32>,
    actor_stamp: [Vec<u32>; 2],
    table: Option<Vec<f64>>,
    /// Whether any value of a dyad was ever written after the table.
    written: bool,
    /// Whether every value that a dyad had at a point is the same in single precision.
    short: bool,
}

/// Values by statistic, and which were touched since the last point.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    pub(crate) actors: usize,
    columns: Vec<Column>,
    index: PairMap,
    pub(crate) pairs: Vec<(u32, u32)>,
    /// Dyads so far, by sender and by receiver.
    pub(crate) by_sender: Vec<u32>,
    pub(crate) by_receiver: Vec<u32>,
    /// Whether no dyad beyond those entered at the start is of interest.
    closed: bool,
    now: u32,
    touched_dyads: Vec<(u32, u16)>,
    touched_actors: Vec<(u32, u16, Part)>,
    extra: Vec<ActorOp>,
}

impl Values {
    pub(crate) fn new(actors: usize, many: bool) -> Self {
        Self {
            actors,
            columns: Vec::new(),
            index: PairMap::new(actors, many),
            pairs: Vec::new(),
            by_sender: vec![0; actors],
            by_receiver: vec![0; actors],
            closed: false,
            now: 1,
            touched_dyads: Vec::new(),
            touched_actors: Vec::new(),
            extra: Vec::new(),
        }
    }

    /// Adds a statistic.
    pub(crate) fn column(&mut self, parts: Parts, log1p: bool, table: Option<Vec<f64>>) {
        let n = |yes: bool| if yes { self.actors } else { 0 };
        let (s, r) = (n(parts.sender), n(parts.receiver));
        self.columns.push(Column {
            parts,
            log1p,
            sender: vec![0.0; s],
            receiver: vec![0.0; r],
            dyad: Vec::new(),
            stamp: Vec::new(),
            actor_stamp: [vec![0; s], vec![0; r]],
            table,
            written: false,
            short: true,
        });
    }

    /// Enters a pair among the numbered dyads.
    pub(crate) fn enter(&mut self, i: u32, j: u32) -> u32 {
        if let Some(k) = self.index.get(i, j) {
            return k;
        }
        let k = self.pairs.len() as u32;
        self.index.insert(i, j, k);
        self.pairs.push((i, j));
        self.by_sender[i as usize] += 1;
        self.by_receiver[j as usize] += 1;
        k
    }

    /// From here on only dyads that have a number count.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// The number of a dyad.
    pub(crate) fn dyad_number(&self, i: u32, j: u32) -> Option<u32> {
        self.index.get(i, j)
    }

    fn dyad_cell(&mut self, term: usize, i: u32, j: u32) -> Option<&mut f64> {
        let k = match self.index.get(i, j) {
            Some(k) => k,
            None if self.closed => return None,
            None => self.enter(i, j),
        } as usize;
        let column = &mut self.columns[term];
        if column.dyad.len() <= k {
            let from = column.dyad.len();
            column.dyad.resize(k + 1, 0.0);
            column.stamp.resize(k + 1, 0);
            if let Some(table) = &column.table {
                for (v, &(i, j)) in column.dyad[from..].iter_mut().zip(&self.pairs[from..]) {
                    *v = table[i as usize * self.actors + j as usize];
                }
            }
        }
        column.written = true;
        if column.stamp[k] != self.now {
            column.stamp[k] = self.now;
            self.touched_dyads.push((k as u32, term as u16));
        }
        Some(&mut column.dyad[k])
    }

    pub(crate) fn set_dyad(&mut self, term: usize, i: u32, j: u32, value: f64) {
        if let Some(cell) = self.dyad_cell(term, i, j) {
            *cell = value;
        }
    }

    pub(crate) fn add_dyad(&mut self, term: usize, i: u32, j: u32, change: f64) {
        if let Some(cell) = self.dyad_cell(term, i, j) {
            let sum = *cell + change;
            // What rounding leaves of a difference of equals is nothing.
            *cell = if sum.abs() < 1e-13 * change.abs() { 0.0 } else { sum };
        }
    }

    pub(crate) fn actor_cell(&mut self, term: usize, part: Part, actor: u32) -> &mut f64 {
        let column = &mut self.columns[term];
        let side = usize::from(part == Part::Receiver);
        let stamp = &mut column.actor_stamp[side][actor as usize];
        if *stamp != self.now {
            *stamp = self.now;
            self.touched_actors.push((actor, term as u16, part));
        }
        let cells = if side == 0 { &mut column.sender } else { &mut column.receiver };
        &mut cells[actor as usize]
    }

    /// Records an update that concerns no statistic's value.
    pub(crate) fn note(&mut self, op: ActorOp) {
        self.extra.push(op);
    }

    /// Multiplies all values of a statistic.
    pub(crate) fn rescale(&mut self, term: usize, factor: f64) {
        let column = &mut self.columns[term];
        column.sender.iter_mut().for_each(|v| *v *= factor);
        column.receiver.iter_mut().for_each(|v| *v *= factor);
        column.dyad.iter_mut().for_each(|v| *v *= factor);
        let (part, actor) = (Part::Rescale, 0);
        self.extra.push(ActorOp { part, term: term as u16, actor, value: factor });
    }

    /// Moves what was touched since the last point to the segment, as updates: how many of
    /// actors and of dyads.
    pub(crate) fn flush(&mut self, segment: &mut Segment) -> (u32, u32) {
        let before = (segment.parts.len(), segment.dyads.len());
        self.extra.drain(..).for_each(|op| segment.push_actor(op));
        // By actor and side, so that all of an actor's changes are applied at once.
        self.touched_actors.sort_unstable_by_key(|&(actor, term, part)| (part as u8, actor, term));
        for &(actor, term, part) in &self.touched_actors {
            let column = &self.columns[term as usize];
            let cells = if part == Part::Sender { &column.sender } else { &column.receiver };
            let value = shown(cells[actor as usize], column.log1p);
            segment.push_actor(ActorOp { part, term, actor, value });
        }
        self.touched_dyads.sort_unstable();
        for &(dyad, term) in &self.touched_dyads {
            let column = &mut self.columns[term as usize];
            let value = shown(column.dyad[dyad as usize], column.log1p);
            column.short &= is_short(value);
            segment.push_dyad(dyad, term, value);
        }
        self.touched_actors.clear();
        self.touched_dyads.clear();
        self.now += 1;
        ((segment.parts.len() - before.0) as u32, (segment.dyads.len() - before.1) as u32)
    }

    /// The kept parts of a pair's value: the sender's, the receiver's, the dyad's own.
    pub(crate) fn kept(&self, term: usize, i: u32, j: u32) -> [f64; 3] {
        let column = &self.columns[term];
        let side = |values: &[f64], k: u32| values.get(k as usize).copied().unwrap_or(0.0);
        let initial = || {
            let table = column.table.as_ref();
            table.map_or(0.0, |t| t[i as usize * self.actors + j as usize])
        };
        let dyad = if column.parts.dyad {
            let known = self.index.get(i, j).and_then(|k| column.dyad.get(k as usize));
            known.copied().unwrap_or_else(initial)
        } else {
            0.0
        };
        let parts = [side(&column.sender, i), side(&column.receiver, j), dyad];
        parts.map(|v| shown(v, column.log1p))
    }

    /// The table of a statistic, and whether it never changes.
    pub(crate) fn take_table(&mut self, term: usize) -> Option<(Vec<f64>, bool)> {
        let column = self.columns.get_mut(term)?;
        let written = column.written;
        column.table.take().map(|t| (t, !written))
    }

    /// Whether every value that a dyad had at a point is the same in single precision.
    pub(crate) fn is_short(&self, term: usize) -> bool {
        self.columns[term].short
    }

    /// Which parts a statistic has.
    pub(crate) fn parts(&self, term: usize) -> Parts {
        self.columns[term].parts
    }
}

/// The value as the predictor sees it. Logarithms of small counts come from a table.
fn shown(value: f64, log1p: bool) -> f64 {
    if !log1p {
        return value;
    }
    // Sums of differences may end just below zero.
    if value <= 0.0 { 0.0 } else { comity_numerics::special::ln_1p(value) }
}
