//! Firth's penalised logit: estimates, profile intervals, tests, and predictions without bias.

mod block;
mod evaluator;
mod fit;
mod flic;
mod profile;
mod quasi;
mod restricted;

pub use fit::{augmented_covariance, fit};
pub(crate) use fit::{predictors, quadratic_forms, scaled_inverse_rows};
pub use flic::flic;
pub use profile::{ProfileInterval, profile};
pub use restricted::{RatioTest, ratio_test};
