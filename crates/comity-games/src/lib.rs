//! Finite games: their representation, their solutions, and games as statistical models.
//!
//! A [`tree::Tree`] is a game in extensive form, a [`NormalForm`] one in strategic form, both
//! over a [`Scalar`]: exact fractions or floating numbers.

pub mod dual;
mod normal_form;
mod scalar;
pub mod strategic;
pub mod tree;

pub use normal_form::NormalForm;
pub use scalar::{Rational, Scalar};
