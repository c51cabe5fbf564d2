//! Files of events: one row an event, read in batches.

mod csv_rows;
mod parquet_rows;
mod side;
mod time;

pub use side::{SideTable, read_side_table};

use crate::store::files;
use arrow_array::RecordBatch;
use comity_core::{Code, Error, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows of a batch.
const BATCH: usize = 8192;

/// Names of the columns of a file of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventColumns {
    /// When: numbers, dates or times of day.
    pub time: String,
    /// Who acted.
    pub sender: String,
    /// Towards whom.
    pub receiver: String,
    /// Which kind of event; without such a column all are of one kind.
    pub layer: Option<String>,
    /// How much; without such a column each counts one.
    pub weight: Option<String>,
}

impl Default for EventColumns {
    /// `time`, `sender` and `receiver`.
    fn default() -> Self {
        Self {
            time: "time".to_owned(),
            sender: "sender".to_owned(),
            receiver: "receiver".to_owned(),
            layer: None,
            weight: None,
        }
    }
}

impl EventColumns {
    /// The columns that are read, in the order of the batches: time, sender, receiver, then
    /// layer and weight where there are any.
    fn wanted(&self) -> impl Iterator<Item = &str> {
        [Some(&self.time), Some(&self.sender), Some(&self.receiver)]
            .into_iter()
            .chain([self.layer.as_ref(), self.weight.as_ref()])
            .flatten()
            .map(String::as_str)
    }
}

/// The unit of the times in batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// That of the file's own numbers.
    Number,
    /// Days since 1970-01-01; parts of days for times of day.
    Day,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventsRead {
    /// Rows, one an event.
    pub rows: u64,
    /// The unit of their times.
    pub unit: TimeUnit,
    /// SHA-256 of the file's bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Reads a file of events (`.csv`, `.tsv` or `.parquet`) and passes it on in batches with the
/// columns that were asked for under their own names: the time as `Float64`, names as `Utf8`, the
/// weight as `Float64`.
///
/// # Errors
/// `events/bad-column` when a column is missing or of a type that cannot be used,
/// `events/bad-value` for a cell, with its row (counted from one, without the header) and column;
/// [`Code::Io`]; those of `each`. All name the file.
pub fn read_events(
    path: &Path,
    columns: &EventColumns,
    each: &mut dyn FnMut(&RecordBatch) -> Result<()>,
) -> Result<EventsRead> {
    let named = |e: Error| match e.file_name() {
        Some(_) => e,
        None => e.file(path.display().to_string()),
    };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    let file = File::open(path).map_err(|e| files::io_error(path, &e))?;
    match ending.as_str() {
        "csv" => csv_rows::read(file, b',', columns, each),
        "tsv" => csv_rows::read(file, b'\t', columns, each),
        "parquet" => parquet_rows::read(file, columns, each),
        _ => Err(Error::new(Code::BadSetting, "comity cannot read events from this kind of file")
            .expected("a file name that ends in .csv, .tsv or .parquet")),
    }
    .map_err(named)
}

/// A column that is not in the file.
fn missing(name: &str, present: Vec<String>) -> Error {
    Error::new(Code::BadEventColumn, "there is no such column")
        .column(name)
        .expected("the name of a column")
        .candidates(present)
}

/// A column of events that is not in the file.
fn missing_event_column(name: &str, present: Vec<String>) -> Error {
    missing(name, present)
        .hint("say which column holds what with --time, --sender, --receiver, --layer, --weight")
}

/// A reader that keeps the hash of what was read.
struct Hashed<R> {
    inner: R,
    hash: Arc<Mutex<Sha256>>,
}

impl<R> Hashed<R> {
    fn new(inner: R) -> (Self, Arc<Mutex<Sha256>>) {
        let hash = Arc::new(Mutex::new(Sha256::new()));
        (Self { inner, hash: Arc::clone(&hash) }, hash)
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let mut hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner);
        hash.update(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}

fn hexadecimal(hash: &Mutex<Sha256>) -> String {
    let hash = hash.lock().unwrap_or_else(PoisonError::into_inner).clone();
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
