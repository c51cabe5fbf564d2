//! A sketch of the ordinal likelihood, from which large models begin.
//!
//! At some moments spread over the stream one event stands against dyads drawn from its risk
//! set, each with the inverse of the probability with which it was drawn, so that their sum
//! estimates the sum over all:
//!
//! Σ_{ij} e^{θ'x_ij} ≈ e^{θ'x_e} + Σ_s e^{θ'x_s} / (K q_s).
//!
//! A third of the draws is uniform, a third takes the dyad of a past event in either order,
//! and a third joins the sender of one past event with the receiver of another; q is the
//! mixture of the three. Few dyads have most of the weight once effects are strong, and they
//! are among those with a past. The sketch gives no estimate, only a place to begin: the
//! search over all events ends at the same maximum from wherever it began.

use super::tracker::Tracker;
use crate::history::PairMap;
use crate::stream::Stream;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Dyads drawn at a moment: with the event's own one block of a kernel.
const DRAWS: usize = 255;
/// Most and fewest moments, and one in so many.
const MOMENTS: (usize, usize) = (200, 8_000);
const ONE_IN: usize = 20;
/// Most numbers kept.
const NUMBERS: usize = 1 << 23;

/// One event against its sample.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stratum {
    /// ln(1/(K q)), the event's own dyad first.
    pub(crate) offsets: Vec<f64>,
    /// Values, term by term.
    pub(crate) columns: Vec<Vec<f64>>,
}

/// Draws strata as events pass.
pub(crate) struct Sketcher {
    rng: Pcg64Mcg,
    every: usize,
    strata: Vec<Stratum>,
    /// How often each ordered pair, sender and receiver occurred.
    numbers: PairMap,
    counts: Vec<u32>,
    sent: Vec<u32>,
    received: Vec<u32>,
    past: usize,
}

impl Sketcher {
    /// For a model of so many terms.
    pub(crate) fn new(stream: &Stream, terms: usize) -> Self {
        let n = stream.actors.len();
        let most = (NUMBERS / (DRAWS * (terms + 1))).clamp(MOMENTS.0, MOMENTS.1);
        let wanted = (stream.len() / ONE_IN).clamp(MOMENTS.0, most);
        Self {
            rng: Pcg64Mcg::seed_from_u64(1),
            every: (stream.len() / wanted).max(1),
            strata: Vec::new(),
            numbers: PairMap::new(n, false),
            counts: Vec::new(),
            sent: vec![0; n],
            received: vec![0; n],
            past: 0,
        }
    }

    /// Takes an event into the past.
    pub(crate) fn happen(&mut self, i: u32, j: u32) {
        let number = self.numbers.get(i, j).unwrap_or_else(|| {
            self.numbers.insert(i, j, self.counts.len() as u32);
            self.counts.push(0);
            self.counts.len() as u32 - 1
        });
        self.counts[number as usize] += 1;
        self.sent[i as usize] += 1;
        self.received[j as usize] += 1;
        self.past += 1;
    }

    fn count(&self, i: u32, j: u32) -> f64 {
        self.numbers.get(i, j).map_or(0.0, |k| f64::from(self.counts[k as usize]))
    }

    /// Whether the moment of this number is one of those looked at.
    pub(crate) fn is_due(&self, moment: usize) -> bool {
        moment % self.every == self.every / 2
    }

    /// Draws from the risk set of a moment with an event at `own`.
    pub(crate) fn draw(
        &mut self,
        tracker: &Tracker<'_>,
        own: (u32, u32),
        (time, aged): (f64, f64),
    ) {
        let stream = tracker.stream;
        let n = stream.actors.len() as u32;
        let roles = &stream.presence;
        let there = |k: u32| tracker.present[k as usize];
        let at_risk = |i, j| i != j && there(i) && there(j) && roles.sends(i) && roles.receives(j);
        let pairs = f64::from(n) * f64::from(n);
        let parts = if self.past == 0 { 1 } else { 3 };
        let mut stratum =
            Stratum { offsets: Vec::new(), columns: vec![Vec::new(); tracker.built.len()] };
        stratum.add(0.0, tracker.values_of(own, time, aged));
        let is_own = |i: u32, j: u32| (i, j) == own || !stream.directed && (j, i) == own;
        for k in 0..DRAWS {
            let (i, j) = self.one(stream, k % parts, n);
            // A draw that is not at risk adds nothing to the sum that it estimates.
            if !at_risk(i, j) || is_own(i, j) {
                continue;
            }
            let mut q = 1.0 / pairs;
            if parts == 3 {
                let past = self.past as f64;
                let dyad = (self.count(i, j) + self.count(j, i)) / (2.0 * past);
                let sides = f64::from(self.sent[i as usize]) * f64::from(self.received[j as usize]);
                q = (q + dyad + sides / (past * past)) / 3.0;
            }
            stratum.add(-libm::log(DRAWS as f64 * q), tracker.values_of((i, j), time, aged));
        }
        if !stream.directed {
            // The event's dyad stands for both its orders.
            stratum.offsets[0] = std::f64::consts::LN_2;
        }
        self.strata.push(stratum);
    }

    fn one(&mut self, stream: &Stream, kind: usize, n: u32) -> (u32, u32) {
        let mut event = || self.rng.random_range(0..self.past.max(1));
        match kind {
            0 => (self.rng.random_range(0..n), self.rng.random_range(0..n)),
            1 => {
                let m = event();
                let (i, j) = (stream.senders[m], stream.receivers[m]);
                if self.rng.random::<bool>() { (i, j) } else { (j, i) }
            }
            _ => (stream.senders[event()], stream.receivers[event()]),
        }
    }

    /// What was drawn.
    pub(crate) fn finish(self) -> Vec<Stratum> {
        self.strata
    }
}

impl Stratum {
    fn add(&mut self, offset: f64, values: impl Iterator<Item = f64>) {
        self.offsets.push(offset);
        self.columns.iter_mut().zip(values).for_each(|(c, v)| c.push(v));
    }
}
