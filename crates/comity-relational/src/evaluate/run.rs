//! Passes over the segments.

use super::likelihood::{Acted, Contribution, Likelihood, Risk, Subsets};
use super::moments::Moments;
use super::rebuild::own_part;
use super::state::{Scratch, State};
use crate::compile::{Layout, Point, Program, Segment};
use crate::options::{Kind, Ties};
use comity_core::{Code, Error, Result};
use comity_numerics::Matrix;
use rayon::prelude::*;
use std::ops::Range;

/// How much of the likelihood is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Its value.
    Value,
    /// With gradient and information.
    Full,
}

/// The log-likelihood at some coefficients.
#[derive(Clone, Debug)]
pub(crate) struct Evaluation {
    pub(crate) value: f64,
    pub(crate) gradient: Vec<f64>,
    /// Minus the Hessian.
    pub(crate) information: Matrix,
}

impl Evaluation {
    /// Whether every number is finite.
    pub(crate) fn is_finite(&self) -> bool {
        let n = self.gradient.len();
        self.value.is_finite()
            && self.gradient.iter().all(|g| g.is_finite())
            && (0..n).all(|k| self.information.row(k).iter().all(|v| v.is_finite()))
    }
}

/// Which model is evaluated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct What {
    pub(crate) kind: Kind,
    pub(crate) likelihood: Likelihood,
}

/// Most dyads × events of one moment for exact ties.
const MOST_EXACT: f64 = 2e8;
/// A total that fell to this share of its highest since the last rebuilding is rebuilt.
const FALLEN: f64 = 1e-3;

/// A total of this share of the product it is the rest of has lost four of its digits.
const LOST: f64 = 1e-4;

/// Where in a segment a pass stands.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    actors: usize,
    dyads: usize,
    events: usize,
    factors: usize,
}

impl Cursor {
    fn updates(&self, point: &Point) -> (Range<usize>, Range<usize>) {
        let actors = self.actors..self.actors + point.actor_ops as usize;
        (actors, self.dyads..self.dyads + point.dyad_ops as usize)
    }

    fn pass(&mut self, point: &Point, factors: usize) {
        self.actors += point.actor_ops as usize;
        self.dyads += point.dyad_ops as usize;
        self.events += point.events as usize;
        self.factors += factors;
    }
}

/// A point as a visitor sees it.
pub(crate) struct Visited<'a, 'p> {
    pub(crate) state: &'a mut State<'p>,
    pub(crate) point: Point,
    /// Events: sender, receiver, number of the dyad.
    pub(crate) events: &'a [(u32, u32, u32)],
}

/// Takes a pass over some segments (ascending numbers) and calls `f` at every point. Those
/// before and between are passed over quickly, for the state alone. False when it ended before
/// its time, because the weights are beyond what numbers hold.
pub(crate) fn visit<'p>(
    program: &'p Program,
    theta: &'p [f64],
    kind: Kind,
    order: Order,
    segments: &[usize],
    mut f: impl FnMut(&mut Visited<'_, 'p>) -> Result<()>,
) -> Result<bool> {
    let mut state = State::new(program, theta, kind, order == Order::Full);
    let moves = program.moves();
    // Without effects only who is at risk counts.
    let idle = order == Order::Value && theta.iter().all(|b| *b == 0.0);
    let every = 16 * program.actors + 256;
    let (mut since, mut highest, mut fresh) = (0, 0.0_f64, false);
    let mut events: Vec<(u32, u32, u32)> = Vec::new();
    for k in 0..segments.last().map_or(0, |last| last + 1) {
        let held = program.segment(k)?;
        let segment: &Segment = &held;
        if segments.binary_search(&k).is_err() {
            state.replay(segment, 0..segment.parts.len(), 0..segment.dyads.len());
            fresh = false;
            continue;
        }
        let mut at = Cursor::default();
        for point in &segment.points {
            let (actors, dyads) = at.updates(point);
            if idle && fresh && !segment.changes_risk(actors.clone()) {
                since += 1;
            } else if moves || !fresh {
                state.replay(segment, actors, dyads);
                if moves {
                    state.refresh(&segment.factors[at.factors..at.factors + program.factors]);
                }
                state.rebuild();
                (since, highest, fresh) = (0, 0.0, true);
            } else {
                state.update(segment, actors, dyads);
                since += 1;
                let total = state.total();
                if since >= every || total <= FALLEN * highest || !total.is_finite() {
                    state.rebuild();
                    (since, highest) = (0, 0.0);
                }
            }
            let total = state.total();
            if !total.is_finite() {
                return Ok(false);
            }
            state.enumerate_if_lost();
            highest = highest.max(total);
            events.clear();
            events.extend(
                (at.events..at.events + point.events as usize)
                    .map(|e| (segment.senders[e], segment.receivers[e], segment.event_dyads[e])),
            );
            f(&mut Visited { state: &mut state, point: *point, events: &events })?;
            at.pass(point, program.factors);
        }
    }
    Ok(true)
}

