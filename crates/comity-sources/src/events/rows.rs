//! What the readers of events write to: batches, counts and notes.

use super::batch::{Builders, Side, What};
use super::read::EventFile;
use super::source::EventSource;
use crate::notes::{Notes, Tally};
use arrow_array::RecordBatch;
use comity_core::{EventClass, EventCodebook, EventScheme, Result};
use jiff::civil::Date;

/// Most rows of one batch.
const BATCH_ROWS: usize = 8 * 1024;

const UNNAMED: &str = "left out: one side is not named";
const SAME: &str = "left out: both sides are the same actor";

/// The rows of one file of events.
pub(crate) struct Rows<'s> {
    book: &'s EventCodebook,
    scheme: EventScheme,
    sink: &'s mut dyn FnMut(RecordBatch) -> Result<()>,
    builders: Builders,
    events: u64,
    other: u64,
    days: Option<(Date, Date)>,
    notes: Notes,
}

impl<'s> Rows<'s> {
    /// No rows yet.
    pub(crate) fn new(
        book: &'s EventCodebook,
        scheme: EventScheme,
        sink: &'s mut dyn FnMut(RecordBatch) -> Result<()>,
    ) -> Self {
        Self {
            book,
            scheme,
            sink,
            builders: Builders::default(),
            events: 0,
            other: 0,
            days: None,
            notes: Notes::default(),
        }
    }

    /// What a code by itself stands for, if it is an event.
    pub(crate) fn class(&self, code: &str) -> Option<EventClass> {
        self.book.class(self.scheme, code, &[])
    }

    /// What a type of event stands for, and its code in the codebook: the type with the first
    /// of `details` that is listed, or the type by itself.
    pub(crate) fn matched(&self, kind: &str, details: &[&str]) -> Option<(String, EventClass)> {
        let class = |code: String| self.class(&code).map(|class| (code, class));
        details
            .iter()
            .find_map(|detail| class(format!("{kind}/{detail}")))
            .or_else(|| class(kind.to_owned()))
    }

    /// Counts a row whose code is no event.
    pub(crate) fn other(&mut self) {
        self.other += 1;
    }

    /// Notes that `message` holds for a row of the file.
    pub(crate) fn note(&mut self, message: &'static str, row: u64) {
        self.notes.add(message, row);
    }

    /// Notes that `message` holds for several rows.
    pub(crate) fn note_all(&mut self, message: &'static str, rows: Tally) {
        self.notes.set(message, rows);
    }

    /// Appends an event, unless one side is not named or both are the same, which is noted.
    /// Whether it was appended is given back.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn event(
        &mut self,
        what: &What<'_>,
        sender: Option<&Side<'_>>,
        receiver: Option<&Side<'_>>,
    ) -> Result<bool> {
        let (Some(sender), Some(receiver)) = (sender, receiver) else {
            self.note(UNNAMED, what.row);
            return Ok(false);
        };
        if sender.is(receiver) {
            self.note(SAME, what.row);
            return Ok(false);
        }
        let (first, last) = what.days;
        self.builders.append(what, sender, receiver);
        self.events += 1;
        let (from, to) = self.days.unwrap_or(what.days);
        self.days = Some((from.min(first), to.max(last)));
        if self.builders.rows >= BATCH_ROWS {
            (self.sink)(self.builders.take()?)?;
        }
        Ok(true)
    }

    /// Flushes what is left and sums up.
    ///
    /// # Errors
    /// Those of the sink.
    pub(crate) fn finish(mut self, source: EventSource, rows: u64) -> Result<EventFile> {
        if self.builders.rows > 0 {
            (self.sink)(self.builders.take()?)?;
        }
        let (first, last) = self.days.unzip();
        let notes = self.notes.finish();
        Ok(EventFile { source, rows, events: self.events, other: self.other, first, last, notes })
    }
}
