//! What the models share: sums over rows, the maximum, and what its absence means.

mod conclude;
mod index;
mod maximise;
mod penalty;
mod rank;
mod sums;

pub(super) use conclude::{Labels, fit};
pub(super) use index::{Index, Problem, RowModel, Size};
