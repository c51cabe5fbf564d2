//! Reading the tables an as-of date allows.

use crate::bundled::embedded;
use crate::engine::session::{self, Engine, query_error};
use crate::store::files;
use crate::store::manifest::StoredSource;
use crate::store::tables::internal;
use arrow_array::RecordBatch;
use comity_core::schema::Table;
use comity_core::{AsOf, Code, Error, Result};
use datafusion::arrow::compute::concat_batches;
use datafusion::logical_expr::{LogicalPlanBuilder, when};
use datafusion::prelude::{DataFrame, Expr, ParquetReadOptions, SessionContext, col, lit};
use datafusion::scalar::ScalarValue;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::path::Path;

/// Every table but the events, rows in the order of `chosen` and canonical within.
///
/// # Errors
/// [`Code::Damaged`], [`Code::Query`].
pub(crate) fn read(
    engine: &Engine,
    dir: Option<&Path>,
    chosen: &[StoredSource],
    as_of: AsOf,
) -> Result<BTreeMap<Table, RecordBatch>> {
    let context = session::session(1);
    engine.run(async {
        let mut tables = BTreeMap::new();
        for table in Table::ALL.into_iter().filter(|t| *t != Table::Events) {
            let Some(frame) = union(&context, dir, chosen, table).await? else { continue };
            let frame = cut(frame, table, as_of)?;
            // One partition a source: their order is the order of the sources.
            let parts = frame.collect_partitioned().await.map_err(query_error)?;
            let schema = table.schema();
            let batches = parts
                .into_iter()
                .flatten()
                .map(|b| RecordBatch::try_new(schema.clone(), b.columns().to_vec()))
                .collect::<std::result::Result<Vec<_>, _>>()
                .map_err(internal)?;
            tables.insert(table, concat_batches(&schema, &batches).map_err(internal)?);
        }
        Ok(tables)
    })
}

/// One table of several imports, one after the other; `None` when none of them fills it.
///
/// # Errors
/// [`Code::Damaged`], [`Code::Query`].
pub(crate) async fn union(
    context: &SessionContext,
    dir: Option<&Path>,
    imports: &[StoredSource],
    table: Table,
) -> Result<Option<DataFrame>> {
    let mut whole: Option<LogicalPlanBuilder> = None;
    let mut bundled = Vec::new();
    for import in imports.iter().filter(|i| i.tables.contains_key(&table)) {
        let key = (import.source, &import.version, &import.part);
        if import.bundled && table != Table::Events {
            // Parts of one bundled version lie together in the tables.
            let seen = (import.source, import.version.as_str());
            if bundled.contains(&seen) {
                continue;
            }
            bundled.push(seen);
        }
        let frame = scan(context, dir, import, table)
            .await
            .map_err(|e| e.file(format!("{} {} {}", key.0, key.1, table.as_str())))?;
        let plan = frame.into_unoptimized_plan();
        whole = Some(match whole {
            None => LogicalPlanBuilder::from(plan),
            Some(before) => before.union(plan).map_err(query_error)?,
        });
    }
    let Some(builder) = whole else { return Ok(None) };
    let plan = builder.build().map_err(query_error)?;
    Ok(Some(DataFrame::new(context.state(), plan)))
}

/// One table of one import.
async fn scan(
    context: &SessionContext,
    dir: Option<&Path>,
    import: &StoredSource,
    table: Table,
) -> Result<DataFrame> {
    if import.bundled {
        let frame = context.read_batch(embedded::rows_of(table, import)?).map_err(query_error)?;
        let countries = import.scope().countries().clone();
        if table != Table::Events || countries.is_empty() {
            return Ok(frame);
        }
        let listed = countries.into_iter().map(lit).collect();
        return frame.filter(col("gw").in_list(listed, false)).map_err(query_error);
    }
    let file = import.tables.get(&table).zip(dir).map(|(f, dir)| dir.join(&f.path));
    let path = file.filter(|p| p.is_file()).ok_or_else(|| {
        Error::new(Code::Damaged, "a table of the store is missing")
            .hint("run `comity data verify`, and import the named source again")
    })?;
    parquet(context, &path, Some(table)).await
}

/// A Parquet file, with the schema of a table or with its own.
///
/// # Errors
/// [`Code::Damaged`], [`Code::Query`].
pub(crate) async fn parquet(
    context: &SessionContext,
    path: &Path,
    table: Option<Table>,
) -> Result<DataFrame> {
    let schema = table.map(Table::schema);
    let mut options = ParquetReadOptions::default().parquet_pruning(true);
    options.schema = schema.as_deref();
    let extension = path.extension().map(|e| e.to_string_lossy().into_owned());
    let extension = extension.unwrap_or_default();
    options.file_extension = &extension;
    let path = path.canonicalize().map_err(|e| files::io_error(path, &e))?;
    let text = path.to_str().ok_or_else(|| {
        Error::new(Code::Io, "the path is not valid Unicode").file(path.display().to_string())
    })?;
    context.read_parquet(text, options).await.map_err(query_error)
}

/// Days since 1970-01-01.
fn day_number(day: Date) -> Result<i32> {
    let span = day.since(date(1970, 1, 1)).map_err(internal)?;
    Ok(span.get_days())
}

/// Drops rows whose date in `column` lies after the event clock; undated rows stay.
///
/// # Errors
/// [`Code::Query`], [`Code::Internal`].
pub(crate) fn until(frame: DataFrame, column: &str, as_of: AsOf) -> Result<DataFrame> {
    let Some(limit) = as_of.event else { return Ok(frame) };
    let last_day = lit(ScalarValue::Date32(Some(day_number(date(limit, 12, 31))?)));
    frame.filter(col(column).is_null().or(col(column).lt_eq(last_day))).map_err(query_error)
}

/// Drops what happened after the event clock. Undated rows stay. A period that ends after
/// the clock ends at the clock: that it went on was not yet known.
///
/// # Errors
/// [`Code::Query`], [`Code::Internal`].
pub(crate) fn cut(frame: DataFrame, table: Table, as_of: AsOf) -> Result<DataFrame> {
    let Some(limit) = as_of.event else { return Ok(frame) };
    let day = day_number(date(limit, 12, 31))?;
    let last_day = lit(ScalarValue::Date32(Some(day)));
    let by = |column: &str, limit: Expr| col(column).is_null().or(col(column).lt_eq(limit));
    let frame = match table {
        Table::Actors => return Ok(frame),
        Table::Aliases => frame.filter(by("first_year", lit(limit))),
        Table::Claims => frame.filter(by("year", lit(limit)).and(by("first", last_day.clone()))),
        Table::Events => frame.filter(by("first", last_day.clone())),
        Table::Coverage | Table::StateFacts | Table::StateIds => {
            frame.filter(by("year", lit(limit)))
        }
    }
    .map_err(query_error)?;
    let (column, clock) = match table {
        Table::Aliases => ("last_year", lit(limit)),
        Table::Claims | Table::Events => ("last", last_day),
        _ => return Ok(frame),
    };
    let capped = when(col(column).gt(clock.clone()), clock)
        .otherwise(col(column))
        .map_err(query_error)?
        .alias(column);
    let columns: Vec<Expr> = table
        .schema()
        .fields()
        .iter()
        .map(|f| if f.name() == column { capped.clone() } else { col(f.name()) })
        .collect();
    frame.select(columns).map_err(query_error)
}
