//! Coded errors: every failure a user can cause has a stable code, the place it happened,
//! what was expected there and what to do about it.

use serde::Serialize;
use std::fmt;

/// Result with comity's coded error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident => $text:literal, $exit:ident;)+) => {
        /// A stable error code. Codes are never renamed or reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in the order of the reference page.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code as printed, such as `source/missing-column`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// The process exit status that this code leads to.
            #[must_use]
            pub const fn exit(self) -> Exit {
                match self { $(Code::$name => Exit::$exit,)+ }
            }

            /// What the code means, for the reference page.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+),)+ }
            }
        }
    };
}

/// Process exit status, by class of outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// The command did what was asked.
    Ok = 0,
    /// A fault of comity itself.
    Internal = 1,
    /// The command line could not be understood.
    Usage = 2,
    /// An input file is not what it should be; nothing was changed.
    BadInput = 3,
    /// A name is unknown or stands for several actors.
    Name = 4,
    /// The question cannot be answered from the evidence at hand.
    NoEvidence = 5,
    /// The evidence store is damaged.
    Store = 6,
    /// The file system, or a lock held by another run, refused.
    Io = 7,
    /// Data that a specification or a package needs are stale or missing.
    Stale = 8,
}

codes! {
    /// An actor id is not a number or a prefixed number.
    ActorId => "name/actor-id", Usage;
    /// No actor has this name.
    UnknownName => "name/unknown", Name;
    /// The name stands for several actors.
    AmbiguousName => "name/ambiguous", Name;
    /// Both names of a pair are the same actor.
    SameActor => "name/same-actor", Name;
    /// The file is none of the data sets comity reads.
    Unrecognised => "source/unrecognised", BadInput;
    /// The file is empty.
    Empty => "source/empty", BadInput;
    /// The file ends before it should.
    Truncated => "source/truncated", BadInput;
    /// The archive or compressed file is damaged.
    BadArchive => "source/bad-archive", BadInput;
    /// The archive unpacks to more than comity accepts.
    ArchiveTooLarge => "source/archive-too-large", BadInput;
    /// The text is in no encoding comity reads.
    BadEncoding => "source/bad-encoding", BadInput;
    /// The file has no header row.
    MissingHeader => "source/missing-header", BadInput;
    /// A column that the data set must have is absent.
    MissingColumn => "source/missing-column", BadInput;
    /// Two columns have the same name.
    DuplicateColumn => "source/duplicate-column", BadInput;
    /// A row has more or fewer cells than the header.
    RaggedRow => "source/ragged-row", BadInput;
    /// A cell that must be a number is not one.
    NotANumber => "source/not-a-number", BadInput;
    /// A year lies outside the years the source may state.
    ImpossibleYear => "source/impossible-year", BadInput;
    /// A date is not a date.
    BadDate => "source/bad-date", BadInput;
    /// A coded value is not in the source's codebook.
    BadCode => "source/bad-code", BadInput;
    /// A cell is longer than any cell of the source can be.
    CellTooLong => "source/cell-too-long", BadInput;
    /// Two rows have the same key.
    DuplicateKey => "source/duplicate-key", BadInput;
    /// A required cell is blank.
    MissingValue => "source/missing-value", BadInput;
    /// The file has a header and no rows.
    NoRows => "source/no-rows", BadInput;
    /// A spreadsheet or Stata file is damaged.
    BadWorkbook => "source/bad-workbook", BadInput;
    /// A named input file does not exist or is not a file.
    NoSuchFile => "io/no-such-file", BadInput;
    /// The file system refused an operation.
    Io => "io/failed", Io;
    /// Another run holds the store's lock.
    Locked => "store/locked", Io;
    /// A file of the store is missing or does not have the recorded hash.
    Damaged => "store/damaged", Store;
    /// The store was written by a newer comity.
    StoreVersion => "store/newer-version", Store;
    /// The source named is not in the store.
    NoSuchSource => "store/no-such-source", Usage;
    /// A needed source is absent or stale.
    Stale => "store/stale", Stale;
    /// A file of theories is not what it should be.
    BadTheory => "theory/invalid", BadInput;
    /// The formula of a theory cannot be read.
    BadFormula => "theory/bad-formula", BadInput;
    /// A game is not well formed: players, actions, probabilities or payoffs do not fit.
    BadGame => "game/invalid", BadInput;
    /// The text of a game or of a payoff cannot be read.
    BadGameText => "game/syntax", BadInput;
    /// No game of the catalogue, or no parameter of the game, has this name.
    NoSuchGame => "game/unknown", Usage;
    /// A stream of events has no events.
    NoEvents => "events/empty", NoEvidence;
    /// Events are not in order of time.
    Unsorted => "events/unsorted", BadInput;
    /// An event has the same actor on both sides.
    SelfLoop => "events/self-loop", BadInput;
    /// An event, an attribute or a presence names an actor who is not in the stream's list.
    UnknownActor => "events/unknown-actor", BadInput;
    /// A time, a weight or a value is not a finite number, or lies outside its range.
    BadEventValue => "events/bad-value", BadInput;
    /// A column that a stream needs is missing or of the wrong type.
    BadEventColumn => "events/bad-column", BadInput;
    /// An event happened between actors who were not at risk then.
    NotAtRisk => "events/not-at-risk", BadInput;
    /// A model would need more memory than its limit allows.
    TooLarge => "events/too-large", BadInput;
    /// The update stream could not be written to or read back from its store.
    Spill => "events/spill", Io;
    /// A term of a relational event model does not fit the stream, the model or its own options.
    BadTerm => "relational/bad-term", BadInput;
    /// The formula of a relational event model cannot be read.
    BadEventFormula => "relational/bad-formula", BadInput;
    /// A saved state of an optimiser belongs to another model.
    BadResume => "relational/bad-state", BadInput;
    /// A relational event model has no estimates to judge or to draw from.
    NoEstimates => "relational/no-estimates", NoEvidence;
    /// The codebook file is not a codebook.
    Codebook => "codebook/invalid", Internal;
    /// A setting is outside its range or two settings contradict each other.
    BadSetting => "usage/bad-setting", Usage;
    /// The panel or sample has no rows to work on.
    NoSample => "panel/no-rows", NoEvidence;
    /// A forecast's fields contradict each other.
    BadForecast => "forecast/invalid", Internal;
    /// The query engine failed.
    Query => "engine/query", Internal;
    /// A fault of comity itself.
    Internal => "internal", Internal;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

/// A coded error. The text form is one to four short lines; the JSON form has every field.
///
/// ```
/// use comity_core::{Code, Error};
/// let e = Error::new(Code::ImpossibleYear, "the year cannot be right")
///     .file("esd.csv").row(17).column("year").value("19990")
///     .expected("a year from 1946 to 2100").hint("download the file again");
/// assert_eq!(e.code().as_str(), "source/impossible-year");
/// assert!(e.to_string().contains("esd.csv, row 17, column `year`"));
/// ```
#[derive(Clone, Debug, Serialize, thiserror::Error)]
pub struct Error(Box<Fields>);

#[derive(Clone, Debug, Serialize)]
struct Fields {
    code: Code,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// Row of the file as a person counts: the header is row 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

const VALUE_SHOWN: usize = 80;

impl Error {
    /// A new error with a message in plain words, without trailing full stop.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Fields {
            code,
            message: message.into(),
            file: None,
            row: None,
            column: None,
            value: None,
            expected: None,
            candidates: Vec::new(),
            hint: None,
        }))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The message without place, expectation and hint.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file the error is about, if one was named.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The row the error is about (the header is row 1).
    #[must_use]
    pub fn row_number(&self) -> Option<u64> {
        self.0.row
    }

    /// The column the error is about.
    #[must_use]
    pub fn column_name(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// Names that may have been meant.
    #[must_use]
    pub fn candidate_names(&self) -> &[String] {
        &self.0.candidates
    }

    /// What to do about it.
    #[must_use]
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Names the file, unless an inner layer already did.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.0.file.get_or_insert(file.into());
        self
    }

    /// Names the row, counted as a person does: the header is row 1.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.0.row.get_or_insert(row);
        self
    }

    /// Names the column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.0.column.get_or_insert(column.into());
        self
    }

    /// Shows the offending value, shortened.
    #[must_use]
    pub fn value(mut self, value: impl AsRef<str>) -> Self {
        let value = value.as_ref();
        let mut shown: String = value.chars().take(VALUE_SHOWN).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        self.0.value = Some(shown);
        self
    }

    /// States what should have been there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = Some(expected.into());
        self
    }

    /// Lists names that may have been meant.
    #[must_use]
    pub fn candidates(mut self, names: Vec<String>) -> Self {
        self.0.candidates = names;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &self.0;
        let mut place = Vec::new();
        place.extend(e.file.clone());
        place.extend(e.row.map(|r| format!("row {r}")));
        place.extend(e.column.as_ref().map(|c| format!("column `{c}`")));
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(&e.message)?;
        if let Some(v) = &e.value {
            write!(f, " (found `{v}`)")?;
        }
        if let Some(x) = &e.expected {
            write!(f, "; expected {x}")?;
        }
        write!(f, " [{}]", e.code)?;
        for c in &e.candidates {
            write!(f, "\n  - {c}")?;
        }
        if let Some(h) = &e.hint {
            write!(f, "\nhint: {h}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct() {
        let texts: BTreeSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
    }

    #[test]
    fn inner_place_wins_and_long_values_are_cut() {
        let e =
            Error::new(Code::BadCode, "no such code").file("in").file("out").value("é".repeat(500));
        assert_eq!(e.file_name(), Some("in"));
        assert!(e.to_string().len() < 300);
    }
}
