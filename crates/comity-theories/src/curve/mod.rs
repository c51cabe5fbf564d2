//! The specification curve: one term's estimate under all defensible combinations of outcome,
//! sources, risk set, lag, covariates, time, period, treatment of missing values, country
//! left out, and estimator (Simonsohn, Simmons and Nelson 2020, *Nature Human Behaviour* 4).
//!
//! | to do | go to |
//! |---|---|
//! | add a choice | `choices.rs`, then `grid.rs` and `ground.rs` |
//! | add an estimator | `choices.rs` and `estimate.rs` |
//! | draw designs | [`Grid::draw`], [`plan`] |
//! | fit them | [`run()`] |
//! | see what they show | [`Summary`] |
//! | test the curve as a whole | [`joint_test`] |

mod blocks;
mod choices;
mod data;
mod estimate;
mod fixed;
mod game;
mod grid;
mod ground;
mod limit;
mod permutation;
mod ridge;
mod row;
mod run;
mod score_test;
mod summary;

pub use choices::{Design, Estimator, Lag, Levels, Measure, Missing, Period, Spell, Time};
pub use grid::Grid;
pub use ground::{Ground, LeftOut, unlagged};
pub use permutation::{JointTest, Statistic, joint_test};
pub use row::{Estimated, Row, Status};
pub use run::{Planned, plan, rows, run};
pub use summary::{ByChoice, ByValue, CHOICES, Choice, Spread, Summary};
