//! Walks through the stream once and writes the programme.

use super::model::{Plan, checked};
use super::program::{Column, Held, Layout, Places, Program, SlotColumn, Transform};
use super::segment::{ActorOp, Part, Point, Segment};
use super::values::Values;
use super::writer::Writer;
use crate::catalogue::{Around, Built, Happened};
use crate::history::{NetChange, Network};
use crate::options::{Ages, Clock, Options, RiskSet};
use crate::spill::{self, Store};
use crate::stream::Stream;
use crate::terms::{Empty, Term};
use comity_core::{Code, Error, Result};
use std::sync::Arc;

/// From this share of all pairs on, every pair gets a place.
const DENSE: f64 = 0.3;
/// Most pairs that all get a place.
const MOST_DENSE: usize = 1 << 28;

/// Computes the programme of a model.
///
/// # Errors
/// Those of the checks, `events/too-large` when a covariate of all dyads would not fit, and
/// `events/spill` when the store fails.
pub(crate) fn compile(
    stream: &Stream,
    terms: &[Term],
    options: &Options,
    store: Option<Arc<dyn Store>>,
) -> Result<Program> {
    let plan = checked(stream, terms, options)?;
    let mut walk = Walk::new(stream, options, plan, store);
    walk.begin()?;
    while let Some(time) = walk.next_point() {
        walk.advance(time);
        walk.point(time)?;
    }
    walk.finish()
}

struct Walk<'a> {
    stream: &'a Stream,
    options: &'a Options,
    plan: Plan,
    networks: Vec<Network>,
    values: Values,
    segment: Segment,
    segments: Vec<Held>,
    costs: Vec<f64>,
    bytes: usize,
    store: Option<Arc<dyn Store>>,
    /// The next event to become history.
    next: usize,
    /// The time of the last point, or the start.
    now: f64,
    /// Whether the moment of the end was reached.
    ended: bool,
    /// Times at which actors come or go.
    boundaries: Vec<(f64, u32)>,
    next_boundary: usize,
    present: Vec<bool>,
    points: usize,
    events: usize,
}

impl<'a> Walk<'a> {
    fn new(
        stream: &'a Stream,
        options: &'a Options,
        plan: Plan,
        store: Option<Arc<dyn Store>>,
    ) -> Self {
        let n = stream.actors.len();
        let epoch = stream.times.first().copied().unwrap_or(0.0);
        let networks = plan.networks.iter().map(|s| Network::new(*s, n, epoch)).collect();
        let start = plan.start;
        let mut boundaries = Vec::new();
        for (k, spells) in stream.presence.spells.iter().enumerate() {
            boundaries
                .extend(spells.iter().flat_map(|s| [(s.from, k as u32), (s.until, k as u32)]));
        }
        boundaries.retain(|b| b.0 > start && b.0.is_finite());
        boundaries.sort_by(|a, b| a.0.total_cmp(&b.0));
        let triads = plan.built.iter().any(|b| b.effect.reaches_far());
        Self {
            stream,
            options,
            networks,
            values: Values::new(n, triads),
            segment: Segment::default(),
            segments: Vec::new(),
            costs: Vec::new(),
            bytes: 0,
            store,
            next: 0,
            now: start,
            ended: false,
            boundaries,
            next_boundary: 0,
            present: (0..n as u32).map(|k| stream.presence.at(k, start)).collect(),
            points: 0,
            events: 0,
            plan,
        }
    }

    fn is_dependent(&self, m: usize) -> bool {
        self.plan.dependent[self.stream.layer[m] as usize]
    }