/// Segments in groups of about equal cost; how many depends on the programme alone, so that
/// the result does not depend on the number of threads.
pub(crate) fn shards(program: &Program) -> Vec<Vec<usize>> {
    let n = program.segments.len();
    let dense = program.layout != Layout::Sparse || program.moves();
    let points = program.points as f64;
    let places = program.places.dyads.len() as f64;
    let cost = |c: f64| if dense { 1.0 } else { c };
    let all: f64 = program.costs.iter().map(|c| cost(*c)).sum();
    let work = if program.moves() {
        points * places
    } else {
        program.costs.iter().sum::<f64>() + points * program.actors as f64
    };
    let wanted = match work {
        w if w < 3e5 => 1,
        w if w < 1e9 => 2,
        w if w < 1e11 => 4,
        _ => 8,
    };
    let mut ranges = Vec::new();
    let (mut from, mut sum) = (0, 0.0);
    for k in 0..n {
        sum += cost(program.costs[k]);
        let due = all * (ranges.len() + 1) as f64 / wanted as f64;
        if sum >= due * (1.0 - 1e-12) || k + 1 == n {
            ranges.push((from..k + 1).collect());
            from = k + 1;
        }
    }
    ranges
}

/// Evaluates the likelihood, shards side by side; their sums are added in order.
///
/// # Errors
/// `events/spill`, and `events/too-large` when exact ties would take too long.
pub(crate) fn evaluate(
    program: &Program,
    theta: &[f64],
    what: What,
    order: Order,
) -> Result<Evaluation> {
    evaluate_in(program, theta, what, order, shards(program))
}

/// [`evaluate`] over some segments.
pub(crate) fn evaluate_in(
    program: &Program,
    theta: &[f64],
    what: What,
    order: Order,
    shards: Vec<Vec<usize>>,
) -> Result<Evaluation> {
    let width = if order == Order::Full { program.width() } else { 0 };
    let one = |segments: Vec<usize>| shard(program, theta, what, order, &segments);
    let parts: Vec<Result<Contribution>> = shards.into_par_iter().map(one).collect();
    let mut sum = Contribution::zeros(width);
    for part in parts {
        sum.add(&part?);
    }
    Ok(as_evaluation(&sum))
}

pub(super) fn as_evaluation(sum: &Contribution) -> Evaluation {
    let information = Matrix::from_fn(sum.gradient.len(), |k, l| {
        let (k, l) = (k.max(l), k.min(l));
        sum.information[k * (k + 1) / 2 + l]
    });
    Evaluation { value: sum.value, gradient: sum.gradient.clone(), information }
}

fn shard(
    program: &Program,
    theta: &[f64],
    what: What,
    order: Order,
    segments: &[usize],
) -> Result<Contribution> {
    let width = if order == Order::Full { program.width() } else { 0 };
    let mut sum = Contribution::zeros(width);
    let mut values = Vec::new();
    let mut risk = Risk { moments: Moments::zeros(width), shift: 0.0 };
    let whole = visit(program, theta, what.kind, order, segments, |v| {
        contribute(v, what, &mut values, &mut risk, &mut sum)
    })?;
    if !whole {
        sum.value = f64::NEG_INFINITY;
    }
    Ok(sum)
}

