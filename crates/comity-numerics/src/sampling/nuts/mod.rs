//! The no-U-turn sampler.
//!
//! Hoffman and Gelman (2014), *Journal of Machine Learning Research* 15, with multinomial
//! weights and the general U-turn criterion of Betancourt (2017, arXiv:1701.02434), and the
//! warm-up of Stan: dual averaging of the step size, and a diagonal metric learned in windows
//! of growing length.
//!
//! Own code because a chain must be the same to the last bit on every processor: the crate
//! nuts-rs (MIT, maintained) picks vector instructions when it runs, some of which round
//! differently, and brings a linear-algebra library with it.

mod adaptation;
mod chain;
mod tree;

pub use chain::{Chain, NutsParams, ValidNutsParams, sample, sample_watched};

/// A density on ℝⁿ, up to a constant.
pub trait LogDensity {
    /// The dimension n.
    fn dimension(&self) -> usize;

    /// The logarithm of the density at `position`, and its gradient into `gradient`; both
    /// have n entries. A point outside the density's support has −∞ or NaN.
    fn evaluate(&mut self, position: &[f64], gradient: &mut [f64]) -> f64;
}
