//! The kinds of model.

pub(crate) mod admit;
pub(crate) mod alliance;
pub(crate) mod basis;
pub(crate) mod curve;
pub(crate) mod effects;
pub(crate) mod estimates;
pub(crate) mod logit;
pub(crate) mod logit_fit;
pub(crate) mod rates;
pub(crate) mod recipe;
pub(crate) mod recurrence;
mod uncertainty;
