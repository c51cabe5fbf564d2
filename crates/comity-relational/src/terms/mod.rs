//! What a model is made of: terms, each a statistic of the past with its options.

mod memory;
mod names;
mod scaling;
mod statistic;
mod term;

pub use memory::Memory;
pub use scaling::{Empty, Scaling};
pub use statistic::{
    Combine, Contrast, Direction, Leg, Orientation, Rank, Recency, Shift, Side, Statistic,
};
pub use term::{Measure, Term};
