//! The alliance game: two armed groups, a government that may buy either of them, and a state
//! that may sponsor the alliance.
//!
//! The theory is of N. Bapat and K. Bond, "Alliances between Militant Groups", *British Journal
//! of Political Science* 42(4), 2012, 793–824. **The payoffs are a reconstruction**: the
//! published ones are not reproduced. The page `games/alliance-game.md` says which statements
//! are the paper's and which are ours.

mod equilibrium;
mod incomplete;
mod margins;
mod params;
mod payoffs;
mod registered;
mod symmetric;

pub use equilibrium::{Condition, Equilibrium, Outcome, Verdict};
pub use incomplete::{Record, Trust, posterior};
pub use margins::Switch;
pub use params::{Ceiling, PARAMETERS, Params, ValidParams};
pub use payoffs::{Form, Member};
pub(super) use registered::entry;
pub use symmetric::Thresholds;
