//! Games from the literature, each with its source, its formulas and golden cases.
//!
//! [`all`] lists them, [`find`] finds one by its slug. A tree lies in one file, `game.toml`, in
//! a folder of its own; a game with a closed form has a module.

pub mod alliance;
pub mod contest;
mod entry;
pub mod group_decision;
mod parameter;
mod play;
mod registry;

pub use entry::{Entry, Kind};
pub use parameter::Parameter;
pub use play::end_of_play;
pub use registry::{all, find};
