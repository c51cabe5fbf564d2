//! Writing and reading the Parquet files of the store.

use crate::store::files;
use arrow_array::RecordBatch;
use bytes::Bytes;
use comity_core::schema::Table;
use comity_core::{Code, Error, Result};
use datafusion::arrow::compute::{concat_batches, take_record_batch};
use datafusion::arrow::row::{RowConverter, SortField};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Rows of one row group.
const ROW_GROUP: usize = 128 * 1024;

/// How hard to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Quick to write and read: the user's store.
    Quick,
    /// Small: the bundled extract.
    Small,
}

/// An Arrow or Parquet failure that only a fault of comity can cause.
pub(crate) fn internal(e: impl std::fmt::Display) -> Error {
    Error::new(Code::Internal, format!("columnar data: {e}"))
}

fn properties(packing: Packing) -> Result<WriterProperties> {
    let compression = match packing {
        Packing::Quick => Compression::SNAPPY,
        Packing::Small => Compression::ZSTD(ZstdLevel::try_new(19).map_err(internal)?),
    };
    // The writer's own version is left out, so that equal tables are equal files.
    Ok(WriterProperties::builder()
        .set_compression(compression)
        .set_created_by("comity".to_owned())
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .build())
}

/// A Parquet file being written.
pub(crate) struct TableWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    rows: u64,
}

impl<W: Write + Send> TableWriter<W> {
    /// Starts a file of the given table.
    ///
    /// # Errors
    /// [`Code::Internal`].
    pub(crate) fn new(out: W, table: Table, packing: Packing) -> Result<Self> {
        let writer = ArrowWriter::try_new(out, table.schema(), Some(properties(packing)?))
            .map_err(internal)?;
        Ok(Self { writer, rows: 0 })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// [`Code::Io`] when the disk refuses.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(write_failed)
    }

    /// Ends the file; gives the output back and the number of rows.
    ///
    /// # Errors
    /// [`Code::Io`] when the disk refuses.
    pub(crate) fn finish(self) -> Result<(W, u64)> {
        Ok((self.writer.into_inner().map_err(write_failed)?, self.rows))
    }
}

fn write_failed(e: parquet::errors::ParquetError) -> Error {
    Error::new(Code::Io, format!("a table could not be written: {e}"))
}

/// All rows in canonical order: sorted by the named columns first, then by every column in
/// schema order, nulls first. Whatever order the source file had, equal rows give equal bytes.
///
/// # Errors
/// [`Code::Internal`] when a batch does not have the table's schema.
pub(crate) fn canonical(
    table: Table,
    first: &[&str],
    batches: &[RecordBatch],
) -> Result<RecordBatch> {
    let schema = table.schema();
    let all = concat_batches(&schema, batches).map_err(internal)?;
    let mut order: Vec<usize> = Vec::with_capacity(schema.fields().len());
    for name in first {
        order.push(schema.index_of(name).map_err(internal)?);
    }
    order.extend(
        (0..schema.fields().len()).filter(|i| !first.contains(&schema.field(*i).name().as_str())),
    );
    let fields =
        order.iter().map(|i| SortField::new(schema.field(*i).data_type().clone())).collect();
    let columns: Vec<_> = order.iter().map(|i| all.column(*i).clone()).collect();
    let rows = RowConverter::new(fields)
        .and_then(|converter| converter.convert_columns(&columns))
        .map_err(internal)?;
    let mut places: Vec<u32> = (0..u32::try_from(all.num_rows()).map_err(internal)?).collect();
    places.sort_unstable_by(|i, j| rows.row(*i as usize).cmp(&rows.row(*j as usize)));
    take_record_batch(&all, &arrow_array::UInt32Array::from(places)).map_err(internal)
}

/// Writes one table to a new, durable file; gives its rows.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn write_file(path: &Path, table: Table, batch: &RecordBatch) -> Result<u64> {
    let file = File::create_new(path).map_err(|e| files::io_error(path, &e))?;
    let mut writer = TableWriter::new(file, table, Packing::Quick)?;
    writer.write(batch)?;
    let (file, rows) = writer.finish()?;
    file.sync_all().map_err(|e| files::io_error(path, &e))?;
    Ok(rows)
}

/// Rows that a Parquet file states it has.
pub(crate) fn rows_of(path: &Path) -> std::result::Result<u64, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())?;
    u64::try_from(reader.metadata().file_metadata().num_rows()).map_err(|e| e.to_string())
}

/// Reads a whole Parquet file from memory; no bytes are an empty table.
///
/// # Errors
/// [`Code::Damaged`] when the bytes are not such a table.
pub(crate) fn read_bytes(table: Table, bytes: impl Into<Bytes>) -> Result<RecordBatch> {
    let (schema, bytes) = (table.schema(), bytes.into());
    if bytes.is_empty() {
        return Ok(RecordBatch::new_empty(schema));
    }
    let damaged =
        |e: String| Error::new(Code::Damaged, format!("the {} table: {e}", table.as_str()));
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes)
        .and_then(|b| b.with_batch_size(ROW_GROUP).build())
        .map_err(|e| damaged(e.to_string()))?;
    let batches = reader
        .map(|b| b.and_then(|b| b.with_schema(schema.clone())))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|e| damaged(e.to_string()))?;
    concat_batches(&schema, &batches).map_err(|e| damaged(e.to_string()))
}
