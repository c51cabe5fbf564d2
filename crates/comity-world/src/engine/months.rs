//! From events to dyad-months, by streaming aggregation.

use crate::engine::month_key::{self, MAX_ID, month_number, unpack};
use crate::engine::session::{self, Engine, query_error};
use crate::engine::{events, stream, tables};
use crate::store::files;
use crate::store::manifest::StoredSource;
use crate::store::tables::internal;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{ArrayRef, Int16Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comity_core::{AsOf, Code, Error, Result};
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::prelude::{DataFrame, Expr, SessionContext, cast, col, greatest, least, lit};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use parquet::file::statistics::Statistics;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Partitions the plan works on at once.
const PARTITIONS: usize = 2;

/// Where events come from.
#[derive(Clone, Copy, Debug)]
pub enum EventsFrom<'a> {
    /// Parquet files with at least the columns `side_a`, `side_b` (integers), `first`
    /// (date) and `deaths_best` (integer) of the events table.
    Files(&'a [PathBuf]),
    /// The store's own events, each counted once.
    Store,
}

/// How dyad-months are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthSpec {
    /// The two clocks.
    pub as_of: AsOf,
    /// Working memory in bytes; above it the aggregation spills to disk.
    pub memory_limit: usize,
}

impl Default for MonthSpec {
    fn default() -> Self {
        Self { as_of: AsOf::LATEST, memory_limit: 512 * 1024 * 1024 }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DyadMonths {
    /// Rows written: dyads × months with at least one event.
    pub rows: u64,
    /// Events counted: those between two different actors.
    pub events: u64,
}

/// Columns of the output: `a_id` < `b_id`, `year`, `month` (1 to 12), number of `events`
/// that began in the month, sum of the best estimates of deaths (null where no event has one).
fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("a_id", DataType::Int64, false),
        Field::new("b_id", DataType::Int64, false),
        Field::new("year", DataType::Int16, false),
        Field::new("month", DataType::Int16, false),
        Field::new("events", DataType::Int64, false),
        Field::new("deaths_best", DataType::Int64, true),
    ]))
}

/// Counts events by dyad and month; see [`crate::World::dyad_months`].
pub(crate) fn run(
    engine: &Engine,
    dir: Option<&Path>,
    chosen: &[StoredSource],
    from: EventsFrom<'_>,
    output: &Path,
    spec: &MonthSpec,
) -> Result<DyadMonths> {
    let context = session::limited(PARTITIONS, spec.memory_limit)?;
    let packed = match from {
        EventsFrom::Files(paths) => check(paths)?,
        EventsFrom::Store => false,
    };
    engine.run(async {
        let frame = match from {
            EventsFrom::Files(paths) => files_frame(&context, paths).await?,
            EventsFrom::Store => events::once(&context, dir, chosen).await?,
        };
        let frame = frame.ok_or_else(|| {
            Error::new(Code::NoSample, "there are no events").hint("import UCDP GED")
        })?;
        let frame = tables::until(frame, "first", spec.as_of)?;
        let grouped = if packed { group_packed(frame) } else { group(frame) };
        write(grouped.map_err(query_error)?, packed, output).await
    })
}

/// Whether every id and date of the files fits a packed key, going by the files' own
/// statistics; refuses files without the columns.
fn check(paths: &[PathBuf]) -> Result<bool> {
    let mut fits = true;
    for path in paths {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|e| {
            Error::new(Code::NoSuchFile, format!("cannot be opened: {e}")).file(&*name)
        })?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| {
            Error::new(Code::Unrecognised, format!("not a Parquet file: {e}")).file(&*name)
        })?;
        let metadata = reader.metadata();
        let columns = metadata.file_metadata().schema_descr();
        for wanted in ["side_a", "side_b", "first", "deaths_best"] {
            let place = (0..columns.num_columns()).find(|i| columns.column(*i).name() == wanted);
            let place = place.ok_or_else(|| {
                Error::new(Code::MissingColumn, "a column is absent").file(&*name).column(wanted)
            })?;
            let range = match wanted {
                "side_a" | "side_b" => 0..=MAX_ID,
                "first" => month_key::DAYS,
                _ => continue,
            };
            fits &= metadata.row_groups().iter().all(|group| {
                let within = |x: Option<i64>| x.is_some_and(|x| range.contains(&x));
                match group.column(place).statistics() {
                    Some(Statistics::Int64(s)) => {
                        within(s.min_opt().copied()) && within(s.max_opt().copied())
                    }
                    Some(Statistics::Int32(s)) => {
                        within(s.min_opt().map(|x| i64::from(*x)))
                            && within(s.max_opt().map(|x| i64::from(*x)))
                    }
                    _ => false,
                }
            });
        }
    }
    Ok(fits)
}

