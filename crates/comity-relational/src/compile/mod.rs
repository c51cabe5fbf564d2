//! From a stream and terms to a programme of updates.
//!
//! What changes in the statistics as events pass does not depend on the coefficients. It is
//! computed once, kept compactly in segments, and replayed for every coefficient vector.

mod build;
mod model;
mod program;
mod segment;
mod sketch;
mod tracker;
mod values;
mod writer;

pub(crate) use build::compile;
pub(crate) use model::{Plan, checked};
pub(crate) use program::{Layout, Place, Program, SlotColumn, Transform};
pub(crate) use segment::{Part, Point, Segment};
pub(crate) use sketch::Stratum;
pub(crate) use tracker::{Coming, Tracker};
pub(crate) use writer::Writer;
