//! Baseline: x_ij = 1, so that e^θ is the rate of a dyad all whose other statistics are zero.

use super::{Around, Effect, Parts};
use crate::compile::Writer;
use crate::naive::Past;

pub(super) struct Baseline;

impl Effect for Baseline {
    fn parts(&self) -> Parts {
        Parts { sender: true, ..Parts::default() }
    }

    fn init(&mut self, around: &Around<'_>, out: &mut Writer<'_>) {
        (0..around.stream.actors.len() as u32).for_each(|i| out.sender(i, 1.0));
    }

    fn value(&self, _past: &Past<'_>, _i: u32, _j: u32) -> f64 {
        1.0
    }
}
