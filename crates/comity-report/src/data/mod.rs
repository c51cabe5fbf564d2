//! The data behind every figure, as tables that become CSV, JSON and the page's own tables.

mod curve;
mod dataset;
mod effects;
mod figures;
mod levels;
mod record;
mod scores;

pub use curve::curve_data;
pub(crate) use curve::{by_choice as curve_choices, estimates as curve_estimates};
pub(crate) use dataset::{Dataset, Value, quoted};
pub(crate) use effects::effects;
pub use figures::figures_data;
pub(crate) use figures::{answers, contributions, grid, levels, scenarios, theories};
pub use levels::{levels_csv, levels_data};
pub(crate) use levels::{shares as level_shares, tests as model_tests};
pub(crate) use record::{coverage, evidence, network, timeline};
pub use scores::score_data;
pub(crate) use scores::{calibration, scores};
