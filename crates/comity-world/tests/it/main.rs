//! Tests of the store, the engine and the registry, as one binary.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod as_of;
mod concurrency;
mod conformance;
mod crash;
mod events;
mod ledger;
mod lifecycle;
mod registry;
mod streams;
mod support;
