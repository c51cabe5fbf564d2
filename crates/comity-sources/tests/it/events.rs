//! Files of dated events: what comes out, and what is refused.

mod cells;
mod columns;
mod conformance;
mod properties;
mod shapes;
mod sources;
mod wrappings;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use comity_core::{Error, EventCodebook, Result};
use comity_sources::{EventFile, EventSource, event_schema, read_event_rows};
use jiff::ToSpan;
use jiff::civil::date;
use std::io::Cursor;

/// A small valid file of a source.
pub(crate) struct Sample {
    pub(crate) source: EventSource,
    pub(crate) name: &'static str,
    pub(crate) bytes: &'static [u8],
}

macro_rules! sample {
    ($source:ident, $file:literal) => {
        Sample {
            source: EventSource::$source,
            name: $file,
            bytes: include_bytes!(concat!("../fixtures/events/", $file)),
        }
    };
}

/// One file of each source.
pub(crate) const ALL: [Sample; 5] = [
    sample!(Ged, "ged.csv"),
    sample!(Icews, "icews.tab"),
    sample!(Polecat, "polecat.txt"),
    sample!(Acled, "acled.csv"),
    sample!(Gdelt, "gdelt.export.CSV"),
];

pub(crate) fn sample(source: EventSource) -> &'static Sample {
    ALL.iter().find(|s| s.source == source).unwrap()
}

impl Sample {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.to_vec()).unwrap()
    }

    /// What the file gives.
    pub(crate) fn read(&self) -> (EventFile, Vec<String>) {
        read(self.name, self.bytes).unwrap()
    }

    /// The file with `from` replaced by `to` wherever it is; it must be there.
    pub(crate) fn with(&self, from: &str, to: &str) -> String {
        let text = self.text();
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    }

    /// The error that the file with `from` replaced by `to` gives.
    pub(crate) fn refuses(&self, from: &str, to: &str) -> Error {
        refused(self.name, self.with(from, to).as_bytes())
    }
}

/// A file's rows as lines, in the order of the schema, with `-` for null.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<(EventFile, Vec<String>)> {
    let mut lines = Vec::new();
    let book = EventCodebook::bundled()?;
    let file = read_event_rows(name, Cursor::new(bytes), &book, &mut |_, batch| {
        assert!((1..=8192).contains(&batch.num_rows()));
        assert_eq!(batch.schema(), event_schema());
        lines.extend((0..batch.num_rows()).map(|i| line(&batch, i)));
        Ok(())
    })?;
    assert_eq!(lines.len() as u64, file.events);
    Ok((file, lines))
}

/// The error a file gives; it must name the file.
pub(crate) fn refused(name: &str, bytes: &[u8]) -> Error {
    let e = read(name, bytes).map(|(file, _)| file).unwrap_err();
    assert!(e.file_name().is_some_and(|f| f.starts_with(name)), "{e}");
    e
}

fn line(batch: &RecordBatch, i: usize) -> String {
    let cells: Vec<String> = batch.columns().iter().map(|column| cell(column, i)).collect();
    cells.join("|")
}

fn cell(column: &dyn Array, i: usize) -> String {
    use arrow_schema::DataType::{Date32, Int64, UInt64, Utf8};
    if column.is_null(i) {
        return "-".to_owned();
    }
    match column.data_type() {
        Utf8 => column.as_string::<i32>().value(i).to_owned(),
        Int64 => column.as_primitive::<Int64Type>().value(i).to_string(),
        UInt64 => column.as_primitive::<UInt64Type>().value(i).to_string(),
        Date32 => {
            let days = column.as_primitive::<Date32Type>().value(i);
            date(1970, 1, 1).saturating_add(days.days()).to_string()
        }
        other => panic!("the schema has no columns of type {other}"),
    }
}
