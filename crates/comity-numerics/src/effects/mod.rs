//! What a fitted binary-outcome model says about probabilities: average marginal effects
//! and first differences, by the delta method and by simulation, given any covariance.
//!
//! Effects are averages over the rows observed, not values at the mean of the covariates
//! (Hanmer and Kalkan 2013, *American Journal of Political Science* 57(1)).

mod contrast;
mod delta;
mod model;
mod scenario;
mod simulated;

pub use contrast::{Contrast, quantile_contrast};
pub use delta::{Effect, effects};
pub use model::FittedModel;
pub use scenario::{MeanDifference, between};
pub use simulated::{SimulatedEffect, simulate};
