//! A plan's batches, one after the other.

use crate::engine::session::query_error;
use arrow_array::RecordBatch;
use comity_core::Result;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::execute_stream;
use datafusion::prelude::DataFrame;
use std::sync::Arc;

/// Starts a plan.
///
/// # Errors
/// [`comity_core::Code::Damaged`], [`comity_core::Code::Query`].
pub(crate) async fn of(frame: DataFrame) -> Result<SendableRecordBatchStream> {
    let task = Arc::new(frame.task_ctx());
    let plan = frame.create_physical_plan().await.map_err(query_error)?;
    execute_stream(plan, task).map_err(query_error)
}

/// The next batch; `None` at the end.
pub(crate) async fn next(
    stream: &mut SendableRecordBatchStream,
) -> Option<datafusion::common::Result<RecordBatch>> {
    std::future::poll_fn(|context| futures_core::Stream::poll_next(stream.as_mut(), context)).await
}
