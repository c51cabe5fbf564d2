//! Additive-and-multiplicative-effects (AME) models of relational data.
//!
//! Hoff (2021), "Additive and multiplicative effects network models", *Statistical Science*
//! 36(1). A tie depends on covariates, on how much its sender sends and its receiver
//! receives in general (additive effects), on its mirror image (dyadic correlation), and on
//! how near sender and receiver lie in a latent space (multiplicative effects).

mod coefficients;
mod covariates;
mod data;
mod directed;
mod eigenmodel;
mod errors;
mod factors;
mod fit;
mod goodness;
mod linear;
mod pairs;
mod params;
mod result;
mod sampler;
mod start;
mod symmetric;
mod symmetric_steps;

pub use data::{Family, Relations};
pub use fit::{fit, fit_watched};
pub use goodness::Goodness;
pub use params::{AmeParams, AmePrior, CoefficientPrior, ValidAmeParams};
pub use result::{AmeFit, AmeOutcome, EffectDraw};