async fn files_frame(context: &SessionContext, paths: &[PathBuf]) -> Result<Option<DataFrame>> {
    let mut whole: Option<DataFrame> = None;
    for path in paths {
        let frame = tables::parquet(context, path, None).await?;
        let frame = frame
            .select(vec![
                cast(col("side_a"), DataType::Int64).alias("side_a"),
                cast(col("side_b"), DataType::Int64).alias("side_b"),
                cast(col("first"), DataType::Date32).alias("first"),
                cast(col("deaths_best"), DataType::Int64).alias("deaths_best"),
            ])
            .map_err(query_error)?;
        whole = Some(match whole {
            None => frame,
            Some(before) => before.union(frame).map_err(query_error)?,
        });
    }
    Ok(whole)
}

/// Events between two different actors.
fn between_two() -> Expr {
    col("side_a").not_eq(col("side_b"))
}

fn counts() -> Vec<Expr> {
    let deaths = sum(cast(col("deaths_best"), DataType::Int64));
    vec![count(lit(1_i64)).alias("events"), deaths.alias("deaths_best")]
}

fn group_packed(frame: DataFrame) -> datafusion::common::Result<DataFrame> {
    let key = month_key::dyad_month().call(vec![col("side_a"), col("side_b"), col("first")]);
    frame
        .filter(between_two())?
        .select(vec![key.alias("key"), col("deaths_best")])?
        .aggregate(vec![col("key")], counts())?
        .sort(vec![col("key").sort(true, true)])
}

fn group(frame: DataFrame) -> datafusion::common::Result<DataFrame> {
    let (a, b) = (col("side_a"), col("side_b"));
    let keys = ["a_id", "b_id", "month_number"];
    frame
        .filter(between_two())?
        .select(vec![
            least(vec![a.clone(), b.clone()]).alias("a_id"),
            greatest(vec![a, b]).alias("b_id"),
            month_number().call(vec![col("first")]).alias("month_number"),
            col("deaths_best"),
        ])?
        .aggregate(keys.iter().map(|k| col(*k)).collect(), counts())?
        .sort(keys.iter().map(|k| col(*k).sort(true, true)).collect())
}

/// Streams the result to a new file that takes its place only when whole.
async fn write(frame: DataFrame, packed: bool, output: &Path) -> Result<DyadMonths> {
    let mut batches = stream::of(frame).await?;
    let folder = output.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let temp = files::ordinary(files::NEW_PREFIX)
        .tempfile_in(folder)
        .map_err(|e| files::io_error(folder, &e))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("comity".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(&temp, schema(), Some(properties)).map_err(internal)?;
    let mut written = DyadMonths::default();
    while let Some(batch) = stream::next(&mut batches).await {
        let batch = unfold(&batch.map_err(query_error)?, packed)?;
        written.rows += batch.num_rows() as u64;
        let events = batch.column(4).as_primitive::<Int64Type>();
        written.events += events.values().iter().map(|n| n.unsigned_abs()).sum::<u64>();
        writer.write(&batch).map_err(|e| failed(output, &e))?;
    }
    writer.close().map_err(|e| failed(output, &e))?;
    temp.as_file().sync_all().map_err(|e| files::io_error(output, &e))?;
    temp.persist(output).map_err(|e| files::io_error(output, &e.error))?;
    Ok(written)
}

fn failed(path: &Path, e: &parquet::errors::ParquetError) -> Error {
    Error::new(Code::Io, format!("could not be written: {e}")).file(path.display().to_string())
}

/// From the plan's columns to those of [`schema`].
fn unfold(batch: &RecordBatch, packed: bool) -> Result<RecordBatch> {
    let n = batch.num_rows();
    let (mut a, mut b) = (Vec::with_capacity(n), Vec::with_capacity(n));
    let mut months = Vec::with_capacity(n);
    if packed {
        for key in batch.column(0).as_primitive::<Int64Type>().values() {
            let (x, y, month) = unpack(*key);
            a.push(x);
            b.push(y);
            months.push(month);
        }
    } else {
        a.extend_from_slice(batch.column(0).as_primitive::<Int64Type>().values());
        b.extend_from_slice(batch.column(1).as_primitive::<Int64Type>().values());
        months.extend_from_slice(batch.column(2).as_primitive::<Int32Type>().values());
    }
    let part = |f: fn(i32) -> i32| -> Result<ArrayRef> {
        let values = months.iter().map(|m| i16::try_from(f(*m)).map_err(internal));
        Ok(Arc::new(Int16Array::from(values.collect::<Result<Vec<_>>>()?)))
    };
    let counts = if packed { 1 } else { 3 };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(a)),
        Arc::new(Int64Array::from(b)),
        part(|m| m.div_euclid(12))?,
        part(|m| m.rem_euclid(12) + 1)?,
        batch.column(counts).clone(),
        batch.column(counts + 1).clone(),
    ];
    RecordBatch::try_new(schema(), columns).map_err(internal)
}
