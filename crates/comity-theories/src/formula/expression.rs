//! What a term computes from the columns of a panel.

use super::operators::{Function, Operator};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number computed from the columns of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scalar {
    /// A column.
    Variable(String),
    /// A constant.
    Number(f64),
    /// A function of another.
    Call(Function, Box<Scalar>),
    /// An operation on two.
    Binary(Operator, Box<Scalar>, Box<Scalar>),
}

impl Scalar {
    /// The value for columns by name; missing (NaN) when a column is.
    #[must_use]
    pub fn value(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        match self {
            Scalar::Variable(name) => values(name),
            Scalar::Number(x) => *x,
            Scalar::Call(f, x) => f.apply(x.value(values)),
            Scalar::Binary(op, x, y) => op.apply(x.value(values), y.value(values)),
        }
    }

    pub(crate) fn variables<'s>(&'s self, into: &mut Vec<&'s str>) {
        match self {
            Scalar::Variable(name) if into.contains(&name.as_str()) => {}
            Scalar::Variable(name) => into.push(name),
            Scalar::Number(_) => {}
            Scalar::Call(_, x) => x.variables(into),
            Scalar::Binary(_, x, y) => {
                x.variables(into);
                y.variables(into);
            }
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bracketed = |x: &Scalar, least: u8| match x {
            Scalar::Binary(op, ..) if op.binding() < least => format!("({x})"),
            Scalar::Call(Function::Negative, _) if least >= 4 => format!("({x})"),
            _ => x.to_string(),
        };
        match self {
            Scalar::Variable(name) => f.write_str(name),
            Scalar::Number(x) => write!(f, "{x}"),
            Scalar::Call(Function::Negative, x) => write!(f, "-{}", bracketed(x, 4)),
            Scalar::Call(function, x) => write!(f, "{}({x})", function.name()),
            Scalar::Binary(op, x, y) => {
                let b = op.binding();
                // Powers bind to the right, everything else to the left.
                let (left, right) = if *op == Operator::Power { (b + 1, b) } else { (b, b + 1) };
                let (x, y) = (bracketed(x, left), bracketed(y, right));
                if *op == Operator::Power {
                    write!(f, "{x}^{y}")
                } else {
                    write!(f, "{x} {} {y}", op.sign())
                }
            }
        }
    }
}

/// A factor of a term: one column of the design, or several for a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// One column.
    One(Scalar),
    /// `ns(x, df)`: a natural cubic spline with `df` columns, inner knots at quantiles of
    /// the training values, level beyond them.
    Spline(Scalar, u8),
    /// `poly(x, degree)`: orthogonal polynomials over the training values, level beyond
    /// them.
    Polynomial(Scalar, u8),
}

impl Factor {
    /// The number that the factor is a function of.
    #[must_use]
    pub fn of(&self) -> &Scalar {
        match self {
            Factor::One(x) | Factor::Spline(x, _) | Factor::Polynomial(x, _) => x,
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Factor::One(x @ Scalar::Binary(..) | x @ Scalar::Call(Function::Negative, _)) => {
                write!(f, "I({x})")
            }
            Factor::One(x) => write!(f, "{x}"),
            Factor::Spline(x, df) => write!(f, "ns({x}, {df})"),
            Factor::Polynomial(x, degree) => write!(f, "poly({x}, {degree})"),
        }
    }
}

/// A term of a formula: the product of its factors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expression(pub Vec<Factor>);

impl Expression {
    /// The columns that the term is computed from, each once.
    #[must_use]
    pub fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.0.iter().for_each(|f| f.of().variables(&mut names));
        names
    }

    /// The column, when the term is a column as it stands.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Factor::One(Scalar::Variable(name))] => Some(name),
            _ => None,
        }
    }

    /// Whether two terms are the same, whatever the order of their factors.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().all(|f| other.0.contains(f))
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factors: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&factors.join(":"))
    }
}
