//! Games from the literature, each with its source, its formulas and golden cases.

pub mod alliance;
mod parameter;

pub use parameter::Parameter;
