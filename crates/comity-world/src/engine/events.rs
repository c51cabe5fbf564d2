//! The events of several imports, each event once.

use crate::engine::session::query_error;
use crate::engine::tables;
use crate::store::current;
use crate::store::manifest::StoredSource;
use comity_core::Result;
use comity_core::schema::Table;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::ExprFunctionExt;
use datafusion::prelude::{DataFrame, Expr, SessionContext, col, lit};
use std::path::Path;

/// Name of the column that says how much an import is preferred.
const PREFERENCE: &str = "preference";
/// Name of the column that numbers the copies of one event.
const COPY: &str = "copy";

/// The events table of the imports; `None` when none of them has events. An event that
/// several imports hold is taken from the preferred one.
///
/// # Errors
/// [`comity_core::Code::Damaged`], [`comity_core::Code::Query`].
pub(crate) async fn once(
    context: &SessionContext,
    dir: Option<&Path>,
    imports: &[StoredSource],
) -> Result<Option<DataFrame>> {
    let mut parts: Vec<&StoredSource> =
        imports.iter().filter(|i| i.tables.contains_key(&Table::Events)).collect();
    parts.sort_by(|a, b| current::compare(a, b));
    let overlap = parts.iter().enumerate().any(|(i, a)| {
        parts.iter().skip(i + 1).any(|b| a.source == b.source && a.scope().overlaps(&b.scope()))
    });
    if !overlap {
        return tables::union(context, dir, imports, Table::Events).await;
    }
    let mut whole: Option<DataFrame> = None;
    for (rank, part) in (0_i64..).zip(parts) {
        let one = std::slice::from_ref(part);
        let Some(frame) = tables::union(context, dir, one, Table::Events).await? else { continue };
        let frame = frame.with_column(PREFERENCE, lit(rank)).map_err(query_error)?;
        whole = Some(match whole {
            None => frame,
            Some(before) => before.union(frame).map_err(query_error)?,
        });
    }
    whole.map(first_copies).transpose()
}

fn first_copies(frame: DataFrame) -> Result<DataFrame> {
    let number = row_number()
        .partition_by(vec![col("source"), col("event")])
        .order_by(vec![col(PREFERENCE).sort(false, false)])
        .build()
        .map_err(query_error)?
        .alias(COPY);
    let columns: Vec<Expr> =
        Table::Events.schema().fields().iter().map(|f| col(f.name())).collect();
    frame
        .window(vec![number])
        .and_then(|f| f.filter(col(COPY).eq(lit(1_u64))))
        .and_then(|f| f.select(columns))
        .map_err(query_error)
}
