//! One binary of integration tests on panels made up here.

mod basis;
mod evaluation;
mod lookahead;
mod made;
mod outlook;
mod questions;
mod scenarios;
mod speed;