/// Adds what a point says to `sum`.
pub(crate) fn contribute(
    v: &mut Visited<'_, '_>,
    what: What,
    values: &mut Vec<f64>,
    risk: &mut Risk,
    sum: &mut Contribution,
) -> Result<()> {
    let all = v.state.program.width();
    let theta = v.state.theta;
    values.resize(all * v.events.len(), 0.0);
    for (x, &(i, j, number)) in values.chunks_mut(all.max(1)).zip(v.events) {
        v.state.values(i, j, number, x);
    }
    let key = |&(i, j, _): &(u32, u32, u32)| match what.kind {
        Kind::Rate => (i, i),
        _ if v.state.program.undirected => (i.min(j), i.max(j)),
        _ => (i, j),
    };
    let acted: Vec<Acted<'_>> = values
        .chunks(all.max(1))
        .enumerate()
        .map(|(e, x)| Acted {
            x,
            eta: x.iter().zip(theta).map(|(x, b)| x * b).sum(),
            repeats: v.events[..e].iter().any(|o| key(o) == key(&v.events[e])),
        })
        .collect();
    if what.kind == Kind::Choice {
        for (event, &(i, ..)) in acted.iter().zip(v.events) {
            v.state.choice_risk(i as usize, risk);
            sum.add_ordinal(Ties::Breslow, risk, std::slice::from_ref(event));
        }
        return Ok(());
    }
    if what.kind == Kind::Coordination {
        sum.add_coordination(v.state, v.events);
        return Ok(());
    }
    v.state.risk(risk);
    match what.likelihood {
        Likelihood::Interval => {
            sum.add_events(&acted);
            sum.subtract_exposure(v.point.exposure, risk);
        }
        Likelihood::Ordinal(Ties::Exact) if acted.len() > 1 => {
            if acted.iter().any(|e| e.repeats) {
                return Err(Error::new(Code::BadEventValue, "a dyad has two events at one time")
                    .value(format!("time {}", v.point.time))
                    .hint("exact ties need distinct dyads; take Efron's rule"));
            }
            sum.add_events(&acted);
            exact(v.state, what.kind, acted.len(), sum)?;
        }
        Likelihood::Ordinal(ties) => sum.add_ordinal(ties, risk, &acted),
    }
    Ok(())
}

fn exact(state: &State<'_>, kind: Kind, degree: usize, sum: &mut Contribution) -> Result<()> {
    let n = state.program.actors as f64;
    let candidates = if kind == Kind::Rate { n } else { n * n };
    if candidates * degree as f64 > MOST_EXACT {
        return Err(Error::new(Code::TooLarge, "too many dyads and events for exact ties")
            .value(format!("{degree} events at one time"))
            .hint("take Efron's rule"));
    }
    let shift = state.senders.shift + if kind == Kind::Rate { 0.0 } else { state.receivers.shift };
    // In units of the mean weight, so that products of many neither vanish nor overflow.
    let mut all = 0.0;
    let mut count = 0.0;
    state.each_candidate(|_, _, w, _| {
        all += w;
        count += 1.0;
    });
    let scale = count / all;
    let mut subsets = Subsets::new(degree, sum.gradient.len());
    state.each_candidate(|_, _, w, x| subsets.admit(w * scale, x));
    sum.subtract_log(1.0, subsets.sums(), degree as f64 * (shift - libm::log(scale)));
    Ok(())
}

