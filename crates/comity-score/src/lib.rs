//! Scores of probability and count forecasts, calibration, and skill against a baseline.
//!
//! Slices go in, immutable structs come out; one file per metric. A forecast is a slice of
//! probabilities, an outcome a slice of booleans of the same length.
//!
//! Architecture invariant: nothing here knows which model issued a forecast, reads a file,
//! a clock or the environment; every random draw takes its seed as an argument, and results
//! do not depend on the number of threads.
//!
//! ```
//! use comity_score::{Metric, brier};
//! let (p, y) = ([0.1, 0.8, 0.3], [false, true, false]);
//! let parts = brier(&p, &y, 3)?;
//! assert!((parts.score - 0.14 / 3.0).abs() < 1e-12);
//! assert!((Metric::Brier.score(&p, &y)? - parts.score).abs() < 1e-12);
//! # Ok::<(), comity_core::Error>(())
//! ```

mod average_precision;
mod bins;
mod bootstrap;
mod brier;
mod calibration;
mod check;
mod corp;
mod crps;
mod curves;
mod log_score;
mod metric;
mod quantile;
mod random;
mod roc_area;
mod shapley;
mod skill;
mod steps;

pub use average_precision::average_precision;
pub use bootstrap::{Blocks, Bootstrap};
pub use brier::{BrierParts, brier, brier_score};
pub use calibration::{Calibration, CalibrationBin, Resampling, calibration};
pub use corp::{CorpCurve, CorpParts, CorpStep, corp, corp_curve};
pub use crps::{crps_count, crps_sample};
pub use curves::{CurvePoint, threshold_curve};
pub use log_score::{LogScore, log_score};
pub use metric::Metric;
pub use quantile::{quantile, quantile_sorted};
pub use roc_area::roc_area;
pub use shapley::{owen_weights, shapley_weights};
pub use skill::{Replicated, ScoreInterval, Skill, skill};
