//! A formula as tokens.

use super::error::{FormulaError, Result};

/// Longest formula read, in bytes.
const LONGEST: usize = 4_000;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A name of a column or a function.
    Name(String),
    /// A number; never negative.
    Number(f64),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
    /// The end of the formula.
    End,
}

impl Kind {
    /// As it was written.
    pub(super) fn shown(&self) -> String {
        match self {
            Kind::Name(name) => name.clone(),
            Kind::Number(x) => x.to_string(),
            Kind::Sign(s) => (*s).to_owned(),
            Kind::End => String::new(),
        }
    }
}

/// A token with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) offset: usize,
}

/// Operators, the longer ones first.
const SIGNS: [&str; 17] =
    ["<=", ">=", "==", "!=", "~", "+", "-", "*", "/", "^", ":", "(", ")", ",", "<", ">", "="];

/// The tokens of a text; the last is the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    if text.len() > LONGEST {
        return Err(FormulaError::new(0, "the formula is too long", "", "at most 4,000 bytes"));
    }
    let mut out = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let offset = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            out.push(Token { kind: Kind::End, offset });
            return Ok(out);
        };
        let (kind, length) = if first.is_alphabetic() || first == '_' {
            let name: String = rest.chars().take_while(|c| part_of_name(*c)).collect();
            let length = name.len();
            (Kind::Name(name), length)
        } else if first.is_ascii_digit() || first == '.' {
            let length = number_length(rest);
            let written = rest.get(..length).unwrap_or_default();
            match written.parse::<f64>() {
                Ok(x) if x.is_finite() => (Kind::Number(x), length),
                _ => {
                    let found: String = rest.chars().take(length.max(1)).collect();
                    return Err(FormulaError::new(offset, "not a number", found, "such as 0.5"));
                }
            }
        } else if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            (Kind::Sign(sign), sign.len())
        } else {
            return Err(FormulaError::new(
                offset,
                "a formula has no such character",
                first.to_string(),
                "a column, a number, an operator or a bracket",
            ));
        };
        out.push(Token { kind, offset });
        rest = rest.get(length..).unwrap_or_default();
    }
}

fn part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// Bytes of the number that a text begins with: digits, a point, an exponent.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut i = 0;
    while digit(i) || bytes.get(i) == Some(&b'.') {
        i += 1;
    }
    if matches!(bytes.get(i), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(i + 1), Some(b'+' | b'-')));
        if digit(i + 1 + sign) {
            i += 1 + sign;
            while digit(i) {
                i += 1;
            }
        }
    }
    i
}
