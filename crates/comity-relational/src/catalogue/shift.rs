//! Participation shifts: x_ij(t) = 1 where the event i → j would stand in the named relation
//! to the last event A → B of the term's layer before t (Gibson 2003; Butts 2008), else 0.
//! Before the first event all are zero. Of several events at the last time, the one that comes
//! last in the stream counts; remstats lets each of them count. Gould's other kinds, with
//! events to the group as a whole, have no place where every event has one receiver.

use super::{Effect, Happened, Parts};
use crate::compile::Writer;
use crate::history::NetworkSpec;
use crate::naive::Past;
use crate::terms::Shift;

pub(super) struct Shifted {
    pub(super) shift: Shift,
    pub(super) spec: NetworkSpec,
    pub(super) last: Option<(u32, u32)>,
}

impl Shifted {
    /// Adds `sign` times the parts that an event a → b stands for.
    fn write(&self, (a, b): (u32, u32), sign: f64, out: &mut Writer<'_>) {
        match self.shift {
            Shift::AbBa => out.add(b, a, sign),
            Shift::AbAb => out.add(a, b, sign),
            Shift::AbBy => {
                out.add_sender(b, sign);
                out.add(b, a, -sign);
            }
            Shift::AbAy => {
                out.add_sender(a, sign);
                out.add(a, b, -sign);
            }
            Shift::AbXa => {
                out.add_receiver(a, sign);
                out.add(b, a, -sign);
            }
            Shift::AbXb => {
                out.add_receiver(b, sign);
                out.add(a, b, -sign);
            }
            Shift::AbXy => {
                // 1 − [i ∈ {a, b}] − [j ∈ {a, b}] + both.
                for k in [a, b] {
                    out.add_sender(k, -sign);
                    out.add_receiver(k, -sign);
                }
                out.add(a, b, sign);
                out.add(b, a, sign);
            }
        }
    }
}

impl Effect for Shifted {
    fn parts(&self) -> Parts {
        let sender = matches!(self.shift, Shift::AbBy | Shift::AbAy | Shift::AbXy);
        let receiver = matches!(self.shift, Shift::AbXa | Shift::AbXb | Shift::AbXy);
        Parts { sender, receiver, dyad: true }
    }

    fn event(&mut self, event: Happened, out: &mut Writer<'_>) {
        match self.last {
            Some(last) => self.write(last, -1.0, out),
            None if self.shift == Shift::AbXy => {
                (0..out.actors() as u32).for_each(|i| out.add_sender(i, 1.0));
            }
            None => {}
        }
        let now = (event.from, event.to);
        self.write(now, 1.0, out);
        self.last = Some(now);
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let Some((a, b)) = past.last(self.spec.layer, |_, _| true).map(|e| (e.from, e.to)) else {
            return 0.0;
        };
        let outside = |k: u32| k != a && k != b;
        let stands = match self.shift {
            Shift::AbBa => (i, j) == (b, a),
            Shift::AbAb => (i, j) == (a, b),
            Shift::AbBy => i == b && outside(j),
            Shift::AbAy => i == a && outside(j),
            Shift::AbXa => outside(i) && j == a,
            Shift::AbXb => outside(i) && j == b,
            Shift::AbXy => outside(i) && outside(j),
        };
        f64::from(u8::from(stands))
    }
}
