//! Methods of solution, one file a kind.

mod mixed;
mod perfect;
mod pure;
mod quantal;
mod run;
mod sequence;

pub use quantal::PathPoint;
pub(super) use run::{play, run};
