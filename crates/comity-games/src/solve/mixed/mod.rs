//! Mixed equilibria of games in strategic form.

mod dominance;
mod extreme;
mod lemke_howson;
mod newton;
mod polytopes;
mod profile;
mod supports;
mod vertices;

pub use dominance::{restrict, undominated};
pub use extreme::extreme;
pub use lemke_howson::lemke_howson;
pub use profile::{MixedSolution, gains};
pub use supports::supports;
