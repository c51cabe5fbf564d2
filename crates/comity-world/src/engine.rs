//! Plans that run on the embedded query engine (Apache DataFusion).
//!
//! Architecture invariant: a plan is built from a session alone, so that the same plan runs
//! on a session of a distributed engine.

pub(crate) mod events;
pub(crate) mod month_key;
pub(crate) mod months;
pub(crate) mod query;
pub(crate) mod session;
pub(crate) mod stream;
pub(crate) mod tables;