    fn begin(&mut self) -> Result<()> {
        if self.options.risk == RiskSet::Observed {
            let mut pairs: Vec<(u32, u32)> = (0..self.stream.len())
                .filter(|&m| self.is_dependent(m))
                .map(|m| (self.stream.senders[m], self.stream.receivers[m]))
                .collect();
            if !self.stream.directed {
                let back: Vec<_> = pairs.iter().map(|p| (p.1, p.0)).collect();
                pairs.extend(back);
            }
            pairs.sort_unstable();
            pairs.dedup();
            pairs.into_iter().for_each(|(i, j)| {
                self.values.enter(i, j);
            });
            self.values.close();
        }
        let around = Around { networks: &self.networks, stream: self.stream };
        let n = self.stream.actors.len();
        for built in &self.plan.built {
            let table = built.effect.table(&around);
            if table.is_some() && n * n > MOST_DENSE {
                return Err(Error::new(Code::TooLarge, "a covariate of all dyads would not fit")
                    .value(format!("{n} actors"))
                    .hint("give the covariate for the dyads where it is not zero"));
            }
            let mut parts = built.effect.parts();
            // Their mean is taken off on the sender's side.
            parts.sender |= built.standardised;
            let log1p = built.transform == Transform::Kept { log1p: true };
            self.values.column(parts, log1p, table);
        }
        for (term, built) in self.plan.built.iter_mut().enumerate() {
            built.effect.init(&around, &mut Writer { values: &mut self.values, term });
        }
        Ok(())
    }

    /// The time of the next point.
    fn next_point(&mut self) -> Option<f64> {
        let times = &self.stream.times;
        // Events at the time of the last point are no points any more.
        let from = if self.points == 0 {
            times.partition_point(|&t| t < self.now)
        } else {
            times.partition_point(|&t| t <= self.now)
        };
        if self.options.clock == Clock::Ordinal {
            let from = from.max(if self.points == 0 { self.plan.first } else { 0 });
            return (from..times.len()).find(|&m| self.is_dependent(m)).map(|m| times[m]);
        }
        let from = if self.points == 0 && self.stream.start.is_none() {
            from.max(self.plan.first)
        } else {
            from
        };
        let event = times.get(from).copied();
        let end = self.stream.end.filter(|_| !self.ended);
        let last = event.or(end)?;
        let exogenous = self
            .plan
            .built
            .iter()
            .filter_map(|b| b.effect.next_change(self.now))
            .chain(self.boundaries.get(self.next_boundary).map(|b| b.0))
            .fold(f64::INFINITY, f64::min);
        if event.is_none() && exogenous >= last {
            self.ended = true;
        }
        Some(last.min(exogenous))
    }

    /// Makes everything before `time` history.
    fn advance(&mut self, time: f64) {
        while let Some(&at) = self.stream.times.get(self.next)
            && at < time
        {
            self.happen(self.next, at);
            self.next += 1;
        }
        let aged = self.aged(time);
        for which in 0..self.networks.len() {
            while let Some(change) = self.networks[which].passed(aged) {
                self.changed(which, change);
            }
        }
        let around = Around { networks: &self.networks, stream: self.stream };
        for (term, built) in self.plan.built.iter_mut().enumerate() {
            let out = &mut Writer { values: &mut self.values, term };
            built.effect.passed(time, &around, out);
        }
        while let Some(&(at, actor)) = self.boundaries.get(self.next_boundary)
            && at <= time
        {
            self.next_boundary += 1;
            let present = self.stream.presence.at(actor, time);
            if present != self.present[actor as usize] {
                self.present[actor as usize] = present;
                let roles = &self.stream.presence;
                for (part, may) in
                    [(Part::Sends, roles.sends(actor)), (Part::Receives, roles.receives(actor))]
                {
                    if may {
                        let value = f64::from(u8::from(present));
                        self.values.note(ActorOp { part, term: 0, actor, value });
                    }
                }
            }
        }
    }

