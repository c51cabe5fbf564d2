//! The embedded engine: its threads and its sessions.

use comity_core::{Code, Error, Result};
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};

/// Threads that run plans.
const THREADS: usize = 2;

/// The engine of one world.
#[derive(Debug)]
pub(crate) struct Engine {
    runtime: Runtime,
}

impl Engine {
    /// Starts the engine's threads.
    ///
    /// # Errors
    /// [`Code::Internal`] when the system gives no threads.
    pub(crate) fn new() -> Result<Self> {
        Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("comity-engine")
            .build()
            .map(|runtime| Self { runtime })
            .map_err(|e| Error::new(Code::Internal, format!("the query engine: {e}")))
    }

    /// Runs a plan to its end.
    pub(crate) fn run<T>(&self, plan: impl Future<Output = T>) -> T {
        self.runtime.block_on(plan)
    }
}

fn config(partitions: usize) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(partitions)
        .with_collect_statistics(false)
        .with_information_schema(true);
    // Tables have plain strings; views would have to be converted back.
    config.options_mut().execution.parquet.schema_force_view_types = false;
    config
}

/// A session without limit on memory, for tables that fit.
pub(crate) fn session(partitions: usize) -> SessionContext {
    SessionContext::new_with_config(config(partitions))
}

/// A session that keeps its working memory under `bytes` and spills to disk above.
///
/// # Errors
/// [`Code::Io`] when there is no place to spill to.
pub(crate) fn limited(partitions: usize, bytes: usize) -> Result<SessionContext> {
    let runtime: Arc<RuntimeEnv> = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(bytes)))
        .build_arc()
        .map_err(|e| Error::new(Code::Io, format!("no place for temporary files: {e}")))?;
    let mut config = config(partitions);
    // What a sort holds back for its merge must leave room for what it sorts.
    let held_back = &mut config.options_mut().execution.sort_spill_reservation_bytes;
    *held_back = (*held_back).min(bytes / 8);
    Ok(SessionContext::new_with_config_rt(config, runtime))
}

/// A failed plan as a coded error.
pub(crate) fn query_error(e: DataFusionError) -> Error {
    let root = e.find_root();
    match root {
        DataFusionError::ParquetError(_)
        | DataFusionError::ObjectStore(_)
        | DataFusionError::IoError(_) => {
            Error::new(Code::Damaged, format!("a table cannot be read: {root}"))
                .hint("run `comity data verify`, and import the named source again")
        }
        _ => Error::new(Code::Query, format!("the query engine: {root}")),
    }
}
