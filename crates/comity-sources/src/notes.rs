//! What was seen in a file that is no error and yet should be known.

use crate::types::Note;
use std::collections::BTreeMap;

/// Most rows that a note lists.
const ROWS_NOTED: usize = 20;

/// How many rows something was seen in, and the first of them.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    count: u64,
    rows: Vec<u64>,
}

impl Tally {
    /// One more row.
    pub(crate) fn add(&mut self, row: u64) {
        self.count += 1;
        if self.rows.len() < ROWS_NOTED {
            self.rows.push(row);
        }
    }

    /// Number of rows.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// The first row, if there is one.
    pub(crate) fn first(&self) -> Option<u64> {
        self.rows.first().copied()
    }
}

/// The notes about one file.
#[derive(Debug, Default)]
pub(crate) struct Notes(BTreeMap<&'static str, Tally>);

impl Notes {
    /// Notes that `message` holds for a row of the file.
    pub(crate) fn add(&mut self, message: &'static str, row: u64) {
        self.0.entry(message).or_default().add(row);
    }

    /// Notes that `message` holds for the rows of `tally`, if there are any.
    pub(crate) fn set(&mut self, message: &'static str, tally: Tally) {
        if tally.count > 0 {
            self.0.insert(message, tally);
        }
    }

    /// The notes, in order of their messages.
    pub(crate) fn finish(self) -> Vec<Note> {
        let note = |(message, Tally { count, rows }): (&str, Tally)| Note {
            message: message.to_owned(),
            count,
            rows,
        };
        self.0.into_iter().map(note).collect()
    }
}
