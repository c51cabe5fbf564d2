//! Solutions of games.

mod profile;
mod solution;

pub use profile::Profile;
pub use solution::{Solution, gains, regret, values};
