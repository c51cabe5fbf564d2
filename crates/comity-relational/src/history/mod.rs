//! The past as weighted networks, kept up to date event by event.

mod network;
mod pairs;

pub(crate) use network::{NetChange, Network, NetworkSpec};
pub(crate) use pairs::PairMap;
