//! Reading an expression: sums of products of signed powers, by recursive descent.

use super::tokens::{Token, next};
use super::value::{Op, is_name};
use crate::text::{Cursor, Place};
use comity_core::{Error, Result};
use num_traits::ToPrimitive;

/// Parentheses, functions and signs that may stand within one another.
const DEPTH: usize = 100;
/// The largest whole power.
const POWER: i32 = 1000;

pub(super) fn parse(text: &str, place: Place) -> Result<Vec<Op>> {
    let mut cursor = Cursor::new(text, place);
    let (token, place) = next(&mut cursor)?;
    let mut p = Parser { cursor, token, place, ops: Vec::new(), depth: 0 };
    p.sum()?;
    match p.token {
        Token::End => Ok(p.ops),
        _ => Err(p.wrong("an operator or the end of the expression")),
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    token: Token,
    place: Place,
    ops: Vec<Op>,
    depth: usize,
}

impl Parser<'_> {
    fn wrong(&self, expected: &str) -> Error {
        self.place
            .error("the expression cannot be read")
            .value(self.token.to_string())
            .expected(expected)
    }

    fn advance(&mut self) -> Result<Token> {
        let (token, place) = next(&mut self.cursor)?;
        self.place = place;
        Ok(std::mem::replace(&mut self.token, token))
    }

    /// Takes the sign if it comes next.
    fn takes(&mut self, sign: char) -> Result<bool> {
        let there = self.token == Token::Sign(sign);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        match self.depth > DEPTH {
            true => Err(self.wrong("at most 100 parentheses or signs within one another")),
            false => Ok(()),
        }
    }

    fn sum(&mut self) -> Result<()> {
        self.product()?;
        loop {
            let op = match self.token {
                Token::Sign('+') => Op::Add,
                Token::Sign('-') => Op::Subtract,
                _ => return Ok(()),
            };
            self.advance()?;
            self.product()?;
            self.ops.push(op);
        }
    }

    fn product(&mut self) -> Result<()> {
        self.signed()?;
        loop {
            let op = match self.token {
                Token::Sign('*') => Op::Multiply,
                Token::Sign('/') => Op::Divide,
                _ => return Ok(()),
            };
            self.advance()?;
            self.signed()?;
            self.ops.push(op);
        }
    }

    fn signed(&mut self) -> Result<()> {
        if !self.takes('-')? {
            return self.power();
        }
        self.deeper()?;
        self.signed()?;
        self.depth -= 1;
        self.ops.push(Op::Negate);
        Ok(())
    }

    fn power(&mut self) -> Result<()> {
        self.atom()?;
        if !self.takes('^')? {
            return Ok(());
        }
        let closed = self.takes('(')?;
        let negative = self.takes('-')?;
        let exponent = match &self.token {
            Token::Number(n, _) if n.is_integer() => n.to_i32().filter(|n| *n <= POWER),
            _ => None,
        };
        let Some(exponent) = exponent else {
            return Err(self.wrong("a whole number up to 1000 as power"));
        };
        self.advance()?;
        if closed && !self.takes(')')? {
            return Err(self.wrong("`)`"));
        }
        if self.token == Token::Sign('^') {
            return Err(self.wrong("parentheses: `(a ^ b) ^ c`"));
        }
        self.ops.push(Op::Power(if negative { -exponent } else { exponent }));
        Ok(())
    }

    fn atom(&mut self) -> Result<()> {
        match self.token.clone() {
            Token::Number(n, _) => {
                self.advance()?;
                self.ops.push(Op::Number(n));
            }
            Token::Name(name) if is_name(&name) => {
                self.advance()?;
                self.ops.push(Op::Name(name));
            }
            Token::Name(function) => {
                self.advance()?;
                self.call(&function)?;
            }
            Token::Sign('(') => {
                self.list(false)?;
            }
            _ => return Err(self.wrong("a number, a name or `(`")),
        }
        match self.token {
            Token::Number(..) | Token::Name(_) | Token::Sign('(') => Err(self
                .wrong("an operator")
                .hint("a product is written `a * b`; the functions are min, max and sqrt")),
            _ => Ok(()),
        }
    }

    fn call(&mut self, function: &str) -> Result<()> {
        let place = self.place;
        if self.token != Token::Sign('(') {
            return Err(self.wrong(&format!("`(` after `{function}`")));
        }
        let count = self.list(true)?;
        self.ops.push(match (function, count) {
            ("sqrt", 1) => Op::Root,
            ("min", 2..) => Op::Least(count),
            ("max", 2..) => Op::Greatest(count),
            _ => {
                return Err(place
                    .error(format!("`{function}` has the wrong number of arguments"))
                    .value(count.to_string())
                    .expected(if function == "sqrt" { "one" } else { "two or more" }));
            }
        });
        Ok(())
    }

    /// What stands in parentheses; how many expressions it is.
    fn list(&mut self, many: bool) -> Result<u32> {
        self.deeper()?;
        self.advance()?;
        let mut count = 1;
        self.sum()?;
        while many && self.takes(',')? {
            self.sum()?;
            count += 1;
        }
        if !self.takes(')')? {
            return Err(self.wrong(if many { "`,` or `)`" } else { "an operator or `)`" }));
        }
        self.depth -= 1;
        Ok(count)
    }
}
