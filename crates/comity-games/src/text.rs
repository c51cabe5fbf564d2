//! Reading text with the place in mind.

use comity_core::{Code, Error};

/// A place in a text; both numbers start at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    /// In characters.
    pub(crate) column: u64,
}

impl Place {
    pub(crate) const START: Self = Self { line: 1, column: 1 };

    /// The place of byte number `at` of a text.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.bytes().filter(|&b| b == b'\n').count() as u64 + 1;
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        let column = before.get(start..).unwrap_or("").chars().count() as u64 + 1;
        Self { line, column }
    }

    /// A `game/syntax` error at this place.
    pub(crate) fn error(self, message: impl Into<String>) -> Error {
        self.on(Error::new(Code::BadGameText, message))
    }

    /// The error, at this place unless it has one.
    pub(crate) fn on(self, error: Error) -> Error {
        match error.row_number() {
            Some(_) => error,
            None => error.row(self.line).column(self.column.to_string()),
        }
    }
}

/// Walks over a text character by character.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    rest: &'a str,
    pub(crate) place: Place,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, place: Place) -> Self {
        Self { rest: text, place }
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(crate) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        match c {
            '\n' => self.place = Place { line: self.place.line + 1, column: 1 },
            _ => self.place.column += 1,
        }
        Some(c)
    }

    /// Takes the characters for which `wanted` holds.
    pub(crate) fn take(&mut self, mut wanted: impl FnMut(char) -> bool) -> &'a str {
        let start = self.rest;
        while self.peek().is_some_and(&mut wanted) {
            self.next();
        }
        start.get(..start.len() - self.rest.len()).unwrap_or("")
    }

    pub(crate) fn skip_space(&mut self) {
        self.take(char::is_whitespace);
    }
}

/// Names like the one that does not exist, the likest first, and a hint that offers them.
pub(crate) fn did_you_mean<'a>(
    error: Error,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Error {
    let known: Vec<&str> = known.collect();
    let mut near: Vec<(f64, &str)> = known
        .iter()
        .map(|k| {
            (strsim::normalized_damerau_levenshtein(&k.to_lowercase(), &name.to_lowercase()), *k)
        })
        .filter(|(alike, _)| *alike >= 0.5)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let shown: Vec<String> = near.iter().take(3).map(|(_, k)| (*k).to_owned()).collect();
    let error = error.value(name);
    match (shown.is_empty(), known.is_empty()) {
        (false, _) => error.candidates(shown).hint("did you mean one of these?"),
        (true, false) => error.hint(format!(
            "known: {}",
            known.iter().take(20).copied().collect::<Vec<_>>().join(", ")
        )),
        (true, true) => error,
    }
}
