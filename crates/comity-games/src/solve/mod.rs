//! Solutions of games.

mod backward;
pub mod belief;
mod dictionary;
pub mod mixed;
mod profile;
mod pure;
pub mod sequence;
mod slack;
mod solution;

pub use backward::{Backward, Fork, Play, backward_induction};
pub use profile::Profile;
pub use pure::{PureEquilibria, pure_equilibria, pure_equilibria_of_tree};
pub use solution::{Solution, gains, regret, values};
