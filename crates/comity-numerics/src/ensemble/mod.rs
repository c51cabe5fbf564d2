//! Weights of an ensemble of probabilistic forecasts.

pub mod stacking;
