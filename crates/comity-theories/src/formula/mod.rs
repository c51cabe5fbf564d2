//! Formulas: `coop_any ~ a + b * c + log(d + 1) + ns(year, 3)`, read into terms.
//!
//! The notation is that of R (Wilkinson and Rogers 1973, "Symbolic Description of Factorial
//! Models for Analysis of Variance", *Applied Statistics* 22(3)): `+` adds a term, `:` is an
//! interaction, `*` the interaction with its parts, `^` crosses a sum with itself, `-` takes
//! a term out. Within a function `+ - * / ^` are arithmetic.

mod arithmetic;
mod error;
mod expand;
mod expression;
mod operators;
mod parse;
mod token;

pub use error::FormulaError;
pub use expression::{Expression, Factor, Scalar};
pub use operators::{Function, Operator};
pub use parse::{Formula, parse};
