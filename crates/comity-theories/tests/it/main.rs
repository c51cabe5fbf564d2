//! Theories on made-up panels whose truth is known.

mod baselines;
mod catalogue;
mod logit;
mod speed;
mod support;
