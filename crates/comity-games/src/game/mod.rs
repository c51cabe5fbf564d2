//! Games with payoffs and probabilities as expressions over named parameters.

mod add;
mod build;
mod connect;
mod evaluate;
mod layout;
mod range;
mod read;
mod toml;

pub use build::GameBuilder;
pub use layout::{Definition, Game, Parameter};
pub use range::Range;
