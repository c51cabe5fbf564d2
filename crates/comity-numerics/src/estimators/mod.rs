//! Estimators, one file each. All take an [`Observations`] and return an [`Outcome`].

pub mod absorbed;
pub mod conditional;
pub mod elastic_net;
pub mod firth;
pub mod logit;
mod newton;
mod observations;
mod outcome;
mod params;

pub use observations::Observations;
pub use outcome::{Fit, Outcome};
pub use params::{NewtonParams, ValidNewtonParams};
