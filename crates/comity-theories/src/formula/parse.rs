//! From text to terms, by recursive descent. No text makes it panic.

use super::error::{FormulaError, Result};
use super::expand::Terms;
use super::expression::{Expression, Factor, Scalar};
use super::token::{Kind, Token, tokens};

/// Deepest nesting of brackets.
const DEEPEST: usize = 40;
/// Highest degree of a curve or a power of a sum.
const HIGHEST: f64 = 10.0;

/// A formula that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The outcome on the left; `None` when the formula begins with `~`.
    pub outcome: Option<String>,
    /// The terms on the right: main effects first, then interactions.
    pub terms: Vec<Expression>,
    /// Every column named on the right with the byte offset where it stands.
    pub names: Vec<(String, usize)>,
}

/// Reads a formula.
///
/// ```
/// use comity_theories::formula::parse;
/// let f = parse("coop_any ~ a * b + log(c + 1) + ns(year, 3)")?;
/// let terms: Vec<String> = f.terms.iter().map(ToString::to_string).collect();
/// assert_eq!(terms, ["a", "b", "log(c + 1)", "ns(year, 3)", "a:b"]);
/// let e = parse("coop_any ~ a + + b").unwrap_err();
/// assert_eq!((e.offset, e.found.as_str()), (15, "+"));
/// # Ok::<(), comity_theories::formula::FormulaError>(())
/// ```
///
/// # Errors
/// Naming the place, what stands there, and what should.
pub fn parse(text: &str) -> std::result::Result<Formula, FormulaError> {
    let mut p = Parser { tokens: tokens(text)?, next: 0, names: Vec::new(), depth: 0 };
    let outcome = match p.peek().kind.clone() {
        Kind::Name(name) => {
            p.next += 1;
            Some(name)
        }
        _ => None,
    };
    p.sign("~", "`~` between the outcome and the terms, as in `coop_any ~ age_lag1`")?;
    let terms = p.sum()?;
    match p.peek().kind {
        Kind::End => {}
        _ => return Err(p.unexpected("an operator or the end of the formula")),
    }
    let terms = terms.in_order();
    if terms.is_empty() {
        return Err(p.unexpected("at least one term on the right of `~`"));
    }
    Ok(Formula { outcome, terms, names: p.names })
}

/// A place in the tokens of a formula.
pub(super) struct Parser {
    tokens: Vec<Token>,
    pub(super) next: usize,
    pub(super) names: Vec<(String, usize)>,
    depth: usize,
}

impl Parser {
    pub(super) fn peek(&self) -> &Token {
        static END: Token = Token { kind: Kind::End, offset: 0 };
        // The last token is the end and is never passed.
        self.tokens.get(self.next).or(self.tokens.last()).unwrap_or(&END)
    }

    pub(super) fn unexpected(&self, expected: &str) -> FormulaError {
        let t = self.peek();
        let message = match t.kind {
            Kind::End => "the formula ends too early".to_owned(),
            _ => format!("`{}` cannot stand here", t.kind.shown()),
        };
        FormulaError::new(t.offset, message, t.kind.shown(), expected)
    }

    pub(super) fn at(&self, sign: &'static str) -> bool {
        self.peek().kind == Kind::Sign(sign)
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let found = self.at(sign);
        self.next += usize::from(found);
        found
    }

