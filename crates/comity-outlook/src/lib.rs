//! Forecasts of cooperation between two groups: rolling-origin evaluation, an ensemble stacked
//! on its own record, the outlook of a pair with its reasons and scenarios, and the standing
//! questions.
//!
//! | to do | go to |
//! |---|---|
//! | evaluate theories on earlier years | [`evaluate`], [`evaluate_all`] |
//! | keep an evaluation | [`Evaluation::to_bytes`] |
//! | what each level adds, and whether external elements outweigh internal ones | [`levels`] |
//! | the outlook of a pair | [`outlook`]; for many pairs [`Forecaster`] |
//! | add a scenario | `src/scenarios/catalogue.rs` |
//! | add a standing question | `questions.toml` and `src/questions/rules.rs` |
//!
//! Architecture invariants: a forecast for year T uses outcomes of years before T and
//! covariates known at T − 1, and nothing else; ensemble weights for T are learned from
//! forecasts of years before T; nothing here reads a file, a clock or the environment; every
//! draw has its seed, and results do not depend on the number of threads. Scenarios describe
//! conditions and never recommend an action.

mod answer;
mod constant;
mod evaluation;
pub mod levels;
mod model;
mod paths;
pub mod questions;
mod random;
mod scenarios;
mod settings;
mod theory;

pub use answer::{
    Answer, DomainForecast, DomainOutlook, Forecaster, GridRow, LevelFactors, ModelForecast,
    Outlook, PastForecast, Reading, ReferenceClass, Uncertainty, outlook,
};
pub use evaluation::{
    Comparison, ENSEMBLE, Evaluation, ModelTrack, Origin, Sample, evaluate, evaluate_all,
};
pub use model::{Factor, FitOutcome, ModelInfo, PROBABILITY_FLOOR};
pub use scenarios::{Change, Effect, Scenario, ScenarioResult};
pub use settings::{Settings, ValidSettings, domain_of};
