//! Walks through the stream once and writes the programme.

use super::model::{Plan, checked};
use super::program::{Column, Held, Layout, Places, Program, SlotColumn, is_short};
use super::segment::{Point, Segment};
use super::sketch::Sketcher;
use super::tracker::{Coming, MOST_DENSE, Tracker};
use crate::catalogue::Built;
use crate::options::{Ages, Clock, Kind, Options, RiskSet};
use crate::spill::{self, Store};
use crate::stream::Stream;
use crate::terms::Term;
use comity_core::Result;
use std::sync::Arc;

/// From this share of all pairs on, every pair gets a place.
const DENSE: f64 = 0.3;
/// Events from which a model is sketched first.
const LARGE: usize = 2_000;

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
    dependent: Vec<bool>,
    first: usize,
    start: f64,
    names: Vec<String>,
    tracker: Tracker<'a>,
    segment: Segment,
    segments: Vec<Held>,
    costs: Vec<f64>,
    bytes: usize,
    /// Bytes of the largest segment so far.
    largest: usize,
    store: Option<Arc<dyn Store>>,
    /// The next event to become history.
    next: usize,
    /// The time of the last point, or the start.
    now: f64,
    /// Whether the moment of the end was reached.
    ended: bool,
    points: usize,
    events: usize,
    sketcher: Option<Sketcher>,
}

impl<'a> Walk<'a> {
    fn new(
        stream: &'a Stream,
        options: &'a Options,
        plan: Plan,
        store: Option<Arc<dyn Store>>,
    ) -> Self {
        let Plan { names, built, networks, dependent, first, start } = plan;
        let sketched = stream.len() >= LARGE
            && (options.kind, options.clock) == (Kind::Relational, Clock::Ordinal)
            && options.risk == RiskSet::Full
            && !built.iter().any(|b| b.standardised);
        let sketcher = sketched.then(|| Sketcher::new(stream, built.len()));
        Self {
            stream,
            options,
            dependent,
            first,
            start,
            names,
            tracker: Tracker::new(stream, built, &networks, start),
            segment: Segment::default(),
            segments: Vec::new(),
            costs: Vec::new(),
            bytes: 0,
            largest: 0,
            store,
            next: 0,
            now: start,
            ended: false,
            points: 0,
            events: 0,
            sketcher,
        }
    }

