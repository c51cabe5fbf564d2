//! Integration tests of the importers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod conformance;
mod conformance_states;
mod damage;
mod events;
mod fixtures;
mod importers;
mod properties;
mod support;
mod wrap;
