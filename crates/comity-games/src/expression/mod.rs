//! Payoffs and probabilities as arithmetic over named parameters.

mod evaluate;
mod parse;
mod print;
mod tokens;
mod value;

pub use value::Expression;
pub(crate) use value::is_name;
