//! The statistics, one file each: definition, source, where peers differ, and the contract of
//! three parts. `init` writes the values before the first event, `network` / `event` /
//! `passed` write what changes, and `value` states the definition by itself, from the past as
//! a whole: the check that the changes add up.
//!
//! A value is written in parts: x_ij = s_i + r_j + f_ij, with f zero for all but some dyads.

mod attribute;
mod baseline;
mod build;
mod covariate;
mod degree;
mod inertia;
mod rank;
mod recency;
mod reciprocity;
mod shift;
mod two_path;

pub(crate) use build::{Built, build};

use crate::compile::Writer;
use crate::history::{NetChange, Network};
use crate::naive::Past;
use crate::stream::Stream;

/// Which parts a statistic may write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) sender: bool,
    pub(crate) receiver: bool,
    pub(crate) dyad: bool,
}

/// An event of the layer that a term looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happened {
    pub(crate) time: f64,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// What statistics look at.
pub(crate) struct Around<'a> {
    pub(crate) networks: &'a [Network],
    pub(crate) stream: &'a Stream,
}

/// The contract of a statistic.
pub(crate) trait Effect: Send {
    /// Which parts it writes.
    fn parts(&self) -> Parts;

    /// Whether most dyads may come to have a value.
    fn reaches_far(&self) -> bool {
        false
    }

    /// Values of all pairs, row by row, where most differ from zero from the beginning.
    fn table(&self, _around: &Around<'_>) -> Option<Vec<f64>> {
        None
    }

    /// Writes the values before the first event, other than the table's.
    fn init(&mut self, _around: &Around<'_>, _out: &mut Writer<'_>) {}

    /// Writes what changes because a network of its own changed (and holds the new value).
    fn network(
        &mut self,
        _which: usize,
        _change: NetChange,
        _around: &Around<'_>,
        _out: &mut Writer<'_>,
    ) {
    }

    /// Writes what changes because an event of its layer happened.
    fn event(&mut self, _event: Happened, _out: &mut Writer<'_>) {}

    /// Writes what changes because time passed until `time`.
    fn passed(&mut self, _time: f64, _around: &Around<'_>, _out: &mut Writer<'_>) {}

    /// The next time after `time` at which [`Effect::passed`] will write something.
    fn next_change(&self, _time: f64) -> Option<f64> {
        None
    }

    /// All times at which it changes though nothing happens, ascending.
    fn change_times(&self) -> Vec<f64> {
        Vec::new()
    }

    /// The raw value of the pair by definition.
    fn value(&self, past: &Past<'_>, i: u32, j: u32) -> f64;

    /// The two parts of a value that is a sum over both actors.
    fn sides(&self, _past: &Past<'_>, _i: u32, _j: u32) -> Option<(f64, f64)> {
        None
    }
}
