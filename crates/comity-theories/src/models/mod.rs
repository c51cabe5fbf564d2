//! The kinds of model.

pub(crate) mod curve;
mod estimates;
pub(crate) mod logit;
pub(crate) mod logit_fit;
pub(crate) mod rates;
pub(crate) mod recipe;
pub(crate) mod recurrence;
