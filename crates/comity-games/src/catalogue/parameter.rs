//! What a game's parameters are called, mean and may be.

use crate::game;
use crate::scalar::{Rational, Scalar};
use comity_core::{Code, Error, Result};
use std::borrow::Cow;
use std::ops::Bound;

/// One parameter of a game of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name by which it is set, such as `vulnerability_a`.
    pub name: Cow<'static, str>,
    /// The symbol in the formulas of the game's page.
    pub symbol: Cow<'static, str>,
    /// The value when none is given.
    pub default: f64,
    /// The least value allowed; infinite where there is none. An end that is itself left out
    /// is the next floating number within.
    pub low: f64,
    /// The largest value allowed, likewise.
    pub high: f64,
    /// What it stands for.
    pub meaning: Cow<'static, str>,
}

impl Parameter {
    /// A parameter in words that last as long as the program.
    pub(crate) const fn fixed(
        [name, symbol, meaning]: [&'static str; 3],
        default: f64,
        [low, high]: [f64; 2],
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            symbol: Cow::Borrowed(symbol),
            default,
            low,
            high,
            meaning: Cow::Borrowed(meaning),
        }
    }

    /// That of a symbolic game.
    #[must_use]
    pub fn of(parameter: &game::Parameter) -> Self {
        let end = |bound: &Bound<Rational>, open: f64, inward: fn(f64) -> f64| match bound {
            Bound::Included(value) => f64::of(value),
            Bound::Excluded(value) => inward(f64::of(value)),
            Bound::Unbounded => open,
        };
        Self {
            name: Cow::Owned(parameter.name.clone()),
            symbol: Cow::Owned(parameter.name.clone()),
            default: f64::of(&parameter.default),
            low: end(&parameter.range.least, f64::NEG_INFINITY, f64::next_up),
            high: end(&parameter.range.most, f64::INFINITY, f64::next_down),
            meaning: Cow::Owned(parameter.meaning.clone()),
        }
    }

    /// Whether a value may be taken.
    #[must_use]
    pub fn allows(&self, value: f64) -> bool {
        value.is_finite() && value >= self.low && value <= self.high
    }

    /// The value, or what is wrong with it.
    ///
    /// # Errors
    /// `game/invalid` when the value is not finite or outside the range.
    pub fn check(&self, value: f64) -> Result<f64> {
        if self.allows(value) {
            return Ok(value);
        }
        Err(Error::new(Code::BadGame, format!("`{}` is outside its range", self.name))
            .value(value.to_string())
            .expected(self.range()))
    }

    /// The range in words, such as `a number from 0 to 1`.
    #[must_use]
    pub fn range(&self) -> String {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => format!("a number from {} to {}", self.low, self.high),
            (true, false) => format!("a number of at least {}", self.low),
            (false, true) => format!("a number of at most {}", self.high),
            (false, false) => "a finite number".to_owned(),
        }
    }
}
