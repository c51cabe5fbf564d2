//! Events from Parquet.

use super::{
    BATCH, EventColumns, EventsRead, Hashed, TimeUnit, hexadecimal, missing_event_column, time::DAY,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit as Precision};
use comity_core::{Code, Error, Result};
use datafusion::arrow::compute::cast;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::sync::Arc;

/// See [`super::read_events`].
pub(super) fn read(
    mut file: File,
    columns: &EventColumns,
    each: &mut dyn FnMut(&RecordBatch) -> Result<()>,
) -> Result<EventsRead> {
    let damaged =
        |e: String| Error::new(Code::BadEventColumn, format!("the file is no Parquet: {e}"));
    let (mut whole, hash) = Hashed::new(&mut file);
    std::io::copy(&mut whole, &mut std::io::sink())
        .map_err(|e| Error::new(Code::Io, e.to_string()))?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| damaged(e.to_string()))?;
    let schema = Arc::clone(builder.schema());
    for name in columns.wanted() {
        if schema.index_of(name).is_err() {
            let present = schema.fields().iter().map(|f| f.name().clone()).collect();
            return Err(missing_event_column(name, present));
        }
    }
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.wanted());
    let reader = builder
        .with_batch_size(BATCH)
        .with_projection(mask)
        .build()
        .map_err(|e| damaged(e.to_string()))?;
    let (mut rows, mut unit) = (0_u64, TimeUnit::Number);
    for batch in reader {
        let batch = batch.map_err(|e| damaged(e.to_string()))?;
        let (batch, found) = plain(&batch, columns, rows)?;
        unit = found;
        rows += batch.num_rows() as u64;
        each(&batch)?;
    }
    Ok(EventsRead { rows, unit, sha256: hexadecimal(&hash) })
}

/// A batch with times as numbers and names as text; `before` rows came before it.
fn plain(
    batch: &RecordBatch,
    columns: &EventColumns,
    before: u64,
) -> Result<(RecordBatch, TimeUnit)> {
    let mut arrays: Vec<(&str, ArrayRef)> = Vec::new();
    let mut unit = TimeUnit::Number;
    for name in columns.wanted() {
        let Some(array) = batch.column_by_name(name) else {
            return Err(missing_event_column(name, Vec::new()));
        };
        if let Some(row) = (0..array.len()).find(|&i| array.is_null(i)) {
            return Err(Error::new(Code::BadEventValue, "the cell is empty")
                .row(before + row as u64 + 1)
                .column(name));
        }
        let array = if name == columns.time {
            let (times, of) = times(array, name)?;
            unit = of;
            times
        } else if Some(name) == columns.weight.as_deref() {
            converted(array, &DataType::Float64, name, "numbers")?
        } else {
            converted(array, &DataType::Utf8, name, "text or whole numbers")?
        };
        arrays.push((name, array));
    }
    let batch = RecordBatch::try_from_iter(arrays)
        .map_err(|e| Error::new(Code::BadEventColumn, e.to_string()))?;
    Ok((batch, unit))
}

fn converted(array: &ArrayRef, to: &DataType, name: &str, expected: &str) -> Result<ArrayRef> {
    cast(array, to).map_err(|_| {
        Error::new(Code::BadEventColumn, "the column cannot be used")
            .column(name)
            .value(array.data_type().to_string())
            .expected(expected)
    })
}

fn times(array: &ArrayRef, name: &str) -> Result<(ArrayRef, TimeUnit)> {
    let expected = "numbers, dates or timestamps";
    match array.data_type() {
        DataType::Date32 | DataType::Date64 => {
            let days = converted(array, &DataType::Date32, name, expected)?;
            let days = converted(&days, &DataType::Int32, name, expected)?;
            Ok((converted(&days, &DataType::Float64, name, expected)?, TimeUnit::Day))
        }
        DataType::Timestamp(..) => {
            let fine = DataType::Timestamp(Precision::Microsecond, None);
            let stamps = converted(array, &fine, name, expected)?;
            let whole = converted(&stamps, &DataType::Int64, name, expected)?;
            let days: Float64Array =
                whole.as_primitive::<Int64Type>().unary::<_, Float64Type>(|m| m as f64 / 1e6 / DAY);
            Ok((Arc::new(days), TimeUnit::Day))
        }
        kind if kind.is_numeric() => {
            Ok((converted(array, &DataType::Float64, name, expected)?, TimeUnit::Number))
        }
        other => Err(Error::new(Code::BadEventColumn, "the column cannot be used")
            .column(name)
            .value(other.to_string())
            .expected(expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Date32Array, Float64Array, Int64Array, StringArray, TimestampSecondArray};
    use parquet::arrow::ArrowWriter;

    /// A file with these times, one event each.
    fn written(times: ArrayRef) -> File {
        let n = times.len() as i64;
        let batch = RecordBatch::try_from_iter([
            (
                "sender",
                Arc::new(StringArray::from_iter_values((0..n).map(|k| format!("s{k}"))))
                    as ArrayRef,
            ),
            ("receiver", Arc::new(Int64Array::from_iter_values(100..100 + n))),
            ("time", times),
        ])
        .unwrap();
        let mut file = tempfile::tempfile().unwrap();
        let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        file
    }

    fn times_of(times: ArrayRef) -> Result<(Vec<f64>, TimeUnit)> {
        let mut found = Vec::new();
        let read = read(written(times), &EventColumns::default(), &mut |batch| {
            found.extend_from_slice(batch.column(0).as_primitive::<Float64Type>().values());
            assert_eq!(batch.column(2).as_string::<i32>().value(0), "100");
            Ok(())
        })?;
        assert_eq!((read.rows, read.sha256.len()), (2, 64));
        Ok((found, read.unit))
    }

    #[test]
    fn numbers_dates_and_timestamps_are_times() {
        let found = times_of(Arc::new(Float64Array::from(vec![1.5, 2.0]))).unwrap();
        assert_eq!(found, (vec![1.5, 2.0], TimeUnit::Number));
        let found = times_of(Arc::new(Date32Array::from(vec![3, 4]))).unwrap();
        assert_eq!(found, (vec![3.0, 4.0], TimeUnit::Day));
        let found = times_of(Arc::new(TimestampSecondArray::from(vec![43_200, 86_400]))).unwrap();
        assert_eq!(found, (vec![0.5, 1.0], TimeUnit::Day));
    }

    #[test]
    fn empty_cells_and_words_are_refused() {
        let e = times_of(Arc::new(Float64Array::from(vec![Some(1.0), None]))).unwrap_err();
        assert_eq!((e.code(), e.row_number()), (Code::BadEventValue, Some(2)));
        let e = times_of(Arc::new(StringArray::from(vec!["a", "b"]))).unwrap_err();
        assert_eq!((e.code(), e.column_name()), (Code::BadEventColumn, Some("time")));
    }
}
