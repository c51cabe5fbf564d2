//! Typed access to the columns of an evidence table.

use arrow_array::{Array, Int64Array, RecordBatch, StringArray};
use comity_core::actor::Space;
use comity_core::{ActorId, Code, Error, Result};

/// The column `name` as the array type the schema promises.
pub(super) fn column<'a, T: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a T> {
    batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<T>()).ok_or_else(|| {
        Error::new(Code::Internal, "a table of the evidence lacks a column of its schema")
            .column(name)
    })
}

/// The text of a row, or `None` when it is null.
pub(super) fn text(array: &StringArray, row: usize) -> Option<&str> {
    array.is_valid(row).then(|| array.value(row))
}

/// The UCDP actor of a row, or `None` when it is null or of another numbering.
pub(super) fn ucdp(array: &Int64Array, row: usize) -> Option<i64> {
    let id = array.is_valid(row).then(|| array.value(row))?;
    (id > 0 && ActorId::from_raw(id).space() == Space::Ucdp).then_some(id)
}

/// The integers of a comma-joined list; what is no integer is left out.
pub(super) fn integers(joined: &str) -> impl Iterator<Item = u32> + '_ {
    joined.split(',').filter_map(|part| part.trim().parse().ok())
}
