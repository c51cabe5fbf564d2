//! Finite games: their representation, their solutions, and games as statistical models.
//!
//! A [`tree::Tree`] is a game in extensive form, a [`NormalForm`] one in strategic form, both
//! over a [`Scalar`]: exact fractions or floating numbers. A [`Game`] has payoffs that are
//! expressions over named parameters; evaluated, it is a tree.

pub mod catalogue;
pub mod dual;
mod exact;
mod expression;
pub mod formats;
mod game;
mod normal_form;
pub mod quantal;
mod reduce;
mod scalar;
pub mod solve;
pub mod strategic;
pub mod sweep;
mod text;
pub mod tree;

pub use expression::Expression;
pub use game::{Definition, Game, GameBuilder, Parameter, Range};
pub use normal_form::NormalForm;
pub use reduce::{NotReduced, Reduced};
pub use scalar::{Rational, Scalar};
