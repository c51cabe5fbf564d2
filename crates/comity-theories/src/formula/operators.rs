//! Functions and operators of formulas.

use comity_numerics::special::{ln, ln_1p};
use serde::{Deserialize, Serialize};

/// A function of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// Natural logarithm; not a number for values of zero or less.
    Log,
    /// ln(1 + x).
    Log1p,
    /// Square root; not a number for negative values.
    Sqrt,
    /// Exponential.
    Exp,
    /// Absolute value.
    Abs,
    /// Minus the value.
    Negative,
}

impl Function {
    /// The function of this name in a formula.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "log" => Function::Log,
            "log1p" => Function::Log1p,
            "sqrt" => Function::Sqrt,
            "exp" => Function::Exp,
            "abs" => Function::Abs,
            _ => return None,
        })
    }

    pub(super) fn apply(self, x: f64) -> f64 {
        match self {
            Function::Log => ln(x),
            Function::Log1p => ln_1p(x),
            Function::Sqrt => x.sqrt(),
            Function::Exp => libm::exp(x),
            Function::Abs => x.abs(),
            Function::Negative => -x,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Function::Log => "log",
            Function::Log1p => "log1p",
            Function::Sqrt => "sqrt",
            Function::Exp => "exp",
            Function::Abs => "abs",
            Function::Negative => "-",
        }
    }
}

/// An operation on two numbers; comparisons give 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the operations")]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Power,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    Different,
}

impl Operator {
    /// The operator that a sign stands for in arithmetic.
    #[must_use]
    pub fn signed(sign: &str) -> Option<Self> {
        Some(match sign {
            "+" => Operator::Plus,
            "-" => Operator::Minus,
            "*" => Operator::Times,
            "/" => Operator::Over,
            "^" => Operator::Power,
            "<" => Operator::Less,
            "<=" => Operator::AtMost,
            ">" => Operator::Greater,
            ">=" => Operator::AtLeast,
            "==" => Operator::Equal,
            "!=" => Operator::Different,
            _ => return None,
        })
    }

    /// How tightly it binds; 4 is tightest.
    #[must_use]
    pub fn binding(self) -> u8 {
        match self {
            Operator::Power => 4,
            Operator::Times | Operator::Over => 3,
            Operator::Plus | Operator::Minus => 2,
            _ => 1,
        }
    }

    pub(super) fn apply(self, x: f64, y: f64) -> f64 {
        let truth =
            |holds: bool| if x.is_nan() || y.is_nan() { f64::NAN } else { f64::from(holds) };
        match self {
            Operator::Plus => x + y,
            Operator::Minus => x - y,
            Operator::Times => x * y,
            Operator::Over => x / y,
            // R's 1^NA is 1; here a missing value stays missing.
            Operator::Power if x.is_nan() || y.is_nan() => f64::NAN,
            Operator::Power => libm::pow(x, y),
            Operator::Less => truth(x < y),
            Operator::AtMost => truth(x <= y),
            Operator::Greater => truth(x > y),
            Operator::AtLeast => truth(x >= y),
            Operator::Equal => truth(x == y),
            Operator::Different => truth(x != y),
        }
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
            Operator::Power => "^",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Equal => "==",
            Operator::Different => "!=",
        }
    }
}
