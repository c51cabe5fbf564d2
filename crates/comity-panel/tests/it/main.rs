//! Integration tests of the dyad panel.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod codebook;
mod covariates;
mod export;
mod golden;
mod leaks;
mod made;
mod outcomes;
mod risk_sets;
