//! The two kinds of numbers that payoffs are computed in: exact and floating.

use num_rational::BigRational;
use num_traits::{FromPrimitive, Num, ToPrimitive};
use std::fmt::Debug;
use std::ops::Neg;

/// An exact fraction of whole numbers of any size.
pub type Rational = BigRational;

/// A number that games are solved in. Solvers are written once over this trait: exact with
/// [`Rational`], fast with `f64`.
pub trait Scalar:
    Clone + Debug + PartialOrd + Num + Neg<Output = Self> + Send + Sync + 'static
{
    /// Whether arithmetic is exact.
    const EXACT: bool;

    /// The number as given, or the nearest floating one.
    fn of(value: &Rational) -> Self;

    /// The nearest floating number.
    fn float(&self) -> f64;

    /// Whether the number is above `tolerance`; an exact number, whether it is above zero.
    fn exceeds(&self, tolerance: f64) -> bool;
}

impl Scalar for f64 {
    const EXACT: bool = false;

    fn of(value: &Rational) -> Self {
        ToPrimitive::to_f64(value).unwrap_or(f64::NAN)
    }

    fn float(&self) -> f64 {
        *self
    }

    fn exceeds(&self, tolerance: f64) -> bool {
        *self > tolerance
    }
}

impl Scalar for Rational {
    const EXACT: bool = true;

    fn of(value: &Rational) -> Self {
        value.clone()
    }

    fn float(&self) -> f64 {
        ToPrimitive::to_f64(self).unwrap_or(f64::NAN)
    }

    fn exceeds(&self, _tolerance: f64) -> bool {
        *self > Self::from_i8(0).unwrap_or_default()
    }
}
