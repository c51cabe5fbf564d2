//! Equilibria of two-player trees by Lemke's algorithm on the sequence form.

mod behaviour;
mod form;
mod lemke;
mod pieces;
mod solve;
mod start;

pub use solve::lemke;
