//! The naive twin: every statistic of every dyad at every moment by its definition, summed one
//! by one. Slow and simple; the sparse evaluation is held against it in tests, and small
//! models may be checked with it.

mod evaluate;
mod past;
mod values;

pub use evaluate::{Checked, log_likelihood};
pub(crate) use past::Past;
pub use values::{Moment, statistics};
