//! Exponential random graph models of one network or a series, by pseudo-likelihood.
//!
//! An exponential random graph model gives a network y the probability exp(θ'g(y))/κ(θ). Given
//! the rest of the network, a tie's log-odds are θ'δ, δ the change of the statistics g that the
//! tie makes; the pseudo-likelihood (Strauss and Ikeda 1990, *Journal of the American
//! Statistical Association* 85) is the logit of all ties on their change statistics.

mod change;
mod covariate;
mod gibbs;
mod network;
mod pseudo_likelihood;
mod temporal;
mod term;

pub use gibbs::simulate;
pub use network::{Kind, Network};
pub use pseudo_likelihood::{ChangeStatistics, statistics};
pub use temporal::{Memory, TemporalTerm, panel, resolve};
pub use term::{Side, Term};
