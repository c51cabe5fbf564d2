//! Scenarios: dated conditions and what they do to a probability.
//!
//! Scenarios describe conditions; none recommends an action.

mod catalogue;
mod run;
mod types;

pub use types::{Change, Effect, Scenario, ScenarioResult};

pub(crate) use catalogue::CATALOGUE;
pub(crate) use run::{Run, run};
