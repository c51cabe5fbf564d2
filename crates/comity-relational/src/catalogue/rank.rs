//! Rank of recency: x_ij(t) = 1 / rank of j in i's list of partners in order of their last
//! event before t, the most recent first; zero for those without any. `rank_sent` looks at
//! whom i sent to (relevent's RSndSnd), `rank_received` at those from whom i received
//! (relevent's RRecSnd; remstats' `rrankSend` and `rrankReceive`). Partners of the same time
//! rank in the reverse of their order in the stream.

use super::{Effect, Happened, Parts};
use crate::compile::Writer;
use crate::history::NetworkSpec;
use crate::naive::Past;
use crate::terms::Rank;

pub(super) struct Ranked {
    pub(super) of: Rank,
    pub(super) spec: NetworkSpec,
    /// Each actor's partners, the most recent last.
    pub(super) order: Vec<Vec<u32>>,
}

impl Effect for Ranked {
    fn parts(&self) -> Parts {
        Parts { dyad: true, ..Parts::default() }
    }

    fn event(&mut self, e: Happened, out: &mut Writer<'_>) {
        let (i, j) = match self.of {
            Rank::Sent => (e.from, e.to),
            Rank::Received => (e.to, e.from),
        };
        let list = &mut self.order[i as usize];
        let from = list.iter().rposition(|&k| k == j);
        if let Some(place) = from {
            list.remove(place);
        }
        list.push(j);
        let n = list.len();
        for (place, &k) in list.iter().enumerate().skip(from.unwrap_or(0)) {
            out.dyad(i, k, 1.0 / (n - place) as f64);
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let mut seen: Vec<u32> = Vec::new();
        for e in past.events(self.spec.layer).rev() {
            let (actor, partner) = match self.of {
                Rank::Sent => (e.from, e.to),
                Rank::Received => (e.to, e.from),
            };
            if actor == i && !seen.contains(&partner) {
                seen.push(partner);
                if partner == j {
                    return 1.0 / seen.len() as f64;
                }
            }
        }
        0.0
    }
}
