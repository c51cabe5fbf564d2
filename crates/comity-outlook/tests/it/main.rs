//! One binary of integration tests on panels made up here.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail loudly")]

mod basis;
mod evaluation;
mod levels;
mod lookahead;
mod made;
mod outlook;
mod questions;
mod scenarios;
mod speed;
