//! Named payoffs, and how they and labels are written.

use crate::exact;
use crate::scalar::Rational;
use std::fmt::{self, Display, Write};

/// Payoffs under a name, which several nodes or contingencies may share.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The name; may be empty.
    pub label: String,
    /// One number a player.
    pub payoffs: Vec<Rational>,
}

impl Outcome {
    /// `1, 2`
    pub(super) fn list(&self) -> String {
        self.payoffs.iter().map(exact::shown).collect::<Vec<_>>().join(", ")
    }
}

/// A label in quotation marks. A backslash is doubled only where it would otherwise be taken
/// for part of an escape.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        let mut chars = self.0.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = match c {
                '"' => true,
                '\\' => matches!(chars.peek(), None | Some('"' | '\\')),
                _ => false,
            };
            if escaped {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        f.write_char('"')
    }
}

/// Labels in braces.
pub(super) struct List<'a>(pub(super) &'a [String]);

impl Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ ")?;
        for label in self.0 {
            write!(f, "{} ", Quoted(label))?;
        }
        f.write_char('}')
    }
}