    fn happen(&mut self, m: usize, time: f64) {
        let s = self.stream;
        let (from, to, layer, weight) = (s.senders[m], s.receivers[m], s.layer[m], s.weights[m]);
        let mut rebased = Vec::new();
        for (which, network) in self.networks.iter_mut().enumerate() {
            if let Some(factor) = network.rebase(time) {
                rebased.push((which, factor));
            }
        }
        for (term, built) in self.plan.built.iter().enumerate() {
            if let Transform::Faded { network, degree, .. } = built.transform
                && let Some(&(_, factor)) = rebased.iter().find(|r| r.0 == network)
            {
                self.values.rescale(term, factor.powi(degree));
            }
        }
        for which in 0..self.networks.len() {
            if self.networks[which].spec.layer.is_some_and(|l| l != layer) {
                continue;
            }
            if let Some(change) = self.networks[which].event(time, from, to, weight) {
                self.changed(which, change);
            }
            if !s.directed
                && let Some(change) = self.networks[which].event(time, to, from, weight)
            {
                self.changed(which, change);
            }
        }
        for (term, built) in self.plan.built.iter_mut().enumerate() {
            if built.layer.is_some_and(|l| l != layer) {
                continue;
            }
            let out = &mut Writer { values: &mut self.values, term };
            built.effect.event(Happened { time, from, to }, out);
            if !s.directed {
                built.effect.event(Happened { time, from: to, to: from }, out);
            }
        }
    }

    fn changed(&mut self, which: usize, change: NetChange) {
        if change.old == change.new {
            return;
        }
        let around = Around { networks: &self.networks, stream: self.stream };
        for (term, built) in self.plan.built.iter_mut().enumerate() {
            if built.networks.contains(&which) {
                let out = &mut Writer { values: &mut self.values, term };
                built.effect.network(which, change, &around, out);
            }
        }
    }

    /// Writes the updates since the last point, and the events at this one.
    fn point(&mut self, time: f64) -> Result<()> {
        let before = self.segment.parts.len();
        let (actor_ops, dyad_ops) = self.values.flush(&mut self.segment);
        for built in self.plan.built.iter().filter(|b| moves(b)) {
            self.segment.factors.extend(self.factors(built, time));
        }
        let mut events = 0;
        let mut m = self.next;
        while let Some(&at) = self.stream.times.get(m)
            && at == time
        {
            if self.is_dependent(m) && m >= self.plan.first {
                let (s, r) = (self.stream.senders[m], self.stream.receivers[m]);
                self.segment.senders.push(s);
                self.segment.receivers.push(r);
                let dyad = self.values.dyad_number(s, r).unwrap_or(u32::MAX);
                self.segment.event_dyads.push(dyad);
                events += 1;
            }
            m += 1;
        }
        let exposure = if self.options.clock == Clock::Interval { time - self.now } else { 0.0 };
        self.segment.points.push(Point { time, exposure, actor_ops, dyad_ops, events });
        let moved = &self.segment.actors[before..];
        let reach = |&k: &u32| {
            f64::from(self.values.by_sender[k as usize] + self.values.by_receiver[k as usize])
        };
        self.segment.cost +=
            40.0 + 12.0 * f64::from(dyad_ops) + moved.iter().map(reach).sum::<f64>();
        self.points += 1;
        self.events += events as usize;
        self.now = time;
        if self.segment.is_full() { self.put_aside() } else { Ok(()) }
    }

    /// The moment to which ages are counted at `time`.
    fn aged(&self, time: f64) -> f64 {
        match self.options.ages {
            Ages::Now => time,
            Ages::LastEvent => {
                let last = self.next.checked_sub(1).and_then(|m| self.stream.times.get(m));
                last.copied().unwrap_or(time)
            }
        }
    }

    fn factors(&self, built: &Built, time: f64) -> [f64; 2] {
        match built.transform {
            Transform::Kept { .. } => [0.0, 1.0],
            Transform::Faded { network, degree, .. } => {
                [0.0, self.networks[network].factor(self.aged(time)).powi(degree)]
            }
            Transform::Share { network, empty, twice } => {
                let total = self.networks[network].total * if twice { 2.0 } else { 1.0 };
                match empty {
                    _ if total > 0.0 => [0.0, 1.0 / total],
                    Empty::Equal => [1.0 / self.stream.actors.len() as f64, 0.0],
                    Empty::Zero => [0.0, 0.0],
                }
            }
            Transform::Since { origin } => [0.0, time - origin],
        }
    }

