//! Arithmetic within the functions of a formula, by operator precedence.

use super::error::{FormulaError, Result};
use super::expression::Scalar;
use super::operators::{Function, Operator};
use super::parse::Parser;
use super::token::Kind;

impl Parser {
    pub(super) fn call(&mut self, name: &str, offset: usize) -> Result<Scalar> {
        match Function::named(name) {
            Some(f) => Ok(Scalar::Call(f, Box::new(self.argument()?))),
            None => Err(FormulaError::new(
                offset,
                "there is no function of this name",
                name,
                "I, log, log1p, sqrt, exp, abs, ns or poly",
            )),
        }
    }

    pub(super) fn argument(&mut self) -> Result<Scalar> {
        self.nested(|p| {
            p.sign("(", "`(`")?;
            let x = p.arithmetic(1)?;
            p.sign(")", "`)` or an operator")?;
            Ok(x)
        })
    }

    /// Arithmetic whose operators bind at least as tightly as `least`.
    pub(super) fn arithmetic(&mut self, least: u8) -> Result<Scalar> {
        let mut left = self.operand()?;
        loop {
            let operator = match self.peek().kind {
                Kind::Sign(sign) => Operator::signed(sign),
                _ => None,
            };
            let Some(op) = operator.filter(|op| op.binding() >= least) else { return Ok(left) };
            self.next += 1;
            let right = self.nested(|p| {
                p.arithmetic(if op == Operator::Power { op.binding() } else { op.binding() + 1 })
            })?;
            left = Scalar::Binary(op, Box::new(left), Box::new(right));
        }
    }

    fn operand(&mut self) -> Result<Scalar> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Number(x) => {
                self.next += 1;
                Ok(Scalar::Number(x))
            }
            Kind::Sign("-") => {
                self.next += 1;
                // As in R, -x^2 is -(x^2).
                let x = self.nested(|p| p.arithmetic(4))?;
                Ok(Scalar::Call(Function::Negative, Box::new(x)))
            }
            Kind::Sign("(") => self.argument(),
            Kind::Name(name) => {
                self.next += 1;
                if self.at("(") {
                    return self.call(&name, token.offset);
                }
                self.names.push((name.clone(), token.offset));
                Ok(Scalar::Variable(name))
            }
            _ => Err(self.unexpected("a column, a number or a bracket")),
        }
    }
}
