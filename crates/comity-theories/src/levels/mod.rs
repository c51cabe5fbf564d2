//! Sets of levels as theories: what the levels test compares.

mod parts;
mod sets;

pub use parts::{Part, PartSet};
pub use sets::LevelSets;
