//! Events from separated values.

use super::{
    BATCH, EventColumns, EventsRead, Hashed, TimeUnit, hexadecimal, missing_event_column, time,
};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use comity_core::{Code, Error, Result};
use csv::{ReaderBuilder, StringRecord};
use std::io::Read;
use std::sync::Arc;

/// See [`super::read_events`].
pub(super) fn read(
    file: impl Read,
    separator: u8,
    columns: &EventColumns,
    each: &mut dyn FnMut(&RecordBatch) -> Result<()>,
) -> Result<EventsRead> {
    let (file, hash) = Hashed::new(file);
    let mut reader = ReaderBuilder::new().delimiter(separator).from_reader(file);
    let header = reader.headers().map_err(|e| damaged(&e, 0))?.clone();
    let header: Vec<&str> =
        header.iter().map(|h| h.trim_start_matches('\u{feff}').trim()).collect();
    let place = |name: &str| {
        let present = || header.iter().map(|h| (*h).to_owned()).collect();
        header.iter().position(|h| *h == name).ok_or_else(|| missing_event_column(name, present()))
    };
    let places = columns.wanted().map(place).collect::<Result<Vec<usize>>>()?;
    let mut rows = Rows { columns, places, unit: None, held: Held::default(), row: 0 };
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| damaged(&e, rows.row + 1))? {
        rows.take(&record)?;
        if rows.held.times.len() == BATCH {
            each(&rows.batch()?)?;
        }
    }
    if !rows.held.times.is_empty() {
        each(&rows.batch()?)?;
    }
    let unit = rows.unit.unwrap_or(TimeUnit::Number);
    Ok(EventsRead { rows: rows.row, unit, sha256: hexadecimal(&hash) })
}

/// What the format itself forbids.
fn damaged(error: &csv::Error, row: u64) -> Error {
    let e = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::new(Code::BadEventValue, "the row has another number of cells than the header")
                .value(len.to_string())
                .expected(format!("{expected_len} cells"))
        }
        csv::ErrorKind::Utf8 { .. } => {
            Error::new(Code::BadEventValue, "the row is not UTF-8").hint("save the file as UTF-8")
        }
        _ => Error::new(Code::Io, error.to_string()),
    };
    if row > 0 { e.row(row) } else { e }
}

/// Rows on their way into batches.
struct Rows<'a> {
    columns: &'a EventColumns,
    /// Places of the wanted columns.
    places: Vec<usize>,
    /// The unit of the first time.
    unit: Option<TimeUnit>,
    held: Held,
    /// Rows taken.
    row: u64,
}

#[derive(Default)]
struct Held {
    times: Vec<f64>,
    /// Sender, receiver, layer.
    names: [Vec<String>; 3],
    weights: Vec<f64>,
}

impl Rows<'_> {
    fn take(&mut self, record: &StringRecord) -> Result<()> {
        self.row += 1;
        let row = self.row;
        let columns = self.columns;
        let mut cells = columns.wanted().zip(&self.places).map(|(name, &at)| {
            let cell = record.get(at).unwrap_or("").trim();
            (name, cell)
        });
        let empty =
            |name: &str| Error::new(Code::BadEventValue, "the cell is empty").row(row).column(name);
        let Some((name, cell)) = cells.next() else { return Ok(()) };
        if cell.is_empty() {
            return Err(empty(name));
        }
        self.held.times.push(timed(&mut self.unit, cell).map_err(|e| e.row(row).column(name))?);
        let text_cells = 2 + usize::from(columns.layer.is_some());
        for (held, (name, cell)) in self.held.names.iter_mut().zip(cells.by_ref().take(text_cells))
        {
            if cell.is_empty() {
                return Err(empty(name).expected("a name"));
            }
            held.push(cell.to_owned());
        }
        if let Some((name, cell)) = cells.next() {
            let weight = cell.parse::<f64>().map_err(|_| {
                Error::new(Code::BadEventValue, "the cell is not a number")
                    .row(row)
                    .column(name)
                    .value(cell)
                    .expected("a number above zero")
            })?;
            self.held.weights.push(weight);
        }
        Ok(())
    }

    /// The rows held, as a batch.
    fn batch(&mut self) -> Result<RecordBatch> {
        let Held { times, names: [senders, receivers, layers], weights } =
            std::mem::take(&mut self.held);
        let text = |v: Vec<String>| Arc::new(StringArray::from(v)) as ArrayRef;
        let number = |v: Vec<f64>| Arc::new(Float64Array::from(v)) as ArrayRef;
        let mut arrays = vec![number(times), text(senders), text(receivers)];
        if self.columns.layer.is_some() {
            arrays.push(text(layers));
        }
        if self.columns.weight.is_some() {
            arrays.push(number(weights));
        }
        RecordBatch::try_from_iter(self.columns.wanted().zip(arrays))
            .map_err(|e| Error::new(Code::BadEventColumn, e.to_string()))
    }
}

/// A time in the unit of those before it.
fn timed(unit: &mut Option<TimeUnit>, cell: &str) -> Result<f64> {
    let (value, of) = time::parse(cell).ok_or_else(|| {
        Error::new(Code::BadEventValue, "the cell is not a time")
            .value(cell)
            .expected("a number, a date such as 2011-03-15, or a date and time")
    })?;
    match *unit {
        Some(known) if known != of => {
            Err(Error::new(Code::BadEventValue, "the file mixes numbers and dates")
                .value(cell)
                .expected("times of the kind of the first row"))
        }
        _ => {
            *unit = Some(of);
            Ok(value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str, columns: &EventColumns) -> Result<(EventsRead, Vec<RecordBatch>)> {
        let mut batches = Vec::new();
        let read = read(text.as_bytes(), b',', columns, &mut |b| {
            batches.push(b.clone());
            Ok(())
        })?;
        Ok((read, batches))
    }

    #[test]
    fn rows_become_batches() {
        let columns = EventColumns {
            layer: Some("kind".into()),
            weight: Some("n".into()),
            ..EventColumns::default()
        };
        let text =
            "\u{feff}sender,receiver,time,kind,n\nA,B,1990-01-02,aid,2\nB,C,1990-01-03,talks,1\n";
        let (read, batches) = events(text, &columns).unwrap();
        assert_eq!((read.rows, read.unit), (2, TimeUnit::Day));
        assert_eq!(read.sha256.len(), 64);
        assert_eq!((batches.len(), batches[0].num_rows(), batches[0].num_columns()), (1, 2, 5));
    }

    #[test]
    fn errors_say_where() {
        let plain = EventColumns::default();
        let code = |text: &str| {
            let e = events(text, &plain).unwrap_err();
            (e.code(), e.row_number(), e.column_name().map(str::to_owned))
        };
        let at = |row, column: &str| (Code::BadEventValue, Some(row), Some(column.to_owned()));
        assert_eq!(code("time,sender,receiver\n1,A,B\nx,A,B\n"), at(2, "time"));
        assert_eq!(code("time,sender,receiver\n1,A,B\n2001-01-01,A,B\n"), at(2, "time"));
        assert_eq!(code("time,sender,receiver\n1,,B\n"), at(1, "sender"));
        assert_eq!(code("time,sender,receiver\n1,A\n"), (Code::BadEventValue, Some(1), None));
        let e = events("t,sender,receiver\n", &plain).unwrap_err();
        assert_eq!((e.code(), e.column_name()), (Code::BadEventColumn, Some("time")));
        assert_eq!(e.candidate_names(), ["t", "sender", "receiver"]);
    }
}