    fn is_dependent(&self, m: usize) -> bool {
        self.dependent[self.stream.layer[m] as usize]
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
                self.tracker.values.enter(i, j);
            });
            self.tracker.values.close();
        }
        self.tracker.begin()
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
            let from = from.max(if self.points == 0 { self.first } else { 0 });
            return (from..times.len()).find(|&m| self.is_dependent(m)).map(|m| times[m]);
        }
        let from = if self.points == 0 && self.stream.start.is_none() {
            from.max(self.first)
        } else {
            from
        };
        let event = times.get(from).copied();
        let end = self.stream.end.filter(|_| !self.ended);
        let last = event.or(end)?;
        let exogenous = self.tracker.next_change(self.now);
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
            let (s, m) = (self.stream, self.next);
            let (from, to, layer) = (s.senders[m], s.receivers[m], s.layer[m]);
            self.tracker.happen(Coming { time: at, from, to, layer, weight: s.weights[m] });
            if let Some(sketcher) = &mut self.sketcher {
                sketcher.happen(from, to);
            }
            self.next += 1;
        }
        self.tracker.pass(time, self.aged(time));
    }

    /// Writes the updates since the last point, and the events at this one.
    fn point(&mut self, time: f64) -> Result<()> {
        let before = self.segment.parts.len();
        let (actor_ops, dyad_ops) = self.tracker.values.flush(&mut self.segment);
        let aged = self.aged(time);
        for built in self.tracker.built.iter().filter(|b| moves(b)) {
            self.segment.factors.extend(self.tracker.factors(built, time, aged));
        }
        let mut events = 0;
        let mut first = None;
        let mut m = self.next;
        while let Some(&at) = self.stream.times.get(m)
            && at == time
        {
            if self.is_dependent(m) && m >= self.first {
                let (s, r) = (self.stream.senders[m], self.stream.receivers[m]);
                self.segment.senders.push(s);
                self.segment.receivers.push(r);
                let dyad = self.tracker.values.dyad_number(s, r).unwrap_or(u32::MAX);
                self.segment.event_dyads.push(dyad);
                first = first.or(Some((s, r)));
                events += 1;
            }
            m += 1;
        }
        let exposure = if self.options.clock == Clock::Interval { time - self.now } else { 0.0 };
        if let (Some(sketcher), Some(own)) = (&mut self.sketcher, first)
            && sketcher.is_due(self.points)
        {
            sketcher.draw(&self.tracker, own, (time, aged));
        }
        self.segment.points.push(Point { time, exposure, actor_ops, dyad_ops, events });
        let moved = &self.segment.actors[before..];
        let reach = |&k: &u32| {
            let values = &self.tracker.values;
            f64::from(values.by_sender[k as usize] + values.by_receiver[k as usize])
        };
        self.segment.cost +=
            40.0 + 12.0 * f64::from(dyad_ops) + moved.iter().map(reach).sum::<f64>();
        self.points += 1;
        self.events += events as usize;
        self.now = time;
        if self.segment.is_full(self.segment_points()) { self.put_aside() } else { Ok(()) }
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

    /// Points of a segment: some hundreds of segments, whatever the stream's length.
    fn segment_points(&self) -> usize {
        (self.stream.len() / 256).clamp(128, 1 << 16)
    }

    /// Bytes that segments held in memory may take under a limit: what is left by the events
    /// themselves, by the segment being written and those that threads will read, and by an
    /// eighth for everything else, such as the sketch and the file the events came from.
    fn room(&self, limit: usize) -> usize {
        let passing = (rayon::current_num_threads() + 1) * self.largest;
        (limit - limit / 8).saturating_sub(self.stream.bytes()).saturating_sub(passing)
    }

    fn put_aside(&mut self) -> Result<()> {
        let segment = std::mem::take(&mut self.segment);
        if segment.points.is_empty() {
            return Ok(());
        }
        self.costs.push(segment.cost);
        self.largest = self.largest.max(segment.bytes());
        let room = self.options.memory_limit.map_or(usize::MAX, |limit| self.room(limit));
        let held = match &self.store {
            Some(store) if self.bytes + segment.bytes() > room => {
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
        let Tracker { mut values, built: terms, .. } = self.tracker;
        let tables: Vec<_> = (0..terms.len()).map(|k| values.take_table(k)).collect();
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
        for (k, (built, table)) in terms.iter().zip(tables).enumerate() {
            let parts = values.parts(k);
            let slot = parts.dyad.then(|| {
                let short = values.is_short(k) && !moves(built);
                slots.push(slot_column((k, short), n, table, &places, layout));
                slots.len() - 1
            });
            let own = moves(built).then(|| {
                factor += 1;
                factor - 1
            });
            columns.push(Column {
                name: self.names[k].clone(),
                parts,
                transform: built.transform,
                standardised: built.standardised,
                slot,
                factor: own,
            });
        }
        let start = self.start;
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
            sketch: self.sketcher.map(Sketcher::finish).unwrap_or_default(),
        })
    }
}

fn moves(built: &Built) -> bool {
    built.standardised || built.transform.moves()
}

/// A dyadic column with its initial values in both orders of places.
fn slot_column(
    (term, short): (usize, bool),
    n: usize,
    table: Option<(Vec<f64>, bool)>,
    places: &Places,
    layout: Layout,
) -> SlotColumn {
    let Some((table, fixed)) = table else {
        return SlotColumn { term, rows: None, cols: None, fixed: false, short };
    };
    let short = short && table.iter().copied().all(is_short);
    if layout == Layout::Dense {
        let turned: Vec<f64> = (0..n * n).map(|k| table[(k % n) * n + k / n]).collect();
        let (rows, cols) = (Some(Arc::new(table)), Some(Arc::new(turned)));
        return SlotColumn { term, rows, cols, fixed, short };
    }
    let mut rows = vec![0.0; places.dyads.len()];
    let mut cols = rows.clone();
    for place in &places.dyads {
        let value = table[place.i as usize * n + place.j as usize];
        rows[place.row as usize] = value;
        cols[place.col as usize] = value;
    }
    SlotColumn { term, rows: Some(Arc::new(rows)), cols: Some(Arc::new(cols)), fixed, short }
}
