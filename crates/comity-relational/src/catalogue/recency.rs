//! Recency: x_ij(t) = 1 / (1 + t − t′), with t′ the time of the last event before t that the
//! term looks at (of the dyad, the reversed dyad, or an actor's sending or receiving), and
//! zero where there was none (remstats' `recencyContinue`, `recencySendSender`, …). The value
//! depends on the unit of time.

use super::{Around, Effect, Happened, Parts};
use crate::compile::Writer;
use crate::history::NetworkSpec;
use crate::naive::Past;
use crate::terms::Recency;

pub(super) struct Since {
    pub(super) of: Recency,
    pub(super) spec: NetworkSpec,
    /// Times are written less this, so that all are above zero and zero says never.
    pub(super) origin: f64,
}

impl Effect for Since {
    fn parts(&self) -> Parts {
        let dyad = matches!(self.of, Recency::Continue | Recency::Return);
        let sender = matches!(self.of, Recency::SenderSent | Recency::SenderReceived);
        Parts { sender, receiver: !sender && !dyad, dyad }
    }

    fn init(&mut self, _around: &Around<'_>, _out: &mut Writer<'_>) {}

    fn event(&mut self, e: Happened, out: &mut Writer<'_>) {
        let at = e.time - self.origin;
        match self.of {
            Recency::Continue => out.dyad(e.from, e.to, at),
            Recency::Return => out.dyad(e.to, e.from, at),
            Recency::SenderSent => out.sender(e.from, at),
            Recency::SenderReceived => out.sender(e.to, at),
            Recency::ReceiverSent => out.receiver(e.from, at),
            Recency::ReceiverReceived => out.receiver(e.to, at),
        }
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let last = past.last(self.spec.layer, |from, to| match self.of {
            Recency::Continue => (from, to) == (i, j),
            Recency::Return => (from, to) == (j, i),
            Recency::SenderSent => from == i,
            Recency::SenderReceived => to == i,
            Recency::ReceiverSent => from == j,
            Recency::ReceiverReceived => to == j,
        });
        last.map_or(0.0, |e| 1.0 / (1.0 + past.time() - e.time))
    }
}
