//! The levels test: what structural, regional, internal and history elements each add, and
//! whether external elements outweigh internal ones, over all pairs and for one.

mod pair;
mod run;
mod sentence;
mod view;

pub use pair::{PairGrid, Tally, pair_grid};
pub use run::{Levels, levels};
