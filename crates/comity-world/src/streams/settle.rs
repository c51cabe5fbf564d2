//! Each event once, and in order of time: two sorts that spill to disk above a limit on memory.

use super::StreamOptions;
use super::resolve::{failed, properties, schema};
use crate::engine::session::{self, Engine, query_error};
use crate::engine::{stream, tables};
use crate::store::files;
use crate::store::tables::internal;
use arrow_array::cast::AsArray;
use arrow_array::{BooleanArray, RecordBatch};
use comity_core::Result;
use datafusion::arrow::compute::filter_record_batch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::prelude::col;
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::Path;

/// Partitions that are sorted at once: joining several would need memory that cannot be spilled.
const PARTITIONS: usize = 1;

/// The events of `unsorted`, each once (of copies the last read), by day and then by source and
/// key. `scratch` is a folder for files on the way.
pub(super) fn settle(
    engine: &Engine,
    scratch: &Path,
    unsorted: &Path,
    options: &StreamOptions,
) -> Result<SendableRecordBatchStream> {
    let context = session::limited(PARTITIONS, options.memory_limit)?;
    let once = scratch.join("once.parquet");
    engine.run(async {
        let copies = tables::parquet(&context, unsorted, None)
            .await?
            .sort(vec![
                col("source").sort(true, true),
                col("key").sort(true, true),
                col("seq").sort(false, true),
            ])
            .map_err(query_error)?;
        let mut copies = stream::of(copies).await?;
        let file = File::create(&once).map_err(|e| files::io_error(&once, &e))?;
        let mut writer =
            ArrowWriter::try_new(file, schema(), Some(properties())).map_err(internal)?;
        let mut last = None;
        while let Some(batch) = stream::next(&mut copies).await {
            let firsts = first_copies(&batch.map_err(query_error)?, &mut last)?;
            writer.write(&firsts).map_err(|e| failed(&once, &e))?;
        }
        writer.close().map_err(|e| failed(&once, &e))?;
        let sorted = tables::parquet(&context, &once, None)
            .await?
            .sort(["time", "source", "key"].map(|c| col(c).sort(true, true)).to_vec())
            .map_err(query_error)?;
        stream::of(sorted).await
    })
}

/// The rows that are not copies of the row before; `last` is the event of the row before.
fn first_copies(batch: &RecordBatch, last: &mut Option<(String, String)>) -> Result<RecordBatch> {
    let text = |at: usize| {
        batch.column(at).as_string_opt::<i32>().ok_or_else(|| internal("no text in the events"))
    };
    let (sources, keys) = (text(0)?, text(1)?);
    let mut fresh = Vec::with_capacity(batch.num_rows());
    for i in 0..batch.num_rows() {
        let (source, key) = (sources.value(i), keys.value(i));
        let copy = match (i.checked_sub(1), last.as_ref()) {
            (Some(k), _) => (sources.value(k), keys.value(k)) == (source, key),
            (None, Some((s, k))) => (s.as_str(), k.as_str()) == (source, key),
            (None, None) => false,
        };
        fresh.push(!copy);
    }
    if let Some(end) = batch.num_rows().checked_sub(1) {
        *last = Some((sources.value(end).to_owned(), keys.value(end).to_owned()));
    }
    filter_record_batch(batch, &BooleanArray::from(fresh)).map_err(internal)
}
