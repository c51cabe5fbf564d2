//! Rolling-origin evaluation: every model forecasts every year from the years before it.

mod pooled;
mod report;
mod rolling;
mod run;
mod scores;
mod weights;

pub use report::{Comparison, ENSEMBLE, Evaluation, ModelTrack, Origin, Sample};
pub use run::{evaluate, evaluate_all};

pub(crate) use pooled::{Pooled, stand_ins};
pub(crate) use rolling::{Coded, MIN_EVENTS, forecast, nothing_to_evaluate, roll, settle};
