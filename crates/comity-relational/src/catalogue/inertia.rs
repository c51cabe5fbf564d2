//! Inertia: x_ij(t) = n_ij(t), the weighted number of past events i → j (Butts 2008).
//!
//! Proportional: n_ij / Σ_h n_ih, the share of what i sent that went to j. Where i sent
//! nothing it is 1/(N − 1) (remstats) or 0 (relevent's FrPSndSnd, option `prop_zero`).
//! goldfish's inertia is this with the measure "binary": 1 where there was any event.

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::history::{NetChange, NetworkSpec};
use crate::naive::Past;
use crate::terms::Empty;

pub(super) struct Inertia {
    pub(super) net: usize,
    pub(super) spec: NetworkSpec,
    pub(super) share: Option<Empty>,
}

impl Effect for Inertia {
    fn parts(&self) -> Parts {
        Parts { sender: self.share == Some(Empty::Equal), dyad: true, receiver: false }
    }

    fn init(&mut self, around: &Around<'_>, out: &mut Writer<'_>) {
        if self.share == Some(Empty::Equal) {
            let n = around.stream.actors.len();
            (0..n as u32).for_each(|i| out.sender(i, equal(n)));
        }
    }

    fn network(&mut self, which: usize, c: NetChange, around: &Around<'_>, out: &mut Writer<'_>) {
        if which != self.net {
            return;
        }
        let Some(empty) = self.share else { return out.dyad(c.from, c.to, c.new) };
        let net = &around.networks[which];
        let total = net.out_total[c.from as usize];
        if empty == Empty::Equal {
            let n = around.stream.actors.len();
            out.sender(c.from, if total > 0.0 { 0.0 } else { equal(n) });
        }
        for &(j, v) in net.out(c.from) {
            out.dyad(c.from, j, if total > 0.0 { v / total } else { 0.0 });
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let n = past.n(self.spec, i, j);
        match self.share {
            None => n,
            Some(empty) => share(n, past.sum(|h| past.n(self.spec, i, h)), empty, past.actors()),
        }
    }
}

/// An equal share among the others.
pub(super) fn equal(actors: usize) -> f64 {
    1.0 / (actors.max(2) - 1) as f64
}

pub(super) fn share(n: f64, total: f64, empty: Empty, actors: usize) -> f64 {
    match empty {
        _ if total > 0.0 => n / total,
        Empty::Equal => equal(actors),
        Empty::Zero => 0.0,
    }
}
