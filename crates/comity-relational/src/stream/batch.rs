//! Events from Arrow batches.

use super::StreamBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use comity_core::{Code, Error, Result};

/// Names of the columns that hold a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Who acted: text or whole numbers.
    pub sender: String,
    /// Towards whom.
    pub receiver: String,
    /// When: numbers, dates (days) or timestamps (seconds).
    pub time: String,
    /// Which kind of event; without such a column all are of one kind.
    pub layer: Option<String>,
    /// How much; without such a column each counts one.
    pub weight: Option<String>,
}

impl Default for Columns {
    /// `sender`, `receiver`, `time`, without layers and weights.
    fn default() -> Self {
        Self {
            sender: "sender".into(),
            receiver: "receiver".into(),
            time: "time".into(),
            layer: None,
            weight: None,
        }
    }
}

fn refused(name: &str, found: &str, expected: &str) -> Error {
    Error::new(Code::BadEventColumn, "the column cannot be used")
        .column(name)
        .value(found)
        .expected(expected)
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a dyn Array> {
    let found = batch.column_by_name(name).map(|c| &**c as &dyn Array);
    let array = found.ok_or_else(|| {
        let schema = batch.schema();
        let names = schema.fields().iter().map(|f| f.name().clone()).collect();
        refused(name, "no such column", "the name of a column").candidates(names)
    })?;
    if array.null_count() > 0 {
        return Err(refused(name, "a missing value", "a value in every row"));
    }
    Ok(array)
}

fn primitive<T: ArrowPrimitiveType>(array: &dyn Array, f: impl Fn(T::Native) -> f64) -> Vec<f64> {
    array.as_primitive::<T>().values().iter().map(|&v| f(v)).collect()
}

fn numbers(array: &dyn Array, name: &str) -> Result<Vec<f64>> {
    let seconds = |unit: f64| move |v: i64| v as f64 / unit;
    Ok(match array.data_type() {
        DataType::Float64 => primitive::<Float64Type>(array, |v| v),
        DataType::Float32 => primitive::<Float32Type>(array, f64::from),
        DataType::Int64 => primitive::<Int64Type>(array, |v| v as f64),
        DataType::Int32 => primitive::<Int32Type>(array, f64::from),
        DataType::UInt64 => primitive::<UInt64Type>(array, |v| v as f64),
        DataType::UInt32 => primitive::<UInt32Type>(array, f64::from),
        DataType::Date32 => primitive::<Date32Type>(array, f64::from),
        DataType::Timestamp(TimeUnit::Second, _) => {
            primitive::<TimestampSecondType>(array, seconds(1.0))
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            primitive::<TimestampMillisecondType>(array, seconds(1e3))
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            primitive::<TimestampMicrosecondType>(array, seconds(1e6))
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            primitive::<TimestampNanosecondType>(array, seconds(1e9))
        }
        other => return Err(refused(name, &other.to_string(), "numbers, dates or timestamps")),
    })
}

fn names(array: &dyn Array, name: &str) -> Result<Vec<String>> {
    let texts = match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().flatten().map(str::to_owned).collect(),
        DataType::LargeUtf8 => {
            array.as_string::<i64>().iter().flatten().map(str::to_owned).collect()
        }
        DataType::Utf8View => array.as_string_view().iter().flatten().map(str::to_owned).collect(),
        DataType::Int64 => whole::<Int64Type>(array),
        DataType::Int32 => whole::<Int32Type>(array),
        DataType::UInt64 => whole::<UInt64Type>(array),
        DataType::UInt32 => whole::<UInt32Type>(array),
        other => return Err(refused(name, &other.to_string(), "text or whole numbers")),
    };
    Ok(texts)
}

fn whole<T: ArrowPrimitiveType>(array: &dyn Array) -> Vec<String>
where
    T::Native: ToString,
{
    array.as_primitive::<T>().values().iter().map(ToString::to_string).collect()
}

impl StreamBuilder {
    /// Adds the events of a batch, in order.
    ///
    /// # Errors
    /// `events/bad-column` when a column is missing, of another type or has missing values,
    /// and those of [`StreamBuilder::event_on`].
    pub fn batch(&mut self, batch: &RecordBatch, columns: &Columns) -> Result<&mut Self> {
        let senders = names(column(batch, &columns.sender)?, &columns.sender)?;
        let receivers = names(column(batch, &columns.receiver)?, &columns.receiver)?;
        let times = numbers(column(batch, &columns.time)?, &columns.time)?;
        let layers = match &columns.layer {
            Some(name) => Some(names(column(batch, name)?, name)?),
            None => None,
        };
        let weights = match &columns.weight {
            Some(name) => Some(numbers(column(batch, name)?, name)?),
            None => None,
        };
        for m in 0..batch.num_rows() {
            let layer = layers.as_ref().map_or("events", |l| l[m].as_str());
            let weight = weights.as_ref().map_or(1.0, |w| w[m]);
            self.event_on(&senders[m], &receivers[m], times[m], layer, weight)?;
        }
        Ok(self)
    }
}
