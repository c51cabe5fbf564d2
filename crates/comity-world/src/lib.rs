//! The evidence store and the actor registry.

mod evidence;

pub use evidence::Evidence;
