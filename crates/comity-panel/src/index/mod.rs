//! Evidence re-indexed for speed: dense actor numbers, sorted lists by actor and year,
//! dense arrays of state facts.

mod actors;
mod assemble;
mod claims;
mod contacts;
mod coverage;
mod homes;
mod lists;
mod profile;
mod read;
mod states;
mod ties;

pub use assemble::{Index, Pair};
pub use coverage::Coverage;
pub(crate) use lists::{common, for_each_in_either, intersects, without};
pub(crate) use states::{LEADER, PERMANENT_FIVE};
