//! What a game's parameters are called, mean and may be.

use comity_core::{Code, Error, Result};

/// One parameter of a game of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The name by which it is set, such as `vulnerability_a`.
    pub name: &'static str,
    /// The symbol in the formulas of the game's page.
    pub symbol: &'static str,
    /// The value when none is given.
    pub default: f64,
    /// The least value allowed.
    pub low: f64,
    /// The largest value allowed; infinite where there is none.
    pub high: f64,
    /// What it stands for.
    pub meaning: &'static str,
}

impl Parameter {
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
        if self.high.is_finite() {
            format!("a number from {} to {}", self.low, self.high)
        } else {
            format!("a number of at least {}", self.low)
        }
    }
}
