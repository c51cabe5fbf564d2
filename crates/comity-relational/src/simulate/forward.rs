//! Simulation forward, exact: the statistics follow every drawn event.
//!
//! At each step all alternatives at risk are weighted, e^{θ'x}, and one is drawn in
//! proportion. In continuous time the waiting time is exponential with the sum of the weights
//! as its rate; where a covariate, an attribute or the risk set changes first, time runs on
//! from that change (Gillespie 1977). A step costs as much as there are dyads at risk.

use super::live::Live;
use crate::compile::Coming;
use crate::options::{Clock, Kind, Options};
use crate::stream::Stream;
use crate::terms::Term;
use comity_core::{Code, Error, Result};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// The law of the next event.
#[derive(Clone, Copy, Debug)]
pub enum Process<'a> {
    /// A relational event model: which dyad acts.
    Relational {
        /// Terms.
        terms: &'a [Term],
        /// One coefficient a term.
        coefficients: &'a [f64],
    },
    /// DyNAM: who acts, and towards whom.
    Actors {
        /// Terms of who acts.
        rate: &'a [Term],
        /// Their coefficients.
        rate_coefficients: &'a [f64],
        /// Terms of towards whom.
        choice: &'a [Term],
        /// Their coefficients.
        choice_coefficients: &'a [f64],
    },
}

/// How far to simulate.
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// Most events to draw.
    pub events: usize,
    /// In continuous time, when to stop at the latest.
    pub until: Option<f64>,
    /// Ordinal: every event one unit of time after the last. Interval: waiting times.
    pub clock: Clock,
    /// The layer that drawn events are on; the stream's first when absent.
    pub layer: Option<String>,
    /// The seed; the same seed gives the same events.
    pub seed: u64,
}

impl Forward {
    /// So many events in ordinal time.
    #[must_use]
    pub fn ordinal(events: usize, seed: u64) -> Self {
        Self { events, until: None, clock: Clock::Ordinal, layer: None, seed }
    }

    /// At most so many events in continuous time.
    #[must_use]
    pub fn interval(events: usize, seed: u64) -> Self {
        Self { clock: Clock::Interval, ..Self::ordinal(events, seed) }
    }
}

/// The stream with drawn events of weight one after its own. In continuous time, observation
/// then ends at `until`, if that is given and was reached.
///
/// ```
/// use comity_relational::{Forward, Process, StreamBuilder, Term, simulate};
/// let mut b = StreamBuilder::directed();
/// b.actors(["a", "b", "c"]).event("a", "b", 0.0)?;
/// let terms = [Term::inertia(), Term::reciprocity()];
/// let process = Process::Relational { terms: &terms, coefficients: &[1.0, 0.5] };
/// let stream = simulate(&b.finish()?, &process, &Forward::ordinal(100, 7))?;
/// assert_eq!(stream.len(), 101);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `relational/bad-term` when a term does not fit, or when values move with time by themselves
/// (decay, windows, recency, shares of all events, standardisation) in continuous time, where
/// rates must hold between events; `usage/bad-setting` for coefficients, the layer or a time
/// that lies before the stream's end; `events/not-at-risk` when nobody can act.
pub fn simulate(history: &Stream, process: &Process<'_>, forward: &Forward) -> Result<Stream> {
    let layer = layer(history, forward)?;
    let options = |kind| Options { kind, clock: forward.clock, ..Options::default() };
    let choice = Options { kind: Kind::Choice, ..Options::default() };
    let (mut first, mut second) = match *process {
        Process::Relational { terms, coefficients } => {
            (Live::new(history, terms, coefficients, &options(Kind::Relational))?, None)
        }
        Process::Actors { rate, rate_coefficients, choice: terms, choice_coefficients } => (
            Live::new(history, rate, rate_coefficients, &options(Kind::Rate))?,
            Some(Live::new(history, terms, choice_coefficients, &choice)?),
        ),
    };
    if forward.clock == Clock::Interval && first.moves() {
        return Err(Error::new(Code::BadTerm, "rates must hold between events")
            .hint("take full memory and raw or log1p counts, or ordinal time"));
    }
    for m in 0..history.len() {
        let (from, to) = (history.senders[m], history.receivers[m]);
        let (time, weight) = (history.times[m], history.weights[m]);
        let event = Coming { time, from, to, layer: history.layer[m], weight };
        first.happen(event);
        if let Some(second) = &mut second {
            second.happen(event);
        }
    }
    let start = history.times.last().copied().unwrap_or(0.0);
    let mut draw = Draw { first, second, rng: Pcg64Mcg::seed_from_u64(forward.seed) };
    let mut out = history.clone();
    out.end = None;
    let mut now = start;
    for _ in 0..forward.events {
        let Some(time) = draw.time(now, history, forward)? else {
            out.end = forward.until;
            break;
        };
        let (from, to) = draw.dyad(time, history)?;
        let event = Coming { time, from, to, layer, weight: 1.0 };
        draw.first.happen(event);
        if let Some(second) = &mut draw.second {
            second.happen(event);
        }
        out.times.push(time);
        out.senders.push(from);
        out.receivers.push(to);
        out.layer.push(layer);
        out.weights.push(1.0);
        now = time;
    }
    Ok(out)
}

