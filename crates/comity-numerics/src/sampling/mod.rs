//! Pseudo-random draws. The seed is always an argument; the same seed gives the same bytes
//! on every machine.

pub mod beta;
pub mod normal;
pub mod nuts;
pub mod variates;
mod ziggurat;
