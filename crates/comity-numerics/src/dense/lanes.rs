//! Eight numbers side by side, as vector registers take them.

use std::ops::{Deref, DerefMut};

/// Running sums of a number.
pub(crate) const LANES: usize = 8;

/// Eight running sums.
pub(crate) type Lane = [f64; LANES];

/// Something that begins on a line of the cache, so that no eight numbers of it lie on two lines:
/// loads and stores across lines take twice as long.
#[repr(align(64))]
#[derive(Clone, Copy)]
pub(crate) struct Aligned<T>(pub(crate) T);

impl<T> Deref for Aligned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