fn layer(history: &Stream, forward: &Forward) -> Result<u16> {
    let last = history.times.last().copied().unwrap_or(0.0);
    if let Some(until) = forward.until.filter(|u| u.is_nan() || *u < last) {
        return Err(Error::new(Code::BadSetting, "the simulation would end before it begins")
            .value(until.to_string())
            .expected(format!("a time from {last} on")));
    }
    match &forward.layer {
        None => Ok(0),
        Some(name) => history.layer_number(name).ok_or_else(|| {
            Error::new(Code::BadSetting, "the stream has no such layer")
                .value(name)
                .candidates(history.layers.clone())
        }),
    }
}

struct Draw<'a> {
    first: Live<'a>,
    second: Option<Live<'a>>,
    rng: Pcg64Mcg,
}

/// Weights e^{η − max η}, with the maximum.
fn weights(mut eta: Vec<f64>) -> (Vec<f64>, f64) {
    let top = eta.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    eta.iter_mut().for_each(|e| *e = libm::exp(*e - top));
    (eta, top)
}

impl Draw<'_> {
    fn uniform(&mut self) -> f64 {
        self.rng.random::<f64>()
    }

    fn pass(&mut self, time: f64) {
        self.first.pass(time);
        if let Some(second) = &mut self.second {
            second.pass(time);
        }
    }

    /// What the first decision is between: dyads, or senders with themselves.
    fn candidates(&self, history: &Stream) -> Vec<(u32, u32)> {
        let n = history.actors.len() as u32;
        let live = &self.first;
        let senders = (0..n).filter(|&i| live.sends(i));
        if self.second.is_some() {
            return senders.map(|i| (i, i)).collect();
        }
        let with = |i: u32| {
            let others = (0..n).filter(move |&j| j != i && live.receives(j));
            others.filter(move |&j| history.directed || i < j).map(move |j| (i, j))
        };
        senders.flat_map(with).collect()
    }

    /// The time of the next event after `now`, unless the end comes first; the statistics are
    /// then those of this time.
    fn time(&mut self, now: f64, history: &Stream, forward: &Forward) -> Result<Option<f64>> {
        if forward.clock == Clock::Ordinal {
            self.pass(now + 1.0);
            return Ok(Some(now + 1.0));
        }
        let end = forward.until.unwrap_or(f64::INFINITY);
        let mut now = now;
        loop {
            self.pass(now);
            let pairs = self.candidates(history);
            let (w, top) = weights(self.first.predictors(&pairs, now));
            let rate = w.iter().sum::<f64>() * libm::exp(top);
            let second = self.second.as_ref().map_or(f64::INFINITY, |s| s.next_change(now));
            let change = self.first.next_change(now).min(second);
            // Never exactly zero, so that no two events are tied.
            let wait = (-libm::log(1.0 - self.uniform())).max(f64::MIN_POSITIVE) / rate;
            let time = now + wait;
            if time.min(change) > end {
                return Ok(None);
            }
            if time.is_finite() && time < change {
                return Ok(Some(time));
            }
            if !change.is_finite() {
                return Err(nobody());
            }
            now = change;
        }
    }

    fn dyad(&mut self, time: f64, history: &Stream) -> Result<(u32, u32)> {
        let pairs = self.candidates(history);
        let (w, _) = weights(self.first.predictors(&pairs, time));
        let (from, to) = self.one(&pairs, &w)?;
        let Some(second) = &self.second else { return Ok((from, to)) };
        let n = history.actors.len() as u32;
        let pairs: Vec<(u32, u32)> =
            (0..n).filter(|&j| j != from && second.receives(j)).map(|j| (from, j)).collect();
        let (w, _) = weights(second.predictors(&pairs, time));
        self.one(&pairs, &w)
    }

    fn one(&mut self, pairs: &[(u32, u32)], w: &[f64]) -> Result<(u32, u32)> {
        let total: f64 = w.iter().sum();
        let mut left = self.uniform() * total;
        for (pair, w) in pairs.iter().zip(w) {
            left -= w;
            if left < 0.0 {
                return Ok(*pair);
            }
        }
        // What rounding leaves over belongs to the last.
        pairs.last().copied().ok_or_else(nobody)
    }
}

fn nobody() -> Error {
    Error::new(Code::NotAtRisk, "nobody is at risk").hint("check the actors' entry and exit")
}
