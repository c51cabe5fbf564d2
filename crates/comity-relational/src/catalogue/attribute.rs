//! Actor attributes a, which may change in time: of the sender (aᵢ), of the receiver (aⱼ),
//! their sum (relevent's CovInt), average, signed or absolute difference, whether they are the
//! same, their minimum, maximum or product (remstats' `send`, `receive`, `difference`,
//! `same`, `average`, `minimum`, `maximum`; goldfish's `ego`, `alter`, `diff`, `same`).
//! The value in force at t is that of the last change at or before t, before any the first.

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::naive::Past;
use crate::stream::Attribute;
use crate::stream::in_force;
use crate::terms::Contrast;

pub(super) struct Attributes {
    pub(super) contrast: Contrast,
    pub(super) attribute: Attribute,
    pub(super) start: f64,
    /// Values in force.
    pub(super) now: Vec<f64>,
    /// Changes after the start, in order of time: time, actor, value.
    pub(super) coming: Vec<(f64, u32, f64)>,
    pub(super) next: usize,
}

impl Attributes {
    pub(super) fn new(contrast: Contrast, attribute: &Attribute, start: f64) -> Self {
        let now = attribute.changes.iter().map(|c| in_force(c, start)).collect();
        let mut coming: Vec<(f64, u32, f64)> = Vec::new();
        for (k, changes) in attribute.changes.iter().enumerate() {
            // The first value holds from the beginning, whenever it is dated.
            let later = changes.iter().skip(1).filter(|c| c.time > start);
            coming.extend(later.map(|c| (c.time, k as u32, c.value)));
        }
        coming.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { contrast, attribute: attribute.clone(), start, now, coming, next: 0 }
    }

    fn pair(&self, a: f64, b: f64) -> f64 {
        match self.contrast {
            Contrast::Send => a,
            Contrast::Receive => b,
            Contrast::Sum => a + b,
            Contrast::Average => 0.5 * (a + b),
            Contrast::Signed => a - b,
            Contrast::Difference => (a - b).abs(),
            Contrast::Same => f64::from(u8::from(a == b)),
            Contrast::Minimum => a.min(b),
            Contrast::Maximum => a.max(b),
            Contrast::Product => a * b,
        }
    }

    /// What the attribute adds on each side, where it does so by sides.
    fn sides(&self, a: f64) -> (Option<f64>, Option<f64>) {
        match self.contrast {
            Contrast::Send => (Some(a), None),
            Contrast::Receive => (None, Some(a)),
            Contrast::Sum => (Some(a), Some(a)),
            Contrast::Average => (Some(0.5 * a), Some(0.5 * a)),
            Contrast::Signed => (Some(a), Some(-a)),
            _ => (None, None),
        }
    }

    fn write(&self, k: u32, a: f64, out: &mut Writer<'_>) {
        let (sender, receiver) = self.sides(a);
        if let Some(v) = sender {
            out.sender(k, v);
        }
        if let Some(v) = receiver {
            out.receiver(k, v);
        }
        if sender.is_none() && receiver.is_none() {
            for (h, &b) in self.now.iter().enumerate().filter(|(h, _)| *h != k as usize) {
                out.dyad(k, h as u32, self.pair(a, b));
                out.dyad(h as u32, k, self.pair(b, a));
            }
        }
    }
}

impl Effect for Attributes {
    fn parts(&self) -> Parts {
        let (sender, receiver) = self.sides(0.0);
        let dyad = sender.is_none() && receiver.is_none();
        Parts { sender: sender.is_some(), receiver: receiver.is_some(), dyad }
    }

    fn table(&self, _around: &Around<'_>) -> Option<Vec<f64>> {
        let of = |i: usize, j: usize| {
            if i == j { 0.0 } else { self.pair(self.now[i], self.now[j]) }
        };
        let n = self.now.len();
        self.parts().dyad.then(|| (0..n * n).map(|k| of(k / n, k % n)).collect())
    }

    fn init(&mut self, _around: &Around<'_>, out: &mut Writer<'_>) {
        if !self.parts().dyad {
            (0..self.now.len()).for_each(|k| self.write(k as u32, self.now[k], out));
        }
    }

    fn passed(&mut self, time: f64, _around: &Around<'_>, out: &mut Writer<'_>) {
        while let Some(&(at, k, value)) = self.coming.get(self.next) {
            if at > time {
                break;
            }
            self.next += 1;
            if self.now[k as usize] != value {
                self.now[k as usize] = value;
                self.write(k, value, out);
            }
        }
    }

    fn next_change(&self, time: f64) -> Option<f64> {
        self.coming.get(self.next).map(|c| c.0).filter(|&at| at > time && at > self.start)
    }

    fn change_times(&self) -> Vec<f64> {
        self.coming.iter().map(|c| c.0).collect()
    }

    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64 {
        let at = |k: u32| in_force(&self.attribute.changes[k as usize], past.time());
        self.pair(at(i), at(j))
    }
}
