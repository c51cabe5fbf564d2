//! The conditional (fixed-effects) logit: groups' intercepts conditioned away.
//!
//! Chamberlain (1980), "Analysis of Covariance with Qualitative Data", *Review of Economic
//! Studies* 47(1). Given how many rows of a group have the outcome yes, the group's intercept
//! drops out of the likelihood, and with it the bias of estimating it from few rows.

mod model;
mod outcome;
mod scores;
mod separation;
mod strata;
mod subsets;

pub use model::fit;
pub use outcome::{Conditional, GroupCounts};
pub use scores::multipliers;
