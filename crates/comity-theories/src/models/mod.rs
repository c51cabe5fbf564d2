//! The kinds of model.

pub(crate) mod logit;
mod curve;
pub(crate) mod rates;
mod recipe;
pub(crate) mod recurrence;
