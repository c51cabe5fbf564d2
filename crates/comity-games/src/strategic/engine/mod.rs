//! What the models share: sums over rows, the maximum, and what its absence means.

mod block;
mod conclude;
mod index;
mod maximise;
mod penalty;
mod rank;
mod sums;

pub(super) use block::{BLOCK, Block, Lane, wide};
pub(super) use conclude::{Labels, fit};
pub(super) use index::{Index, Problem, RowModel, Size, row_by_row};
