//! The entry point for files of events.

use super::open::with_sheet;
use super::rows::Rows;
use super::source::EventSource;
use super::{acled, gdelt, ged, icews, polecat};
use crate::sheet::Sheet;
use crate::types::Note;
use arrow_array::RecordBatch;
use comity_core::{Code, Error, EventCodebook, Result};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek};

/// What reading a file of events did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFile {
    /// Whose events they are.
    pub source: EventSource,
    /// Data rows of the file, the header not counted.
    pub rows: u64,
    /// Rows emitted. A row of ACLED may give several.
    pub events: u64,
    /// Data rows whose code is no event in the codebook.
    pub other: u64,
    /// The first day of any emitted event.
    pub first: Option<Date>,
    /// The last day of any emitted event.
    pub last: Option<Date>,
    /// What a person should know about the file, such as the rows that were left out.
    pub notes: Vec<Note>,
}

/// Streams the events of a file to `sink`, with their source, in batches of at most 8,192 rows in
/// the schema
/// [`event_schema`](super::event_schema). The source is recognised by its columns; gzip and
/// zip archives with one file are unpacked on the way. Memory does not grow with the file. A
/// caller that gets an error must drop what the sink received.
///
/// Of every row the date and the code are checked. A row whose code `book` does not list
/// counts as [`EventFile::other`]. Left out with a note are rows in which a side has no name
/// or both sides are the same actor; events that POLECAT marks as historical or hypothetical;
/// and rows of POLECAT with stray tabs. Of ACLED, a fight is also an event `joint` between
/// each actor and the actors associated with it. `name` is used in messages alone. Rows are
/// counted as a person counts records: the header is row 1, where there is one, and blank
/// lines are not counted.
///
/// ```
/// use comity_core::EventCodebook;
/// use comity_sources::{EventSource, read_event_rows};
/// let file = "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,\
///     date_start,date_end\n\
///     7,2,101,Group A,102,Group B,2016-01-01,2016-01-03\n";
/// let mut events = 0;
/// let read = read_event_rows(
///     "ged.csv",
///     std::io::Cursor::new(file),
///     &EventCodebook::bundled()?,
///     &mut |_, batch| {
///         events += batch.num_rows();
///         Ok(())
///     },
/// )?;
/// assert_eq!((read.source, read.rows, read.events, events), (EventSource::Ged, 1, 1, 1));
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// Codes `source/…`: the file is damaged, too large when unpacked, no source of events that
/// comity reads, or without rows; a column is missing; a date or a code is not what the
/// source may state; more than a twentieth of the rows of POLECAT, and more than 20, have
/// stray tabs. Every error names the file, and row, column and value where there are any.
/// [`Code::Io`] when the reader fails. Errors of `sink` are passed on.
pub fn read_event_rows<R: Read + Seek>(
    name: &str,
    mut reader: R,
    book: &EventCodebook,
    sink: &mut dyn FnMut(EventSource, RecordBatch) -> Result<()>,
) -> Result<EventFile> {
    let mut done = None;
    with_sheet(name, &mut reader, &mut |sheet, source| {
        done = Some(read(sheet, source, book, sink)?);
        Ok(())
    })?;
    done.ok_or_else(|| Error::new(Code::Unrecognised, "the file holds no table").file(name))
}

fn read(
    sheet: &mut Sheet<'_>,
    source: EventSource,
    book: &EventCodebook,
    sink: &mut dyn FnMut(EventSource, RecordBatch) -> Result<()>,
) -> Result<EventFile> {
    let mut tagged = |batch| sink(source, batch);
    let mut out = Rows::new(book, source.scheme(), &mut tagged);
    match source {
        EventSource::Ged => ged::read(sheet, &mut out)?,
        EventSource::Icews => icews::read(sheet, &mut out)?,
        EventSource::Polecat => polecat::read(sheet, &mut out)?,
        EventSource::Acled => acled::read(sheet, &mut out)?,
        EventSource::Gdelt => gdelt::read(sheet, &mut out)?,
    }
    if sheet.rows_read() == 0 {
        return Err(Error::new(Code::NoRows, "the file has a header and no rows")
            .file(sheet.file())
            .expected("at least one row of data")
            .hint("download the file again"));
    }
    out.finish(source, sheet.rows_read())
}