    fn put_aside(&mut self) -> Result<()> {
        let segment = std::mem::take(&mut self.segment);
        if segment.points.is_empty() {
            return Ok(());
        }
        self.costs.push(segment.cost);
        let limit = self.options.memory_limit.unwrap_or(usize::MAX);
        let held = match &self.store {
            Some(store) if self.bytes + segment.bytes() > limit => {
                let number = self.segments.len();
                spill::write(store.as_ref(), number, &segment)?;
                Held::Away(number)
            }
            _ => {
                self.bytes += segment.bytes();
                Held::Here(Box::new(segment))
            }
        };
        self.segments.push(held);
        Ok(())
    }

    fn finish(mut self) -> Result<Program> {
        self.put_aside()?;
        let n = self.stream.actors.len();
        let mut values = self.values;
        let tables: Vec<_> = (0..self.plan.built.len()).map(|k| values.take_table(k)).collect();
        let share = values.pairs.len() as f64 / ((n * n).max(1)) as f64;
        let fits = n * n <= MOST_DENSE;
        let layout = if self.options.risk == RiskSet::Observed {
            Layout::Listed
        } else if tables.iter().any(Option::is_some) || (share > DENSE && fits) {
            Layout::Dense
        } else {
            Layout::Sparse
        };
        let pairs = std::mem::take(&mut values.pairs);
        let places = Places::new(n, &pairs, layout == Layout::Dense);
        let mut slots = Vec::new();
        let mut columns = Vec::new();
        let mut factor = 0;
        for (k, (built, table)) in self.plan.built.iter().zip(tables).enumerate() {
            let parts = values.parts(k);
            let slot = parts.dyad.then(|| {
                slots.push(slot_column(k, n, table, &places, layout));
                slots.len() - 1
            });
            let own = moves(built).then(|| {
                factor += 1;
                factor - 1
            });
            columns.push(Column {
                name: self.plan.names[k].clone(),
                parts,
                transform: built.transform,
                standardised: built.standardised,
                slot,
                factor: own,
            });
        }
        let start = self.plan.start;
        let p = &self.stream.presence;
        let at = |k: u32| p.at(k, start);
        let actors = 0..n as u32;
        Ok(Program {
            actors: n,
            columns,
            slots,
            layout,
            places,
            segments: self.segments,
            costs: self.costs,
            store: self.store,
            undirected: !self.stream.directed,
            sends: actors.clone().map(|k| at(k) && p.sends(k)).collect(),
            receives: actors.map(|k| at(k) && p.receives(k)).collect(),
            events: self.events,
            points: self.points,
            factors: 2 * factor,
        })
    }
}

fn moves(built: &Built) -> bool {
    built.standardised || built.transform.moves()
}

/// A dyadic column with its initial values in both orders of places.
fn slot_column(
    term: usize,
    n: usize,
    table: Option<(Vec<f64>, bool)>,
    places: &Places,
    layout: Layout,
) -> SlotColumn {
    let Some((table, fixed)) = table else {
        return SlotColumn { term, rows: None, cols: None, fixed: false };
    };
    if layout == Layout::Dense {
        let turned: Vec<f64> = (0..n * n).map(|k| table[(k % n) * n + k / n]).collect();
        let (rows, cols) = (Some(Arc::new(table)), Some(Arc::new(turned)));
        return SlotColumn { term, rows, cols, fixed };
    }
    let mut rows = vec![0.0; places.dyads.len()];
    let mut cols = rows.clone();
    for place in &places.dyads {
        let value = table[place.i as usize * n + place.j as usize];
        rows[place.row as usize] = value;
        cols[place.col as usize] = value;
    }
    SlotColumn { term, rows: Some(Arc::new(rows)), cols: Some(Arc::new(cols)), fixed }
}