impl State<'_> {
    /// The total of the weights at risk, in the units of the shifts.
    pub(crate) fn total(&self) -> f64 {
        match self.kind {
            Kind::Rate => self.by_sender.total(),
            Kind::Choice | Kind::Coordination => self.by_receiver.total(),
            Kind::Relational if self.program.layout == Layout::Sparse => {
                self.by_sender.total() * self.by_receiver.total() - self.selves.total()
                    + self.dyads.total()
            }
            Kind::Relational => self.dyads.total(),
        }
    }

    /// Sums dyad by dyad where the product and what is taken off it are almost equal, so that
    /// their difference has lost its digits: where nearly all the weight of the actors is on
    /// dyads that their own parts make unlikely.
    fn enumerate_if_lost(&mut self) {
        let sparse = self.program.layout == Layout::Sparse && self.kind == Kind::Relational;
        let product = self.by_sender.total() * self.by_receiver.total();
        if !sparse || self.total() > LOST * product {
            self.enumerated = None;
            return;
        }
        let mut sums = Moments::zeros(self.dyads.width);
        let once = if self.program.undirected { 2.0 } else { 1.0 };
        self.each_candidate(|_, _, w, x| sums.add_point(once * w, &x[..sums.width]));
        self.enumerated = Some(sums);
    }

    /// Sums over all dyads (or senders) at risk.
    pub(crate) fn risk(&self, risk: &mut Risk) {
        risk.moments.clear();
        if let Some(sums) = &self.enumerated {
            risk.moments.add_scaled(1.0, &sums.sums);
            risk.shift = self.senders.shift + self.receivers.shift;
            if self.program.undirected {
                risk.shift -= std::f64::consts::LN_2;
            }
            return;
        }
        if self.kind == Kind::Rate {
            risk.moments.add_scaled(1.0, &self.by_sender.sums);
            risk.shift = self.senders.shift;
            return;
        }
        risk.shift = self.senders.shift + self.receivers.shift;
        if self.program.layout == Layout::Sparse {
            risk.moments.add_product(&self.by_sender, &self.by_receiver);
            risk.moments.add_scaled(-1.0, &self.selves.sums);
        }
        risk.moments.add_scaled(1.0, &self.dyads.sums);
        if self.program.undirected {
            risk.shift -= std::f64::consts::LN_2;
        }
    }

    /// Sums over the receivers that a sender may choose.
    fn choice_risk(&mut self, sender: usize, risk: &mut Risk) {
        let mut scratch = std::mem::replace(&mut self.scratch, Scratch::empty());
        self.actor_moments(&mut scratch, true, sender);
        risk.moments.clear();
        risk.moments.add_scaled(1.0, &scratch.actor.sums);
        if self.program.layout == Layout::Sparse {
            risk.moments.add_scaled(1.0, &self.by_receiver.sums);
            let width = risk.moments.width;
            own_part(&self.receivers, sender, &mut scratch.old[..width]);
            let own = self.receivers.weight[sender];
            risk.moments.add_point(-own, &scratch.old[..width]);
        }
        risk.shift = self.receivers.shift;
        self.scratch = scratch;
    }

    /// Calls `f` with every dyad (or sender) at risk: its actors, its weight in units of the
    /// shifts, and its values. In undirected streams each dyad comes once.
    pub(crate) fn each_candidate(&self, mut f: impl FnMut(u32, u32, f64, &[f64])) {
        let n = self.program.actors;
        let mut x = vec![0.0; self.program.width()];
        let none = u32::MAX;
        let mut place_of = vec![none; n];
        for i in 0..n {
            let a = self.senders.weight[i];
            if !self.senders.at_risk[i] {
                continue;
            }
            if self.kind == Kind::Rate {
                own_part(&self.senders, i, &mut x);
                f(i as u32, i as u32, a, &x);
                continue;
            }
            let start = self.program.places.rows.start[i];
            let with = |place: u32| match self.program.places.rows.other.get(place as usize) {
                Some(&j) => j,
                None => place - start,
            };
            let active = start..start + self.rows.active[i];
            active.clone().for_each(|place| place_of[with(place) as usize] = place);
            for (j, &place) in place_of.iter().enumerate() {
                let listed = self.program.layout != Layout::Listed || place != none;
                let ordered = !self.program.undirected || i < j;
                if i == j || !self.receivers.at_risk[j] || !listed || !ordered {
                    continue;
                }
                let w = if place == none { 1.0 } else { self.rows.w[place as usize] };
                for (k, (x, column)) in x.iter_mut().zip(&self.program.columns).enumerate() {
                    let sender = self.senders.values[k].get(i).copied().unwrap_or(0.0);
                    let receiver = self.receivers.values[k].get(j).copied().unwrap_or(0.0);
                    let dyad = match column.slot {
                        Some(slot) if place != none => self.rows.x[slot].get(place as usize),
                        _ => 0.0,
                    };
                    *x = sender + receiver + dyad;
                }
                f(i as u32, j as u32, a * self.receivers.weight[j] * w, &x);
            }
            active.for_each(|place| place_of[with(place) as usize] = none);
        }
    }
}
