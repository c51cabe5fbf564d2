//! The contest on networks: groups fight for one prize, and each profits by its allies' efforts
//! and suffers by its enemies'.
//!
//! Source: M. König, D. Rohner, M. Thoenig and F. Zilibotti, "Networks in Conflict: Theory and
//! Evidence from the Great War of Africa", *Econometrica* 85(4), 2017, 1093–1132. Only the
//! equilibrium for a given network is here; the exercises of the article that change the
//! network are not.

mod equilibrium;
mod network;
mod registered;

pub use equilibrium::{Contest, Failure};
pub use network::Network;
pub(super) use registered::entry;
