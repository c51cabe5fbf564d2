//! Degree: the weighted number of past events that an actor sent (out), received (in) or both
//! (total); of the sender, x_ij = d_i, of the receiver, x_ij = d_j, or of both,
//! x_ij = d_i + d_j (remstats' `outdegreeSender`, `indegreeReceiver`, `totaldegreeDyad`, …).
//!
//! Proportional: divided by all past events (twice as many for total degrees and for
//! undirected streams); before the first event it is 1/N (remstats) or 0 (relevent's NODSnd
//! and NIDRec, option `prop_zero`). Under `log1p` of both, each actor's part is taken by
//! itself. In an undirected stream the three directions are one. goldfish's `indeg` and
//! `outdeg` count distinct partners: the measure "binary".

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::history::{NetChange, NetworkSpec};
use crate::naive::Past;
use crate::terms::{Direction, Empty, Side};

pub(super) struct Degree {
    pub(super) net: usize,
    pub(super) spec: NetworkSpec,
    pub(super) side: Side,
    /// In an undirected stream always `Out`, which then is all.
    pub(super) direction: Direction,
    pub(super) share: Option<Empty>,
}

impl Degree {
    fn of(&self, past: &Past<'_>, k: u32) -> f64 {
        let out = || past.sum(|h| past.n(self.spec, k, h));
        let into = || past.sum(|h| past.n(self.spec, h, k));
        let d = match self.direction {
            Direction::Out => out(),
            Direction::In => into(),
            Direction::Total => out() + into(),
        };
        let Some(empty) = self.share else { return d };
        let all = past.sum(|i| past.sum(|j| past.n(self.spec, i, j)));
        let all = if self.direction == Direction::Total { 2.0 * all } else { all };
        match empty {
            _ if all > 0.0 => d / all,
            Empty::Equal => 1.0 / past.actors() as f64,
            Empty::Zero => 0.0,
        }
    }
}

impl Effect for Degree {
    fn parts(&self) -> Parts {
        Parts {
            sender: self.side != Side::Receiver,
            receiver: self.side != Side::Sender,
            dyad: false,
        }
    }

    fn network(&mut self, which: usize, c: NetChange, around: &Around<'_>, out: &mut Writer<'_>) {
        if which != self.net {
            return;
        }
        let net = &around.networks[which];
        let mut write = |k: u32| {
            let (sent, received) = (net.out_total[k as usize], net.in_total[k as usize]);
            let d = match self.direction {
                Direction::Out => sent,
                Direction::In => received,
                Direction::Total => sent + received,
            };
            if self.side != Side::Receiver {
                out.sender(k, d);
            }
            if self.side != Side::Sender {
                out.receiver(k, d);
            }
        };
        if self.direction != Direction::In {
            write(c.from);
        }
        if self.direction != Direction::Out {
            write(c.to);
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        match self.side {
            Side::Sender => self.of(past, i),
            Side::Receiver => self.of(past, j),
            Side::Both => self.of(past, i) + self.of(past, j),
        }
    }

    fn sides(&self, past: &Past<'_>, i: u32, j: u32) -> Option<(f64, f64)> {
        (self.side == Side::Both).then(|| (self.of(past, i), self.of(past, j)))
    }
}
