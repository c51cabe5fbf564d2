//! The words of an expression.

use crate::exact;
use crate::scalar::Rational;
use crate::text::{Cursor, Place};
use comity_core::Result;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(Rational, String),
    Name(String),
    Sign(char),
    End,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(_, text) | Self::Name(text) => f.write_str(text),
            Self::Sign(c) => write!(f, "{c}"),
            Self::End => f.write_str("end of the expression"),
        }
    }
}

/// The next token and its place.
pub(super) fn next(cursor: &mut Cursor<'_>) -> Result<(Token, Place)> {
    cursor.skip_space();
    let place = cursor.place;
    let Some(first) = cursor.peek() else { return Ok((Token::End, place)) };
    if first.is_ascii_digit() || first == '.' {
        let text = number(cursor);
        let value = exact::decimal(&text).ok_or_else(|| {
            place
                .error("this is not a number")
                .value(&text)
                .expected("a number such as 2, 0.25 or 1e-3, of at most 1000 digits")
        })?;
        return Ok((Token::Number(value, text), place));
    }
    if first.is_alphabetic() || first == '_' {
        let text = cursor.take(|c| c.is_alphanumeric() || c == '_');
        return Ok((Token::Name(text.to_owned()), place));
    }
    if "+-*/^(),".contains(first) {
        cursor.next();
        return Ok((Token::Sign(first), place));
    }
    Err(place
        .error("an expression has no such sign")
        .value(first.to_string())
        .expected("a number, a name, an operator or a parenthesis"))
}

fn number(cursor: &mut Cursor<'_>) -> String {
    let mut text = cursor.take(|c| c.is_ascii_digit() || c == '.').to_owned();
    let mut ahead = cursor.clone();
    if let Some(e @ ('e' | 'E')) = ahead.next() {
        let sign = ahead.take(|c| c == '-' || c == '+').to_owned();
        let digits = ahead.take(|c| c.is_ascii_digit());
        if !digits.is_empty() {
            text.push(e);
            text.push_str(&sign);
            text.push_str(digits);
            *cursor = ahead;
        }
    }
    text
}
