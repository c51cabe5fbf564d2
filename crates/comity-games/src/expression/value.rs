//! What an expression is.

use super::parse;
use crate::scalar::Rational;
use crate::text::Place;
use comity_core::{Error, Result};
use num_bigint::BigInt;
use num_traits::Signed;
use std::collections::BTreeSet;
use std::str::FromStr;

/// One step of an expression in postfix order: it takes its operands from the top of a stack
/// and leaves its result there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    /// Zero or above, with finitely many decimals.
    Number(Rational),
    Name(String),
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power(i32),
    Root,
    /// Of so many operands.
    Least(u32),
    Greatest(u32),
}

/// An arithmetic expression over named numbers.
///
/// | written | meaning |
/// |---|---|
/// | `2`, `0.25`, `1e-3` | a number, exactly as written |
/// | `p_A`, `σ` | the value of a name: letters, digits and `_`, starting with no digit |
/// | `a + b`, `a - b`, `a * b`, `a / b`, `-a` | the four operations |
/// | `a ^ 3`, `a ^ -1` | a whole power, from −1000 to 1000; it binds closer than `-` |
/// | `min(a, b, …)`, `max(a, b, …)` | the least, the greatest |
/// | `sqrt(a)` | the square root |
///
/// The text form is canonical: parsing it gives the same expression again.
///
/// ```
/// use comity_games::{Expression, Rational};
/// use std::collections::BTreeMap;
/// let sells: Expression = "k*x+(1-k)*min(s, 1/2)".parse()?;
/// assert_eq!(sells.to_string(), "k * x + (1 - k) * min(s, 1 / 2)");
/// assert_eq!(sells.names().into_iter().collect::<Vec<_>>(), ["k", "s", "x"]);
/// let values = [("k", 0.75), ("x", 2.0), ("s", 1.0)];
/// let values: BTreeMap<String, f64> = values.map(|(n, v)| (n.to_owned(), v)).into();
/// assert_eq!(sells.evaluate(&values)?, 1.625);
/// # Ok::<(), comity_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub(super) ops: Vec<Op>,
}

impl Expression {
    /// The number given.
    #[must_use]
    pub fn number(value: &Rational) -> Self {
        let (above, below) = (value.numer().abs(), value.denom().clone());
        let whole = |n: BigInt| Op::Number(Rational::from_integer(n));
        let magnitude = Rational::new(above.clone(), below.clone());
        let mut ops = match crate::exact::as_decimal(&magnitude) {
            Some(_) => vec![Op::Number(magnitude)],
            None => vec![whole(above), whole(below), Op::Divide],
        };
        if value.is_negative() {
            ops.push(Op::Negate);
        }
        Self { ops }
    }

    /// Reads an expression that stands at a place of a larger text.
    pub(crate) fn parse_at(text: &str, place: Place) -> Result<Self> {
        Ok(Self { ops: parse::parse(text, place)? })
    }

    /// The names in it.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let names = self.ops.iter().filter_map(|op| match op {
            Op::Name(name) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }
}

impl FromStr for Expression {
    type Err = Error;

    /// # Errors
    /// `game/syntax` with line and column, what was found there and what was expected.
    fn from_str(text: &str) -> Result<Self> {
        Self::parse_at(text, Place::START)
    }
}

/// Whether a text is a name that expressions can use.
pub(crate) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
        && !["min", "max", "sqrt"].contains(&text)
}
