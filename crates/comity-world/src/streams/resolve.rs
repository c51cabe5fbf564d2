//! From rows that name actors to events between actors of the registry.

use super::StreamOptions;
use super::names::Names;
use crate::registry::Registry;
use crate::store::files;
use crate::store::tables::internal;
use arrow_array::builder::{
    ArrayBuilder, Date32Builder, Int64Builder, StringBuilder, UInt64Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comity_core::{ActorId, Code, Error, Result};
use comity_sources::EventSource;
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a batch on disk.
const BATCH: usize = 8192;
/// Rows that are held in memory before they go to disk.
const ROW_GROUP: usize = 16 * BATCH;

/// Events as they lie on disk: `source`, `key` and `seq` (a number that grows with the files and
/// their rows) say which event a row is, and which of its copies.
pub(super) fn schema() -> SchemaRef {
    let f = |name: &str, of: DataType| Field::new(name, of, false);
    Arc::new(Schema::new(vec![
        f("source", DataType::Utf8),
        f("key", DataType::Utf8),
        f("seq", DataType::UInt64),
        f("time", DataType::Date32),
        f("kind", DataType::Utf8),
        f("sender", DataType::Int64),
        f("receiver", DataType::Int64),
        Field::new("domain", DataType::Utf8, true),
        f("code", DataType::Utf8),
    ]))
}

/// How rows are written to disk on their way.
pub(super) fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_created_by("comity".to_owned())
        .build()
}

/// A failure to write one of the files.
pub(super) fn failed(path: &Path, e: &ParquetError) -> Error {
    Error::new(Code::Io, format!("could not be written: {e}")).file(path.display().to_string())
}

/// Days since 1970-01-01.
fn days(d: Date) -> i32 {
    (d - date(1970, 1, 1)).get_days()
}

/// Events on their way to disk.
pub(super) struct Resolver<'a> {
    registry: &'a Registry,
    groups_only: bool,
    path: PathBuf,
    /// First and last day wanted.
    span: (i32, i32),
    writer: ArrowWriter<File>,
    held: Held,
    seq: u64,
    kept: u64,
}

#[derive(Default)]
struct Held {
    source: StringBuilder,
    key: StringBuilder,
    seq: UInt64Builder,
    time: Date32Builder,
    kind: StringBuilder,
    sender: Int64Builder,
    receiver: Int64Builder,
    domain: StringBuilder,
    code: StringBuilder,
}

impl Held {
    /// The rows held, as a batch; afterwards none is.
    fn take(&mut self) -> Result<RecordBatch> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.source.finish()),
            Arc::new(self.key.finish()),
            Arc::new(self.seq.finish()),
            Arc::new(self.time.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.sender.finish()),
            Arc::new(self.receiver.finish()),
            Arc::new(self.domain.finish()),
            Arc::new(self.code.finish()),
        ];
        RecordBatch::try_new(schema(), columns).map_err(internal)
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        path: &Path,
        registry: &'a Registry,
        options: &StreamOptions,
    ) -> Result<Self> {
        let file = File::create(path).map_err(|e| files::io_error(path, &e))?;
        let writer = ArrowWriter::try_new(file, schema(), Some(properties())).map_err(internal)?;
        let span = (options.from.map_or(i32::MIN, days), options.until.map_or(i32::MAX, days));
        let groups_only = options.groups_only;
        let held = Held::default();
        let path = path.to_path_buf();
        Ok(Self { registry, groups_only, path, span, writer, held, seq: 0, kept: 0 })
    }

    /// Events kept so far, copies included.
    pub(super) const fn kept(&self) -> u64 {
        self.kept
    }

    /// Takes a batch of [`comity_sources::event_schema`] of a source.
    pub(super) fn batch(
        &mut self,
        source: EventSource,
        batch: &RecordBatch,
        names: &mut Names<'_>,
    ) -> Result<()> {
        let column = |name: &str| {
            batch.column_by_name(name).ok_or_else(|| internal(format!("no column {name}")))
        };
        let text = |name: &str| {
            column(name)?.as_string_opt::<i32>().ok_or_else(|| internal(format!("column {name}")))
        };
        let id = |name: &str| {
            let array = column(name)?.as_primitive_opt::<Int64Type>();
            array.ok_or_else(|| internal(format!("column {name}")))
        };
        let time = column("first")?.as_primitive_opt::<Date32Type>();
        let time = time.ok_or_else(|| internal("column first"))?;
        let (key, kind, domain, code) =
            (text("key")?, text("event")?, text("domain")?, text("code")?);
        let sides = [
            (id("sender_id")?, text("sender")?, text("sender_country")?),
            (id("receiver_id")?, text("receiver")?, text("receiver_country")?),
        ];
        for i in 0..batch.num_rows() {
            self.seq += 1;
            let day = time.value(i);
            if day < self.span.0 || day > self.span.1 {
                continue;
            }
            let actors = sides.map(|(id, name, country)| {
                let id = id.is_valid(i).then(|| id.value(i));
                let country = if country.is_valid(i) { country.value(i) } else { "" };
                names.actor(id, name.value(i), country)
            });
            let [Some(a), Some(b)] = actors else { continue };
            if a == b || (self.groups_only && !(self.is_group(a) && self.is_group(b))) {
                continue;
            }
            let held = &mut self.held;
            held.source.append_value(source.as_str());
            held.key.append_value(key.value(i));
            held.seq.append_value(self.seq);
            held.time.append_value(day);
            held.kind.append_value(kind.value(i));
            held.sender.append_value(a.raw());
            held.receiver.append_value(b.raw());
            held.domain.append_option(domain.is_valid(i).then(|| domain.value(i)));
            held.code.append_value(code.value(i));
            self.kept += 1;
            if self.held.seq.len() == BATCH {
                self.write()?;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let batch = self.held.take()?;
        self.writer.write(&batch).map_err(|e| failed(&self.path, &e))
    }

    /// Writes what is held; gives the number of events.
    pub(super) fn finish(mut self) -> Result<u64> {
        self.write()?;
        self.writer.close().map_err(|e| failed(&self.path, &e))?;
        Ok(self.kept)
    }

    fn is_group(&self, id: ActorId) -> bool {
        self.registry.get(id).is_none_or(|a| a.is_group())
    }
}
