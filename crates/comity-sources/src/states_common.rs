//! What the importers of state-level data share.

use crate::cells::Row;
use crate::header::Col;
use comity_core::{Code, Result};
use std::ops::RangeInclusive;

/// Years that state-level data may state.
pub(crate) const YEARS: RangeInclusive<i16> = 1816..=2100;

/// Years for which spells are written out, one fact a year: those that the conflict data
/// and forecasts can use.
pub(crate) const SPELL_YEARS: RangeInclusive<i16> = 1946..=2030;

/// What to do about a cell that is not what its column holds.
pub(crate) const SHIFTED: &str = "look for shifted columns or a damaged row";

/// A Correlates of War or Gleditsch–Ward state number.
///
/// # Errors
/// [`Code::MissingValue`], [`Code::NotANumber`], [`Code::BadCode`].
pub(crate) fn state(row: &Row<'_>, col: Col) -> Result<i32> {
    row.int_in(col, 1..=999).map(to_i32)
}

/// A state number, if any.
///
/// # Errors
/// [`Code::NotANumber`], [`Code::BadCode`].
pub(crate) fn opt_state(row: &Row<'_>, col: Col) -> Result<Option<i32>> {
    Ok(row.opt_int_in(col, 1..=999)?.map(to_i32))
}

fn to_i32(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(0)
}

/// Two different states.
///
/// # Errors
/// Those of [`state`], and [`Code::BadCode`] when both are the same.
pub(crate) fn pair(row: &Row<'_>, a: Col, b: Col) -> Result<(i32, i32)> {
    let (x, y) = (state(row, a)?, state(row, b)?);
    if x == y {
        return Err(row
            .error(Code::BadCode, b, "both states of the row are the same")
            .expected("two different states")
            .hint(SHIFTED));
    }
    Ok((x, y))
}

/// The years of a spell that are written out; empty where none is.
///
/// # Errors
/// [`Code::ImpossibleYear`] naming `end` when the spell ends before it starts.
pub(crate) fn spell(row: &Row<'_>, first: i16, last: i16, end: Col) -> Result<RangeInclusive<i16>> {
    if last < first {
        return Err(row
            .error(Code::ImpossibleYear, end, "the spell ends before it starts")
            .expected(format!("the year {first} or later"))
            .hint(SHIFTED));
    }
    Ok(first.max(*SPELL_YEARS.start())..=last.min(*SPELL_YEARS.end()))
}

#[cfg(test)]
pub(crate) mod testing {
    //! Runs an importer on a fixture and shows what came out, one line a row.

    use crate::{Imported, Input, import};
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int16Type, Int32Type, Int64Type};
    use arrow_array::{Array, RecordBatch};
    use arrow_schema::DataType;
    use comity_core::schema::Table;
    use comity_core::{Code, Error};

    /// The import of `bytes`, and its rows of `table` as `column=value` without nulls,
    /// source, version and empty masks.
    pub(crate) fn rows(bytes: &[u8], table: Table) -> (Imported, Vec<String>) {
        let mut lines = Vec::new();
        let mut sink = |t: Table, batch: RecordBatch| {
            if t == table {
                lines.extend((0..batch.num_rows()).map(|i| line(&batch, i)));
            }
            Ok(())
        };
        let imported = import(&Input { name: "fixture", bytes }, &mut sink).unwrap();
        (imported, lines)
    }

    /// The error that `bytes` leads to.
    pub(crate) fn failure(bytes: &[u8]) -> Error {
        import(&Input { name: "fixture", bytes }, &mut |_, _| Ok(())).unwrap_err()
    }

    /// The fixture with one piece of text replaced, which must be there once or more.
    pub(crate) fn changed(fixture: &[u8], from: &str, to: &str) -> Vec<u8> {
        let text = std::str::from_utf8(fixture).unwrap();
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1).into_bytes()
    }

    /// Asserts that replacing `from` by `to` leads to `code` in `column`.
    pub(crate) fn refused(fixture: &[u8], from: &str, to: &str, code: Code, column: &str) {
        let e = failure(&changed(fixture, from, to));
        assert_eq!((e.code(), e.column_name()), (code, Some(column)), "{e}");
        assert!(e.row_number().is_some() && e.file_name() == Some("fixture"), "{e}");
    }

    fn line(batch: &RecordBatch, i: usize) -> String {
        let schema = batch.schema();
        let cells = schema.fields().iter().zip(batch.columns()).filter_map(|(field, column)| {
            let name = field.name().as_str();
            if column.is_null(i) || matches!(name, "source" | "version") {
                return None;
            }
            let value = match column.data_type() {
                DataType::Int16 => column.as_primitive::<Int16Type>().value(i).to_string(),
                DataType::Int32 => column.as_primitive::<Int32Type>().value(i).to_string(),
                DataType::Int64 => column.as_primitive::<Int64Type>().value(i).to_string(),
                DataType::Float64 => column.as_primitive::<Float64Type>().value(i).to_string(),
                DataType::Date32 => column.as_primitive::<Date32Type>().value(i).to_string(),
                _ => column.as_string::<i32>().value(i).to_owned(),
            };
            let mask = matches!(name, "domains" | "possible" | "kinds" | "kinds_possible");
            (!mask || value != "0").then(|| format!("{name}={value}"))
        });
        cells.collect::<Vec<_>>().join(" ")
    }
}
