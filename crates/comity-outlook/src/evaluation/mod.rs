//! Rolling-origin evaluation: every model forecasts every year from the years before it.

mod report;
mod rolling;
mod run;
mod scores;
mod weights;

pub use report::{Comparison, ENSEMBLE, Evaluation, ModelTrack, Origin, Sample};
pub use run::{evaluate, evaluate_all};

pub(crate) use rolling::{Coded, MIN_EVENTS, settle};
