//! From text to terms, by recursive descent. No text makes it panic.

use super::Unit;
use super::term::{self, Given};
use super::token::{Kind, Token, fault, tokens};
use crate::terms::Term;
use comity_core::{Error, Result};

/// A value of an option.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A word.
    Word(String),
    /// A number, in the stream's unit if it is a duration.
    Number(f64),
    /// Two numbers.
    Range(f64, f64),
}

/// Reads a formula.
///
/// ```
/// use comity_relational::formula::{Unit, parse};
/// let terms = parse("~ inertia + reciprocity(decay = 4w) + difference(age)", Unit::Days)?;
/// assert_eq!(terms[1].name(), "reciprocity(decay = 28)");
/// let e = parse("~ inertia + inertai", Unit::Days).unwrap_err();
/// assert_eq!(e.candidate_names(), ["inertia"]);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `relational/bad-formula`, with the place, what stands there, what should, and names that
/// may have been meant.
pub fn parse(text: &str, unit: Unit) -> Result<Vec<Term>> {
    let mut p = Parser { tokens: tokens(text)?, next: 0, unit };
    p.take('~');
    let mut terms = vec![p.term()?];
    while p.take('+') {
        terms.push(p.term()?);
    }
    match p.now().kind {
        Kind::End => Ok(terms),
        _ => Err(p.fault("this cannot stand here", "`+` or the end of the formula")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    unit: Unit,
}

impl Parser {
    fn now(&self) -> &Token {
        static END: Token = Token { kind: Kind::End, place: 0 };
        // The last token is the end and is never passed.
        self.tokens.get(self.next).or(self.tokens.last()).unwrap_or(&END)
    }

    fn fault(&self, message: &str, expected: &str) -> Error {
        let t = self.now();
        fault(t.place, &t.shown(), message, expected)
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.now().kind == Kind::Sign(sign);
        self.next += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char, expected: &str) -> Result<()> {
        if self.take(sign) { Ok(()) } else { Err(self.fault("this cannot stand here", expected)) }
    }

    fn term(&mut self) -> Result<Term> {
        let token = self.now().clone();
        let name = match &token.kind {
            Kind::Name(name) => name.clone(),
            // As R writes an intercept.
            Kind::Number(1.0, unit) if unit.is_empty() => "baseline".to_owned(),
            _ => return Err(self.fault("a term is missing", "a term such as `inertia`")),
        };
        self.next += 1;
        let mut given = Given { name, place: token.place, words: Vec::new(), options: Vec::new() };
        if self.take('(') && !self.take(')') {
            loop {
                self.option(&mut given)?;
                if self.take(')') {
                    break;
                }
                self.sign(',', "`,` or `)`")?;
            }
        }
        term::build(&given)
    }

    fn option(&mut self, given: &mut Given) -> Result<()> {
        let token = self.now().clone();
        let Kind::Name(name) = token.kind else {
            return Err(self.fault("an option is missing", "an option such as `layer = fights`"));
        };
        self.next += 1;
        if self.take('=') {
            let value = self.value()?;
            given.options.push((name, token.place, value));
        } else {
            given.words.push((name, token.place));
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Value> {
        const EXPECTED: &str = "a name, a number or a duration such as 90d";
        match self.now().kind.clone() {
            Kind::Name(name) => {
                self.next += 1;
                Ok(Value::Word(name))
            }
            Kind::Number(..) => {
                let from = self.number()?;
                if self.take(':') {
                    return Ok(Value::Range(from, self.number()?));
                }
                Ok(Value::Number(from))
            }
            _ => Err(self.fault("a value is missing", EXPECTED)),
        }
    }

    fn number(&mut self) -> Result<f64> {
        let Kind::Number(v, unit) = self.now().kind.clone() else {
            return Err(self.fault("a number is missing", "a number or a duration such as 90d"));
        };
        let seconds = match unit.as_str() {
            "" => {
                self.next += 1;
                return Ok(v);
            }
            "s" => 1.0,
            "min" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            "w" => 7.0 * 86_400.0,
            "y" => 365.25 * 86_400.0,
            _ => return Err(self.fault("this is no unit of time", "s, min, h, d, w or y")),
        };
        let Some(own) = self.unit.seconds() else {
            let expected = "a plain number, since the unit of the stream's times is not known";
            return Err(self.fault("this duration cannot be understood", expected));
        };
        self.next += 1;
        Ok(v * seconds / own)
    }
}
