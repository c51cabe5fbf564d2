//! The two kinds of numbers that payoffs are computed in: exact and floating.

use num_rational::BigRational;
use num_traits::{FromPrimitive, Num, Signed, ToPrimitive};
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

    /// The number that a floating one is: exactly, or zero for one that is not finite.
    fn of_float(value: f64) -> Self;

    /// The exact fraction that the number is; `None` for one that is not finite.
    fn exact(&self) -> Option<Rational>;

    /// The nearest floating number.
    fn float(&self) -> f64;

    /// Whether the number is above `tolerance`; an exact number, whether it is above zero.
    fn exceeds(&self, tolerance: f64) -> bool;

    /// The square root; `None` when there is none among these numbers.
    fn root(&self) -> Option<Self>;

    /// Whether the number is one: not infinite, and not of so many digits that computing on
    /// with it would never end.
    fn is_sane(&self) -> bool;
}

impl Scalar for f64 {
    const EXACT: bool = false;

    fn of(value: &Rational) -> Self {
        ToPrimitive::to_f64(value).unwrap_or(f64::NAN)
    }

    fn of_float(value: f64) -> Self {
        if value.is_finite() { value } else { 0.0 }
    }

    fn exact(&self) -> Option<Rational> {
        Rational::from_float(*self)
    }

    fn float(&self) -> f64 {
        *self
    }

    fn exceeds(&self, tolerance: f64) -> bool {
        *self > tolerance
    }

    fn root(&self) -> Option<Self> {
        (*self >= 0.0).then(|| libm::sqrt(*self))
    }

    fn is_sane(&self) -> bool {
        self.is_finite()
    }
}

/// Binary digits that the numerator and the denominator of a computed fraction may have.
const BITS: u64 = 4096;

impl Scalar for Rational {
    const EXACT: bool = true;

    fn of(value: &Rational) -> Self {
        value.clone()
    }

    fn of_float(value: f64) -> Self {
        Self::from_float(value).unwrap_or_default()
    }

    fn exact(&self) -> Option<Rational> {
        Some(self.clone())
    }

    fn float(&self) -> f64 {
        ToPrimitive::to_f64(self).unwrap_or(f64::NAN)
    }

    fn exceeds(&self, _tolerance: f64) -> bool {
        *self > Self::from_i8(0).unwrap_or_default()
    }

    fn root(&self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let root = Self::new(self.numer().sqrt(), self.denom().sqrt());
        (&root * &root == *self).then_some(root)
    }

    fn is_sane(&self) -> bool {
        self.numer().bits() <= BITS && self.denom().bits() <= BITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_exact_or_absent() {
        let half = Rational::new(1.into(), 4.into());
        assert_eq!(half.root(), Some(Rational::new(1.into(), 2.into())));
        assert_eq!(Rational::from_integer(2.into()).root(), None);
        assert_eq!((-half).root(), None);
        assert_eq!(2.25_f64.root(), Some(1.5));
        assert_eq!((-1.0_f64).root(), None);
    }
}
