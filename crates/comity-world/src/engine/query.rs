//! Read-only SQL over the tables.

use crate::engine::session::{self, Engine, query_error};
use crate::engine::{events, tables};
use crate::store::manifest::StoredSource;
use arrow_array::RecordBatch;
use comity_core::Result;
use comity_core::schema::Table;
use datafusion::execution::context::SQLOptions;
use std::path::Path;

/// Runs one query over the current versions and, as `NAME_all`, over every version.
///
/// # Errors
/// [`comity_core::Code::Query`], [`comity_core::Code::Damaged`].
pub(crate) fn run(
    engine: &Engine,
    dir: Option<&Path>,
    current: &[StoredSource],
    all: &[StoredSource],
    text: &str,
) -> Result<Vec<RecordBatch>> {
    let context = session::session(2);
    let read_only =
        SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    engine.run(async {
        for table in Table::ALL {
            for (suffix, imports) in [("", current), ("_all", all)] {
                let name = format!("{}{suffix}", table.as_str());
                let found = if table == Table::Events && suffix.is_empty() {
                    events::once(&context, dir, imports).await?
                } else {
                    tables::union(&context, dir, imports, table).await?
                };
                let frame = match found {
                    Some(frame) => frame,
                    None => context
                        .read_batch(RecordBatch::new_empty(table.schema()))
                        .map_err(query_error)?,
                };
                context.register_table(name, frame.into_view()).map_err(query_error)?;
            }
        }
        let frame = context.sql_with_options(text, read_only).await.map_err(query_error)?;
        frame.collect().await.map_err(query_error)
    })
}
