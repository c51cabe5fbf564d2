//! The kinds of model.

mod curve;
mod estimates;
pub(crate) mod logit;
pub(crate) mod logit_fit;
pub(crate) mod rates;
mod recipe;
pub(crate) mod recurrence;
