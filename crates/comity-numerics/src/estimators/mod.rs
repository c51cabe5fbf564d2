//! Estimators, one file each. All take an [`Observations`] and return an [`Outcome`].

pub mod absorbed;
pub mod ame;
pub mod bias_reduced;
pub mod conditional;
pub mod elastic_net;
pub mod firth;
pub mod glm;
pub mod hierarchical_logit;
pub mod information;
mod kernel;
pub mod least_squares;
mod link;
pub mod logit;
mod memory;
mod newton;
mod observations;
mod outcome;
mod params;
pub mod rare_events;
mod sampled_start;

pub use link::{Link, Row};
pub use observations::Observations;
pub use outcome::{Fit, Outcome};
pub use params::{NewtonParams, ValidNewtonParams};
