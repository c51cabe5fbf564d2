//! Tests of the store, the engine and the registry, as one binary.

mod as_of;
mod concurrency;
mod conformance;
mod crash;
mod events;
mod lifecycle;
mod registry;
mod support;
