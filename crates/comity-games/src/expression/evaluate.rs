//! The value of an expression.

use super::value::{Expression, Op};
use crate::scalar::Scalar;
use crate::text::did_you_mean;
use comity_core::{Code, Error, Result};
use std::collections::BTreeMap;

impl Expression {
    /// The value, given those of the names.
    ///
    /// # Errors
    /// `game/unknown` when a name has no value, with names like it. `game/invalid` when
    /// something is divided by zero, a root has no value among these numbers (with exact
    /// numbers, a root that is no fraction: solve in floating numbers), or a result is
    /// infinite or has more than about 1200 digits.
    pub fn evaluate<T: Scalar>(&self, values: &BTreeMap<String, T>) -> Result<T> {
        self.evaluate_of("", values)
    }

    /// The same for the expression of something whose errors name it.
    pub(crate) fn evaluate_of<T: Scalar>(
        &self,
        owner: &str,
        values: &BTreeMap<String, T>,
    ) -> Result<T> {
        let mut stack: Vec<T> = Vec::new();
        for op in &self.ops {
            let value = step(op, &mut stack, values).and_then(|value| match value.is_sane() {
                true => Ok(value),
                false => Err(Fault::Large),
            });
            stack.push(value.map_err(|fault| self.describe(fault, owner, values))?);
        }
        stack.pop().ok_or_else(|| self.describe(Fault::Empty, owner, values))
    }

    fn describe<T>(&self, fault: Fault, owner: &str, values: &BTreeMap<String, T>) -> Error {
        let of = if owner.is_empty() { String::new() } else { format!(" of `{owner}`") };
        let invalid = |what: &str| {
            Error::new(Code::BadGame, format!("the expression{of} {what}")).value(self.to_string())
        };
        match fault {
            Fault::Unknown(name) => {
                let error = Error::new(
                    Code::NoSuchGame,
                    format!("the expression{of} uses a name without a value"),
                );
                did_you_mean(error, &name, values.keys().map(String::as_str))
            }
            Fault::Zero => invalid("divides by zero"),
            Fault::NegativeRoot => invalid("takes the root of a negative number"),
            Fault::InexactRoot => invalid("takes a square root that is not a fraction")
                .hint("solve the game in floating numbers"),
            Fault::Large => invalid("has a value too large to compute with"),
            Fault::Empty => invalid("is empty"),
        }
    }
}

enum Fault {
    Unknown(String),
    Zero,
    NegativeRoot,
    InexactRoot,
    Large,
    Empty,
}

fn step<T: Scalar>(op: &Op, stack: &mut Vec<T>, values: &BTreeMap<String, T>) -> Result<T, Fault> {
    let mut pop = || stack.pop().ok_or(Fault::Empty);
    Ok(match op {
        Op::Number(n) => T::of(n),
        Op::Name(name) => match values.get(name) {
            Some(value) => value.clone(),
            None => return Err(Fault::Unknown(name.clone())),
        },
        Op::Negate => -pop()?,
        Op::Add => {
            let b = pop()?;
            pop()? + b
        }
        Op::Subtract => {
            let b = pop()?;
            pop()? - b
        }
        Op::Multiply => {
            let b = pop()?;
            pop()? * b
        }
        Op::Divide => {
            let b = pop()?;
            divide(pop()?, b)?
        }
        Op::Power(n) => power(pop()?, *n)?,
        Op::Root => {
            let a = pop()?;
            let fault = if a < T::zero() { Fault::NegativeRoot } else { Fault::InexactRoot };
            a.root().ok_or(fault)?
        }
        Op::Least(n) => pick(stack, *n, |new, best| new < best)?,
        Op::Greatest(n) => pick(stack, *n, |new, best| new > best)?,
    })
}

fn divide<T: Scalar>(a: T, b: T) -> Result<T, Fault> {
    if b.is_zero() { Err(Fault::Zero) } else { Ok(a / b) }
}

/// By repeated squaring; every factor is checked, so that no number grows without bound.
fn power<T: Scalar>(base: T, exponent: i32) -> Result<T, Fault> {
    let mut result = T::one();
    let mut square = base;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left % 2 == 1 {
            result = result * square.clone();
        }
        left /= 2;
        if left > 0 {
            square = square.clone() * square;
        }
        if !result.is_sane() || !square.is_sane() {
            return Err(Fault::Large);
        }
    }
    if exponent < 0 { divide(T::one(), result) } else { Ok(result) }
}

fn pick<T: Scalar>(
    stack: &mut Vec<T>,
    count: u32,
    better: impl Fn(&T, &T) -> bool,
) -> Result<T, Fault> {
    let mut best = stack.pop().ok_or(Fault::Empty)?;
    for _ in 1..count {
        let new = stack.pop().ok_or(Fault::Empty)?;
        if better(&new, &best) {
            best = new;
        }
    }
    Ok(best)
}
