//! The Bayesian logit with hierarchical group effects, by the no-U-turn sampler.
//!
//! Gelman and Hill (2007), *Data Analysis Using Regression and Multilevel/Hierarchical
//! Models*, chapter 14; multiple membership as in Browne, Goldstein and Rasbash (2001),
//! *Statistical Modelling* 1(2).

mod density;
mod fit;
mod grouping;
mod prior;
mod result;

pub use fit::{fit, fit_watched};
pub use grouping::Grouping;
pub use prior::HierarchicalPrior;
pub use result::{GroupEffects, HierarchicalFit, HierarchicalOutcome, SamplerReport};
