//! Read-only SQL over the evidence tables, as plain rows.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use comity_core::{Code, Error, Result};
use comity_world::World;
use serde::Serialize;
use serde_json::Value;

/// The result of a query.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rows {
    /// Column names.
    pub columns: Vec<String>,
    /// One list of values a row; missing values are null.
    pub rows: Vec<Vec<Value>>,
}

/// Runs a query.
///
/// # Errors
/// [`Code::Query`] when it is not SQL, would change something, or fails.
pub fn rows(world: &World, query: &str) -> Result<Rows> {
    let mut out = Rows { columns: Vec::new(), rows: Vec::new() };
    for batch in world.sql(query)? {
        if out.columns.is_empty() {
            out.columns = batch.schema().fields().iter().map(|f| f.name().clone()).collect();
        }
        for row in 0..batch.num_rows() {
            out.rows.push(values(&batch, row)?);
        }
    }
    Ok(out)
}

fn values(batch: &RecordBatch, row: usize) -> Result<Vec<Value>> {
    batch.columns().iter().map(|c| value(c.as_ref(), row)).collect()
}

fn value(array: &dyn Array, row: usize) -> Result<Value> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    Ok(match array.data_type() {
        DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => array.as_boolean().value(row).into(),
        _ => arrow_cast::display::array_value_to_string(array, row)
            .map_err(|e| Error::new(Code::Query, e.to_string()))?
            .into(),
    })
}

/// A value as text: strings without quotes, missing empty.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
