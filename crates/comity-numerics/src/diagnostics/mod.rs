//! What the data allow to be estimated, and how far a point lies from them.

pub mod leverage;
pub mod mcmc;
pub mod separation;
