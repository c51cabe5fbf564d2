//! Finite extensive-form games with numbers for payoffs, in flat arrays.

mod build;
mod layout;
mod recall;

pub use build::{Branches, TreeBuilder};
pub use layout::{Infoset, Node, Step, Tree};
pub use recall::{Forgetting, Sequences};
