//! Words and signs of a formula.

use comity_core::{Code, Error, Result};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Name(String),
    /// A number, and the letters right behind it.
    Number(f64, String),
    Sign(char),
    End,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Place of its first sign, counted from one.
    pub(super) place: usize,
}

impl Token {
    pub(super) fn shown(&self) -> String {
        match &self.kind {
            Kind::Name(name) => name.clone(),
            Kind::Number(v, unit) => format!("{v}{unit}"),
            Kind::Sign(c) => c.to_string(),
            Kind::End => "the end".to_owned(),
        }
    }
}

/// An error of a formula at a place, counted in signs from one.
pub(super) fn fault(place: usize, found: &str, message: &str, expected: &str) -> Error {
    Error::new(Code::BadEventFormula, format!("{message}, at sign {place}"))
        .value(found)
        .expected(expected)
}

/// Takes signs while they satisfy `of`.
fn take(signs: &[char], at: &mut usize, of: impl Fn(char) -> bool) -> String {
    let from = *at;
    while signs.get(*at).is_some_and(|&c| of(c)) {
        *at += 1;
    }
    signs[from..*at].iter().collect()
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let signs: Vec<char> = text.chars().collect();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = signs.get(at) {
        let place = at + 1;
        let kind = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '~' | '+' | '(' | ')' | ',' | '=' | ':' => {
                at += 1;
                Kind::Sign(c)
            }
            '"' => {
                at += 1;
                let name = take(&signs, &mut at, |c| c != '"');
                if signs.get(at).is_none() {
                    return Err(fault(place, &name, "the quotation does not end", "`\"`"));
                }
                at += 1;
                Kind::Name(name)
            }
            c if c.is_ascii_digit() || c == '.' => number(&signs, &mut at)?,
            c if word(c) => Kind::Name(take(&signs, &mut at, word)),
            c => {
                let expected = "a term, `+`, or an option";
                return Err(fault(place, &c.to_string(), "this sign means nothing here", expected));
            }
        };
        out.push(Token { kind, place });
    }
    out.push(Token { kind: Kind::End, place: signs.len() + 1 });
    Ok(out)
}

fn number(signs: &[char], at: &mut usize) -> Result<Kind> {
    let place = *at + 1;
    let mut digits = take(signs, at, |c| c.is_ascii_digit() || c == '.');
    let exponent = match (signs.get(*at), signs.get(*at + 1), signs.get(*at + 2)) {
        (Some('e' | 'E'), Some(c), _) if c.is_ascii_digit() => 1,
        (Some('e' | 'E'), Some('+' | '-'), Some(c)) if c.is_ascii_digit() => 2,
        _ => 0,
    };
    if exponent > 0 {
        digits.extend(&signs[*at..*at + exponent]);
        *at += exponent;
        digits.push_str(&take(signs, at, |c| c.is_ascii_digit()));
    }
    let unit = take(signs, at, char::is_alphabetic);
    match digits.parse::<f64>() {
        Ok(v) if v.is_finite() => Ok(Kind::Number(v, unit)),
        _ => Err(fault(place, &digits, "this is no number", "a number such as 90 or 0.5")),
    }
}
