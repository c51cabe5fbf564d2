//! Firth's penalised logit: estimates, profile intervals, tests, and predictions without bias.

mod block;
mod evaluator;
mod fit;
mod flic;
mod forms;
mod profile;
mod quasi;
mod restricted;
mod search;

pub(crate) use fit::predictors;
pub use fit::{augmented_covariance, fit};
pub use flic::flic;
pub(crate) use forms::quadratic_forms;
pub use profile::{ProfileInterval, profile};
pub use restricted::{RatioTest, ratio_test};
