//! The answer for one pair: forecasts, or the reason why there is none, with what they rest on.

mod basis;
mod factors;
mod forecaster;
mod grid;
mod prepared;
mod reference;
mod types;
mod wording;

pub use factors::LevelFactors;
pub use forecaster::{Forecaster, outlook};
pub use grid::{GridRow, PastForecast, Reading};
pub use types::{
    Answer, DomainForecast, DomainOutlook, ModelForecast, Outlook, ReferenceClass, Uncertainty,
};

pub(crate) use forecaster::interval;
pub(crate) use grid::Expectation;
pub(crate) use prepared::Spread;
