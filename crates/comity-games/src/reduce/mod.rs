//! From trees to strategic forms.

mod form;
mod payoffs;
mod strategies;

pub use form::{NotReduced, Reduced};
