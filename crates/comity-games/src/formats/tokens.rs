//! The words of Gambit's files.

use super::outcome::Outcome;
use crate::exact;
use crate::scalar::Rational;
use crate::text::{Cursor, Place};
use comity_core::{Error, Result};
use num_traits::ToPrimitive;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Text(String),
    Number(Rational, String),
    Word(String),
    Open,
    Close,
    Comma,
    End,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Number(_, text) | Self::Word(text) => f.write_str(text),
            Self::Open => f.write_str("{"),
            Self::Close => f.write_str("}"),
            Self::Comma => f.write_str(","),
            Self::End => f.write_str("end of the file"),
        }
    }
}

/// Reads tokens with one in view.
pub(super) struct Tokens<'a> {
    cursor: Cursor<'a>,
    pub(super) token: Token,
    /// Where the token in view starts.
    pub(super) place: Place,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut tokens = Self {
            cursor: Cursor::new(text, Place::START),
            token: Token::End,
            place: Place::START,
        };
        tokens.advance()?;
        Ok(tokens)
    }

    /// That something else was expected where the token in view stands.
    pub(super) fn wrong(&self, expected: impl Into<String>) -> Error {
        self.place.error("the file cannot be read").value(self.token.to_string()).expected(expected)
    }

    /// Takes the token in view.
    pub(super) fn advance(&mut self) -> Result<Token> {
        self.cursor.skip_space();
        self.place = self.cursor.place;
        let token = self.scan()?;
        Ok(std::mem::replace(&mut self.token, token))
    }

    fn scan(&mut self) -> Result<Token> {
        let Some(first) = self.cursor.peek() else { return Ok(Token::End) };
        if first == '"' {
            return self.scan_text();
        }
        if first.is_ascii_digit() || "+-.".contains(first) {
            let text = self.cursor.take(|c| c.is_ascii_alphanumeric() || "+-./".contains(c));
            let value = exact::signed(text).ok_or_else(|| {
                self.place
                    .error("this is not a number")
                    .value(text)
                    .expected("a number such as 2, -0.25 or 1/3, of at most 1000 digits")
            })?;
            return Ok(Token::Number(value, text.to_owned()));
        }
        let sign = match first {
            '{' => Token::Open,
            '}' => Token::Close,
            ',' => Token::Comma,
            _ => {
                let end = |c: char| c.is_whitespace() || "{},\"".contains(c);
                return Ok(Token::Word(self.cursor.take(|c| !end(c)).to_owned()));
            }
        };
        self.cursor.next();
        Ok(sign)
    }

    /// What stands in quotation marks; `\"` and `\\` stand for the second sign.
    fn scan_text(&mut self) -> Result<Token> {
        self.cursor.next();
        let mut text = String::new();
        loop {
            match self.cursor.next() {
                Some('"') => return Ok(Token::Text(text)),
                Some('\\') => match self.cursor.peek() {
                    Some(c @ ('"' | '\\')) => {
                        self.cursor.next();
                        text.push(c);
                    }
                    _ => text.push('\\'),
                },
                Some(c) => text.push(c),
                None => {
                    return Err(self
                        .place
                        .error("text in quotation marks does not end")
                        .value(text)
                        .expected("a closing quotation mark"));
                }
            }
        }
    }

    pub(super) fn expect(&mut self, token: &Token) -> Result<()> {
        if self.token != *token {
            return Err(self.wrong(format!("`{token}`")));
        }
        self.advance().map(drop)
    }

    pub(super) fn text(&mut self, what: &str) -> Result<String> {
        match &mut self.token {
            Token::Text(text) => {
                let text = std::mem::take(text);
                self.advance()?;
                Ok(text)
            }
            _ => Err(self.wrong(format!("{what} in quotation marks"))),
        }
    }

    pub(super) fn number(&mut self, what: &str) -> Result<Rational> {
        match &self.token {
            Token::Number(value, _) => {
                let value = value.clone();
                self.advance()?;
                Ok(value)
            }
            _ => Err(self.wrong(what)),
        }
    }

    /// A whole number from `least` on.
    pub(super) fn whole(&mut self, least: u32, what: &str) -> Result<u32> {
        let value = match &self.token {
            Token::Number(value, _) if value.is_integer() => value.to_u32(),
            _ => None,
        };
        match value.filter(|v| *v >= least) {
            Some(value) => self.advance().map(|_| value),
            None => Err(self.wrong(format!("{what}, a whole number from {least} on"))),
        }
    }

    /// Takes `{`, labels, `}`.
    pub(super) fn labels(&mut self, what: &str) -> Result<Vec<String>> {
        self.expect(&Token::Open)?;
        let mut labels = Vec::new();
        while self.token != Token::Close {
            labels.push(self.text(what)?);
        }
        self.advance()?;
        Ok(labels)
    }

    /// The name of an outcome and its payoffs.
    pub(super) fn outcome(&mut self, players: usize) -> Result<Outcome> {
        let label = self.text("the name of an outcome")?;
        self.expect(&Token::Open)?;
        let payoffs = self.payoffs(players)?;
        self.expect(&Token::Close)?;
        Ok(Outcome { label, payoffs })
    }

    /// So many numbers, with or without commas.
    pub(super) fn payoffs(&mut self, count: usize) -> Result<Vec<Rational>> {
        let mut payoffs = Vec::new();
        for i in 1..=count {
            payoffs.push(self.number(&format!("the payoff of player {i} of {count}"))?);
            if self.token == Token::Comma {
                self.advance()?;
            }
        }
        Ok(payoffs)
    }

    /// The start of a file: its kind, version and type of numbers, its title and players.
    pub(super) fn prologue(&mut self, kind: &str, version: &str) -> Result<(String, Vec<String>)> {
        if self.token != Token::Word(kind.to_owned()) {
            return Err(self.wrong(format!("`{kind}` at the start of the file")));
        }
        self.advance()?;
        if !matches!(&self.token, Token::Number(_, text) if text == version) {
            return Err(self.wrong(format!("version {version}")));
        }
        self.advance()?;
        if !matches!(&self.token, Token::Word(w) if w == "R" || w == "D") {
            return Err(self.wrong("`R` or `D`"));
        }
        self.advance()?;
        let title = self.text("the title of the game")?;
        let place = self.place;
        let players = self.labels("the name of a player")?;
        match players.is_empty() {
            true => Err(place.error("the game has no player").expected("one player or more")),
            false => Ok((title, players)),
        }
    }

    /// The comment, if there is one.
    pub(super) fn comment(&mut self) -> Result<String> {
        match self.token {
            Token::Text(_) => self.text("a comment"),
            _ => Ok(String::new()),
        }
    }
}

/// Payoffs that a game may have in all: a million, or as many as the text has bytes.
pub(super) fn most_payoffs(text: &str) -> usize {
    text.len().max(1_000_000)
}
