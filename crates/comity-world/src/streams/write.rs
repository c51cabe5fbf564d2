//! The stream as a file.

use super::names::Names;
use super::resolve::{failed, properties};
use crate::engine::session::{Engine, query_error};
use crate::engine::stream;
use crate::store::files;
use crate::store::tables::internal;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comity_core::{ActorId, Code, Error, Result};
use datafusion::execution::SendableRecordBatchStream;
use jiff::civil::Date;
use jiff::{ToSpan, civil::date};
use parquet::arrow::ArrowWriter;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// A format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Parquet,
}

impl Format {
    /// The format that a file's name asks for.
    ///
    /// # Errors
    /// [`Code::BadSetting`].
    pub(super) fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Ok(Self::Csv),
            "parquet" => Ok(Self::Parquet),
            _ => Err(Error::new(Code::BadSetting, "streams are not written in this format")
                .value(path.display().to_string())
                .expected("a file name ending in .csv or .parquet")),
        }
    }
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) events: u64,
    pub(super) kinds: BTreeMap<String, u64>,
    pub(super) domains: BTreeMap<String, u64>,
    pub(super) actors: BTreeSet<i64>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

fn schema() -> SchemaRef {
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        Field::new("time", DataType::Date32, false),
        text("kind"),
        text("sender"),
        text("receiver"),
        text("sender_name"),
        text("receiver_name"),
        Field::new("domain", DataType::Utf8, true),
        text("code"),
        text("source"),
        text("key"),
    ]))
}

enum Sink<'f> {
    Csv(Box<csv::Writer<BufWriter<&'f File>>>),
    Parquet(Box<ArrowWriter<&'f File>>),
}

/// Writes the events to a new file that takes its place only when whole.
pub(super) fn write(
    engine: &Engine,
    events: SendableRecordBatchStream,
    names: &Names<'_>,
    format: Format,
    output: &Path,
) -> Result<Written> {
    let folder = output.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let temp = files::ordinary(files::NEW_PREFIX)
        .tempfile_in(folder)
        .map_err(|e| files::io_error(folder, &e))?;
    let sink = match format {
        Format::Csv => {
            Sink::Csv(Box::new(csv::Writer::from_writer(BufWriter::new(temp.as_file()))))
        }
        Format::Parquet => Sink::Parquet(Box::new(
            ArrowWriter::try_new(temp.as_file(), schema(), Some(properties())).map_err(internal)?,
        )),
    };
    let written = fill(engine, events, names, sink, output)?;
    temp.as_file().sync_all().map_err(|e| files::io_error(output, &e))?;
    temp.persist(output).map_err(|e| files::io_error(output, &e.error))?;
    Ok(written)
}

fn fill(
    engine: &Engine,
    mut events: SendableRecordBatchStream,
    names: &Names<'_>,
    mut sink: Sink<'_>,
    output: &Path,
) -> Result<Written> {
    let mut written = Written::default();
    if let Sink::Csv(csv) = &mut sink {
        let header: Vec<String> = schema().fields().iter().map(|f| f.name().clone()).collect();
        csv.write_record(header).map_err(|e| csv_failed(output, &e))?;
    }
    engine.run(async {
        while let Some(batch) = stream::next(&mut events).await {
            let batch = finished(&batch.map_err(query_error)?, names, &mut written)?;
            match &mut sink {
                Sink::Csv(csv) => rows(csv, &batch).map_err(|e| csv_failed(output, &e))?,
                Sink::Parquet(writer) => writer.write(&batch).map_err(|e| failed(output, &e))?,
            }
        }
        Ok::<(), Error>(())
    })?;
    match sink {
        Sink::Csv(mut csv) => csv.flush().map_err(|e| files::io_error(output, &e))?,
        Sink::Parquet(writer) => {
            writer.close().map_err(|e| failed(output, &e))?;
        }
    }
    Ok(written)
}

fn csv_failed(path: &Path, e: &csv::Error) -> Error {
    Error::new(Code::Io, format!("could not be written: {e}")).file(path.display().to_string())
}

/// A batch in the columns of [`schema`]; counts what is in it.
fn finished(batch: &RecordBatch, names: &Names<'_>, written: &mut Written) -> Result<RecordBatch> {
    let column = |name: &str| {
        batch.column_by_name(name).ok_or_else(|| internal(format!("no column {name}")))
    };
    let kinds = column("kind")?.as_string::<i32>();
    let domains = column("domain")?.as_string::<i32>();
    let days = column("time")?.as_primitive::<Date32Type>();
    let mut actors: Vec<ArrayRef> = Vec::new();
    let mut labels: Vec<ArrayRef> = Vec::new();
    for side in ["sender", "receiver"] {
        let ids = column(side)?.as_primitive::<Int64Type>().values();
        written.actors.extend(ids.iter());
        let ids = || ids.iter().map(|id| ActorId::from_raw(*id));
        actors.push(Arc::new(StringArray::from_iter_values(ids().map(|id| id.to_string()))));
        labels.push(Arc::new(StringArray::from_iter_values(ids().map(|id| names.label(id)))));
    }
    written.events += batch.num_rows() as u64;
    for kind in kinds.iter().flatten() {
        count(&mut written.kinds, kind);
    }
    for domain in domains.iter().flatten() {
        count(&mut written.domains, domain);
    }
    if let (Some(first), Some(last)) = (days.values().first(), days.values().last()) {
        written.first = written.first.or_else(|| day(*first));
        written.last = day(*last);
    }
    let mut columns = vec![column("time")?.clone(), column("kind")?.clone()];
    columns.extend(actors);
    columns.extend(labels);
    for name in ["domain", "code", "source", "key"] {
        columns.push(column(name)?.clone());
    }
    RecordBatch::try_new(schema(), columns).map_err(internal)
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(n) => *n += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}

/// The day so many days after 1970-01-01.
fn day(days: i32) -> Option<Date> {
    date(1970, 1, 1).checked_add(days.days()).ok()
}

fn rows<W: Write>(csv: &mut csv::Writer<W>, batch: &RecordBatch) -> csv::Result<()> {
    let days = batch.column(0).as_primitive::<Date32Type>();
    let texts: Vec<&StringArray> =
        batch.columns().iter().skip(1).map(|c| c.as_string::<i32>()).collect();
    for i in 0..batch.num_rows() {
        csv.write_field(day(days.value(i)).map(|d| d.to_string()).unwrap_or_default())?;
        for column in &texts {
            csv.write_field(if column.is_valid(i) { column.value(i) } else { "" })?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    Ok(())
}
