//! The values that a parameter may take.

use crate::exact;
use crate::scalar::{Rational, Scalar};
use comity_core::{Code, Error, Result};
use std::fmt;
use std::ops::Bound;
use std::str::FromStr;

/// An interval of numbers, written as in `[0, 1]`, `(0, inf)` or `(-inf, inf)`: a bracket
/// includes its end, a parenthesis leaves it out.
///
/// ```
/// use comity_games::Range;
/// let share: Range = "[0, 1)".parse()?;
/// assert!(share.contains(&0.0) && !share.contains(&1.0));
/// assert_eq!(share.to_string(), "[0, 1)");
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub least: Bound<Rational>,
    /// The upper end.
    pub most: Bound<Rational>,
}

impl Range {
    /// All numbers.
    pub const ALL: Self = Self { least: Bound::Unbounded, most: Bound::Unbounded };

    /// Whether a number lies in it.
    #[must_use]
    pub fn contains<T: Scalar>(&self, value: &T) -> bool {
        let above = match &self.least {
            Bound::Included(end) => *value >= T::of(end),
            Bound::Excluded(end) => *value > T::of(end),
            Bound::Unbounded => true,
        };
        let below = match &self.most {
            Bound::Included(end) => *value <= T::of(end),
            Bound::Excluded(end) => *value < T::of(end),
            Bound::Unbounded => true,
        };
        above && below
    }
}

impl FromStr for Range {
    type Err = Error;

    /// # Errors
    /// `game/syntax` when the text is no interval.
    fn from_str(text: &str) -> Result<Self> {
        read(text.trim()).ok_or_else(|| {
            Error::new(Code::BadGameText, "this is not a range")
                .value(text)
                .expected("two numbers in brackets, such as `[0, 1]`, `(0, 1)` or `[0, inf)`")
        })
    }
}

fn read(text: &str) -> Option<Range> {
    let open = text.chars().next().filter(|c| "[(".contains(*c))?;
    let close = text.chars().last().filter(|c| "])".contains(*c))?;
    let (least, most) = text.get(1..text.len().checked_sub(1)?)?.split_once(',')?;
    let end = |text: &str, included, unbounded: &[&str]| {
        let text = text.trim();
        if unbounded.contains(&text) {
            return Some(Bound::Unbounded);
        }
        let value = exact::signed(text)?;
        Some(if included { Bound::Included(value) } else { Bound::Excluded(value) })
    };
    Some(Range {
        least: end(least, open == '[', &["-inf"])?,
        most: end(most, close == ']', &["inf", "+inf"])?,
    })
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.least {
            Bound::Included(end) => write!(f, "[{}, ", exact::shown(end))?,
            Bound::Excluded(end) => write!(f, "({}, ", exact::shown(end))?,
            Bound::Unbounded => f.write_str("(-inf, ")?,
        }
        match &self.most {
            Bound::Included(end) => write!(f, "{}]", exact::shown(end)),
            Bound::Excluded(end) => write!(f, "{})", exact::shown(end)),
            Bound::Unbounded => f.write_str("inf)"),
        }
    }
}
