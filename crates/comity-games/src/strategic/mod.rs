//! Games as statistical models.
//!
//! | to do | go to |
//! |---|---|
//! | fit a game of two or three players with one move each | [`sequential`] |
//! | fit an ultimatum game | [`ultimatum`] |
//! | fit the alliance game | [`alliance`] |
//! | read how a fit ended, and its numbers | [`Outcome`], [`Fit`] |
//!
//! Every model is a log-likelihood of a few linear indices a row (utilities, log-scales),
//! and every index is a sum of columns times coefficients. A row's derivatives in its indices
//! are exact ([`crate::dual::Dual`]); the chain rule through the columns gives gradient and
//! Hessian in the coefficients, and Newton's method with a trust region finds the maximum.

pub mod alliance;
mod engine;
mod noise;
mod outcome;
mod params;
pub mod sequential;
pub mod ultimatum;

pub use outcome::{Fit, Identification, Outcome};
pub use params::{FitParams, Penalty, ValidFitParams};
