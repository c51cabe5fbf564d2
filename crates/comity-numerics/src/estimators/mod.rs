//! Estimators, one file each. All take an [`Observations`] and return an [`Outcome`].

pub mod ame;
pub mod firth;
pub mod hierarchical_logit;
pub mod logit;
mod newton;
mod observations;
mod outcome;
mod params;

pub use observations::Observations;
pub use outcome::{Fit, Outcome};
pub use params::{NewtonParams, ValidNewtonParams};
