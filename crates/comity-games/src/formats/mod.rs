//! Files of other programs: Gambit's extensive and strategic games.
//!
//! The formats are those that the Gambit project documents (<https://www.gambit-project.org>,
//! "Game representation formats"): version 2 of `.efg`, version 1 of `.nfg` with payoffs or
//! with outcomes. Numbers are exact: whole, decimal and fractions.

mod efg;
mod efg_read;
mod efg_sets;
mod nfg;
mod nfg_read;
mod outcome;
mod tokens;

pub use efg::Efg;
pub use nfg::{Nfg, OutcomeTable};
pub use outcome::Outcome;
