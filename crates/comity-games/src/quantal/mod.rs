//! Logit quantal response equilibrium.
//!
//! Players choose better actions more often, not always: at each decision action a has
//! probability proportional to exp(λ·uₐ), uₐ its expected payoff given what everybody does,
//! others' mistakes included. λ = 0 is chance, λ → ∞ approaches equilibrium.
//!
//! [`Quantal::agents`] takes a tree (every information set decides for itself: the agent
//! quantal response equilibrium of McKelvey and Palfrey 1998), [`Quantal::strategies`] a
//! strategic form (McKelvey and Palfrey 1995).

mod agents;
mod backward;
mod blocks;
mod by_group;
mod columns;
mod components;
mod corrector;
mod engine;
mod fill;
mod fit;
mod flat;
mod follow;
mod krylov;
mod lu;
mod model;
mod point;
mod predictor;
mod reduce;
mod result;
mod sharpen;
mod sparse;
mod strategies;
mod system;
mod tracer;

pub use fit::Fit;
pub use model::Quantal;
pub use result::{Branch, Ended, Equilibrium, Method, Step, Until};
