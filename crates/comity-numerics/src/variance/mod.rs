//! Variances that allow for dependence between rows.

pub mod bootstrap;
pub mod cluster;
pub mod dyadic;
mod dyadic_sums;
pub mod robust;
pub mod score_rows;
mod scores;
mod semidefinite;

pub use scores::score_multipliers;
