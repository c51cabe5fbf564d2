//! Events drawn from a model, one after the other, from the end of a stream.

mod forward;
mod live;

pub use forward::{Forward, Process, simulate};
