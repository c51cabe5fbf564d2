//! The answer for a terminal.

mod blocks;
mod paint;
mod whole;

pub use whole::summary;