    pub(super) fn sign(&mut self, sign: &'static str, expected: &str) -> Result<()> {
        if self.take(sign) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    pub(super) fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let mut e = self.unexpected("at most 40 brackets within each other");
            e.message = "the brackets are nested too deeply".to_owned();
            return Err(e);
        }
        let found = inner(self);
        self.depth -= 1;
        found
    }

    /// Terms with `+` and `-` between them. `1` and `+ 1` name the intercept, which every
    /// theory has.
    fn sum(&mut self) -> Result<Terms> {
        let mut terms = self.crossing()?;
        loop {
            let offset = self.peek().offset;
            if self.take("+") {
                let next = self.crossing()?;
                terms = terms.plus(next, offset)?;
            } else if self.take("-") {
                let offset = self.peek().offset;
                if matches!(self.peek().kind, Kind::Number(_)) {
                    return Err(self.unexpected("a term; the intercept cannot be taken out"));
                }
                let next = self.crossing()?;
                terms = terms.minus(&next).ok_or_else(|| {
                    FormulaError::new(
                        offset,
                        "there is no such term to take out",
                        "",
                        "a term before it",
                    )
                })?;
            } else {
                return Ok(terms);
            }
        }
    }

    fn crossing(&mut self) -> Result<Terms> {
        let mut terms = self.interaction()?;
        loop {
            let offset = self.peek().offset;
            if !self.take("*") {
                return Ok(terms);
            }
            let next = self.interaction()?;
            terms = terms.crossing(next, offset)?;
        }
    }

    fn interaction(&mut self) -> Result<Terms> {
        let mut terms = self.power()?;
        loop {
            let offset = self.peek().offset;
            if !self.take(":") {
                return Ok(terms);
            }
            let next = self.power()?;
            terms = terms.interaction(&next, offset)?;
        }
    }

    fn power(&mut self) -> Result<Terms> {
        let terms = self.atom()?;
        let offset = self.peek().offset;
        if !self.take("^") {
            return Ok(terms);
        }
        let n = self.whole("a whole number from 1 to 10; a square of a column is `I(x^2)`")?;
        let mut out = terms.clone();
        for _ in 1..n {
            out = out.crossing(terms.clone(), offset)?;
        }
        Ok(out)
    }

    fn atom(&mut self) -> Result<Terms> {
        const EXPECTED: &str = "a column, a function such as log(x), or a bracket";
        let token = self.peek().clone();
        match token.kind {
            Kind::Sign("(") => self.nested(|p| {
                p.next += 1;
                let terms = p.sum()?;
                p.sign(")", "`)` or an operator")?;
                Ok(terms)
            }),
            Kind::Number(1.0) => {
                self.next += 1;
                Ok(Terms::default())
            }
            Kind::Number(_) => Err(self
                .unexpected("a term; every theory has an intercept, and numbers belong in I(…)")),
            Kind::Name(name) => {
                self.next += 1;
                if self.at("(") {
                    return Ok(Terms::one(self.function(&name, token.offset)?));
                }
                self.names.push((name.clone(), token.offset));
                Ok(Terms::one(Factor::One(Scalar::Variable(name))))
            }
            _ => Err(self.unexpected(EXPECTED)),
        }
    }

    /// A function at the top of a term, its name already read.
    fn function(&mut self, name: &str, offset: usize) -> Result<Factor> {
        match name {
            "ns" => self.curve("df", Factor::Spline),
            "poly" => self.curve("degree", Factor::Polynomial),
            "I" => self.argument().map(Factor::One),
            _ => self.call(name, offset).map(Factor::One),
        }
    }

    /// `(x, n)` or `(x, df = n)`.
    fn curve(&mut self, named: &str, make: fn(Scalar, u8) -> Factor) -> Result<Factor> {
        self.nested(|p| {
            p.next += 1;
            let of = p.arithmetic(1)?;
            p.sign(",", "`,` and a whole number, as in ns(year, 3)")?;
            if p.peek().kind == Kind::Name(named.to_owned()) {
                p.next += 1;
                p.sign("=", "`=`")?;
            }
            let n = p.whole("a whole number from 1 to 10")?;
            p.sign(")", "`)`")?;
            Ok(make(of, n))
        })
    }

    fn whole(&mut self, expected: &str) -> Result<u8> {
        match self.peek().kind {
            Kind::Number(x) if x.fract() == 0.0 && (1.0..=HIGHEST).contains(&x) => {
                self.next += 1;
                Ok(x as u8)
            }
            _ => Err(self.unexpected(expected)),
        }
    }
}
