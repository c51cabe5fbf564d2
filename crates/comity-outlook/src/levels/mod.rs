//! The levels test: what structural, regional, internal and history covariates each add to
//! the fit and to forecasts of later years, as Shapley shares over the sets of levels.
//!
//! The value of a set of levels S is its gain over the null, a logit with the same functions
//! of time and no covariate:
//!
//! ```text
//! v(S) = score(S) − score(∅),   more is better
//! ```
//!
//! for the log-likelihood of the rows it is fitted on, and for the log score and the average
//! precision of rolling-origin forecasts. Shapley (1953); Grömping (2007), *The American
//! Statistician* 61(2); Owen and Prieur (2017), *SIAM/ASA Journal on Uncertainty
//! Quantification* 5(1). Intervals resample dyads over the stored probabilities; models are
//! not fitted again, so they hold for the models as fitted. Resampled dyads are taken as
//! independent; beside the interval of a difference of sums over rows stands the one that lets
//! dyads that share a group depend on each other.

mod dyadic;
mod forecasts;
mod game;
mod nonnested;
mod report;
mod run;
mod values;

pub use nonnested::NonNested;
pub use report::{
    Contest, DyadicRange, Fits, Game, LevelsTest, Measure, MeasureKind, Measured, Player, Weigh,
    YearShare,
};
pub use run::levels_test;
