//! Checks by simulation: degrees and triads of streams drawn from the fitted model beside
//! those observed.

use crate::simulate::{Forward, Process, simulate};
use crate::stream::Stream;
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// The network of a stream, in a few numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NetworkSummary {
    /// Ordered pairs with any event, over all pairs.
    pub density: f64,
    /// Of ordered pairs with an event, the share with one the other way too.
    pub reciprocated: f64,
    /// Of two-paths i → h → j, the share with i → j.
    pub transitive: f64,
    /// Of two-paths i → h → j, the share with j → i.
    pub cyclic: f64,
    /// Standard deviation of the events that actors sent, over their mean.
    pub out_spread: f64,
    /// The same of events received.
    pub in_spread: f64,
    /// The largest share of all events that one ordered pair has.
    pub largest_share: f64,
}

impl NetworkSummary {
    /// Names and values.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, f64); 7] {
        [
            ("density", self.density),
            ("reciprocated", self.reciprocated),
            ("transitive", self.transitive),
            ("cyclic", self.cyclic),
            ("out-spread", self.out_spread),
            ("in-spread", self.in_spread),
            ("largest-share", self.largest_share),
        ]
    }
}

/// Summarises the events from number `from` on; undirected events count in both orders.
#[must_use]
pub fn summarise(stream: &Stream, from: usize) -> NetworkSummary {
    let n = stream.actors.len();
    let mut counts = vec![0.0; n * n];
    for m in from..stream.len() {
        let (i, j) = (stream.senders[m] as usize, stream.receivers[m] as usize);
        counts[i * n + j] += 1.0;
        if !stream.directed {
            counts[j * n + i] += 1.0;
        }
    }
    let tie = |i: usize, j: usize| counts[i * n + j] > 0.0;
    let (mut ties, mut mutual, mut paths, mut closed, mut cycles) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let one = |yes: bool| f64::from(u8::from(yes));
    for i in 0..n {
        for h in (0..n).filter(|&h| tie(i, h)) {
            ties += 1.0;
            mutual += one(tie(h, i));
            for j in (0..n).filter(|&j| j != i && tie(h, j)) {
                paths += 1.0;
                closed += one(tie(i, j));
                cycles += one(tie(j, i));
            }
        }
    }
    let spread = |of: &dyn Fn(usize) -> f64| {
        let mean = (0..n).map(of).sum::<f64>() / n as f64;
        let squares = (0..n).map(|k| (of(k) - mean) * (of(k) - mean)).sum::<f64>();
        ratio(libm::sqrt(squares / n as f64), mean)
    };
    let sent = |i: usize| counts[i * n..(i + 1) * n].iter().sum::<f64>();
    let received = |j: usize| (0..n).map(|i| counts[i * n + j]).sum::<f64>();
    let all: f64 = counts.iter().sum();
    NetworkSummary {
        density: ratio(ties, (n * n - n) as f64),
        reciprocated: ratio(mutual, ties),
        transitive: ratio(closed, paths),
        cyclic: ratio(cycles, paths),
        out_spread: spread(&sent),
        in_spread: spread(&received),
        largest_share: ratio(counts.iter().copied().fold(0.0, f64::max), all),
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

/// What was observed beside what the model draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// Of the observed events.
    pub observed: NetworkSummary,
    /// Of each drawn stream.
    pub simulated: Vec<NetworkSummary>,
}

impl Checks {
    /// For each number of the summary: its name and the share of draws at or below what was
    /// observed, draws that are equal counted half. Near 0 or 1 the model does not bring it
    /// forth.
    #[must_use]
    pub fn places(&self) -> Vec<(&'static str, f64)> {
        let drawn: Vec<_> = self.simulated.iter().map(NetworkSummary::entries).collect();
        let place = |(k, (name, value)): (usize, (&'static str, f64))| {
            let score = |d: &[(&str, f64); 7]| match d[k].1.total_cmp(&value) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 0.0,
            };
            (name, drawn.iter().map(score).sum::<f64>() / drawn.len().max(1) as f64)
        };
        self.observed.entries().into_iter().enumerate().map(place).collect()
    }
}

/// Draws `draws` streams as long as the observed one from its first `history` events on, and
/// summarises each; seeds follow each other from `seed`.
///
/// # Errors
/// As [`simulate`], and `events/empty` when `history` is zero.
pub fn check_by_simulation(
    stream: &Stream,
    history: usize,
    process: &Process<'_>,
    (draws, seed): (usize, u64),
) -> Result<Checks> {
    let start = stream.first_events(history)?;
    let simulated = (0..draws as u64).map(|k| {
        let forward = Forward::ordinal(stream.len() - start.len(), seed.wrapping_add(k));
        Ok(summarise(&simulate(&start, process, &forward)?, start.len()))
    });
    Ok(Checks {
        observed: summarise(stream, start.len()),
        simulated: simulated.collect::<Result<_>>()?,
    })
}
