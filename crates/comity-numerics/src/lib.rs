//! Likelihoods, optimisers, variances, time functions, ensemble weights and sampling, on
//! arrays.
//!
//! | to do | go to |
//! |---|---|
//! | state a design matrix | [`Design`] |
//! | fit a logit | [`estimators::logit`] |
//! | fit Firth's penalised logit | [`estimators::firth`] |
//! | fit a Bayesian logit with group effects | [`estimators::hierarchical_logit`] |
//! | fit a network model with latent effects (AME) | [`estimators::ame`] |
//! | sample from a density by NUTS | [`sampling::nuts`] |
//! | judge whether chains converged | [`diagnostics::mcmc`] |
//! | find out whether estimates are finite | [`diagnostics::separation`] |
//! | dyadic-cluster-robust variance | [`variance::dyadic`] |
//! | splines and polynomials of time | [`time`] |
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

mod dense;
mod design;
pub mod diagnostics;
pub mod ensemble;
mod error;
pub mod estimators;
mod pass;
pub mod sampling;
pub mod special;
pub mod time;
pub mod variance;

pub use dense::{Cholesky, Eigen, Matrix};
pub use design::Design;
pub use error::{NumericsError, Result};
