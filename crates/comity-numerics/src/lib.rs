//! Likelihoods, optimisers, variances, time functions, ensemble weights and sampling, on
//! arrays.
//!
//! | to do | go to |
//! |---|---|
//! | state a design matrix | [`Design`] |
//! | fit a logit | [`estimators::logit`] |
//! | fit a probit or complementary log-log model | [`estimators::glm`] |
//! | fit a logit of rare events | [`estimators::rare_events`] |
//! | fit Firth's penalised logit, with profile intervals | [`estimators::firth`] |
//! | reduce the bias of a probit or complementary log-log | [`estimators::bias_reduced`] |
//! | fit a linear model | [`estimators::least_squares`] |
//! | marginal effects and first differences | [`effects`] |
//! | fit a logit, or another model, with absorbed fixed effects | [`estimators::absorbed`] |
//! | fit a conditional (fixed-effects) logit | [`estimators::conditional`] |
//! | fit a ridge, lasso or elastic-net logit along a path | [`estimators::elastic_net`] |
//! | fit a (temporal) exponential random graph model | [`networks`] |
//! | fit a Bayesian logit with group effects | [`estimators::hierarchical_logit`] |
//! | fit a network model with latent effects (AME) | [`estimators::ame`] |
//! | sample from a density by NUTS | [`sampling::nuts`] |
//! | judge whether chains converged | [`diagnostics::mcmc`] |
//! | find out whether estimates are finite | [`diagnostics::separation`] |
//! | dyadic-cluster-robust variance | [`variance::dyadic`] |
//! | one-way and multiway cluster-robust variance | [`variance::cluster`] |
//! | refit on resampled clusters | [`variance::bootstrap`] |
//! | splines and polynomials of time | [`time`] |
//! | test two models neither of which contains the other | [`comparison`] |
//! | weight models by their log scores | [`ensemble::stacking`] |
//! | draw from a multivariate normal | [`sampling::normal`] |
//! | see how far a point lies from the data | [`diagnostics::leverage`] |
//!
//! A new estimator is one file in `estimators/` and one reference case in `tests/it/`.
//!
//! Architecture invariants: nothing here knows what an actor, a year or a theory is; nothing
//! reads a clock, a file or the environment; every result is the same to the last bit
//! whatever the number of threads and whatever instruction set the processor offers, because
//! sums have a fixed order (see [`Design`]) and transcendental functions are computed in
//! portable code.

pub mod comparison;
mod crew;
mod dense;
mod design;
pub mod diagnostics;
pub mod effects;
pub mod ensemble;
mod error;
pub mod estimators;
mod grouping;
pub mod networks;

mod pass;
pub mod sampling;
pub mod special;
pub mod time;
pub mod variance;

pub use dense::{Cholesky, Eigen, Matrix};
pub use design::Design;
pub use error::{NumericsError, Result};
pub use grouping::Grouping;
