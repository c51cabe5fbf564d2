//! Reciprocity: x_ij(t) = n_ji(t), the weighted number of past events j → i (Butts 2008).
//!
//! Proportional: n_ji / Σ_h n_hi, the share of what i received that came from j; where i
//! received nothing, 1/(N − 1) (remstats) or 0 (relevent's FrRecSnd, option `prop_zero`).
//! goldfish's `recip` is this with the measure "binary".

use super::inertia::{equal, share};
use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::history::{NetChange, NetworkSpec};
use crate::naive::Past;
use crate::terms::Empty;

pub(super) struct Reciprocity {
    pub(super) net: usize,
    pub(super) spec: NetworkSpec,
    pub(super) share: Option<Empty>,
}

impl Effect for Reciprocity {
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
        let Some(empty) = self.share else { return out.dyad(c.to, c.from, c.new) };
        let net = &around.networks[which];
        let total = net.in_total[c.to as usize];
        if empty == Empty::Equal {
            let n = around.stream.actors.len();
            out.sender(c.to, if total > 0.0 { 0.0 } else { equal(n) });
        }
        for &(j, v) in net.into(c.to) {
            out.dyad(c.to, j, if total > 0.0 { v / total } else { 0.0 });
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let n = past.n(self.spec, j, i);
        match self.share {
            None => n,
            Some(empty) => share(n, past.sum(|h| past.n(self.spec, h, i)), empty, past.actors()),
        }
    }
}
