//! Perfect Bayesian equilibrium: whether a profile is rational everywhere, given beliefs.

mod beliefs;
mod check;
mod continuation;

pub use beliefs::Beliefs;
pub use check::{Verdict, check};
