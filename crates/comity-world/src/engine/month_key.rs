//! Scalar functions of the dyad-month plan, computed with integers.
//!
//! A month is numbered `12 · year + (month − 1)`. Civil date from day number: H. Hinnant,
//! "chrono-Compatible Low-Level Date Algorithms" (2013), `civil_from_days`.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, Int32Array, Int64Array};
use arrow_schema::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use std::sync::Arc;

/// Bits of an actor id in a packed key.
const ID_BITS: u32 = 24;
/// Bits of a month number in a packed key.
const MONTH_BITS: u32 = 15;
/// Largest actor id that fits a packed key.
pub(crate) const MAX_ID: i64 = (1 << ID_BITS) - 1;
/// Day numbers that fit a packed key: 0001-01-01 to 2700-12-31.
pub(crate) const DAYS: std::ops::RangeInclusive<i64> = -719_162..=266_995;

/// Number of the month that a day (since 1970-01-01) lies in.
#[inline]
pub(crate) fn month_of_day(day: i32) -> i32 {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    // March is month 0 of the shifted year; January and February belong to the next one.
    let months = (era * 400 + year_of_era) * 12 + shifted + 2;
    i32::try_from(months).unwrap_or(i32::MAX)
}

/// A dyad-month as one integer that sorts by dyad and then month.
#[inline]
fn pack(x: i64, y: i64, month: i32) -> i64 {
    (x.min(y) << (ID_BITS + MONTH_BITS)) | (x.max(y) << MONTH_BITS) | i64::from(month)
}

/// The two ids and the month number of a packed key.
#[inline]
pub(crate) fn unpack(key: i64) -> (i64, i64, i32) {
    let month = i32::try_from(key & ((1 << MONTH_BITS) - 1)).unwrap_or(0);
    (key >> (ID_BITS + MONTH_BITS), (key >> MONTH_BITS) & MAX_ID, month)
}

/// `month_number(date)`: [`month_of_day`] of a column.
#[derive(Debug, PartialEq, Eq, Hash)]
struct MonthNumber(Signature);

impl ScalarUDFImpl for MonthNumber {
    fn name(&self) -> &'static str {
        "month_number"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int32)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let Some(days) = arrays.first().and_then(|a| a.as_primitive_opt::<Date32Type>()) else {
            return Ok(ColumnarValue::Scalar(ScalarValue::Int32(None)));
        };
        let months: Int32Array = days.unary(month_of_day);
        Ok(ColumnarValue::Array(Arc::new(months)))
    }
}

/// `dyad_month(side_a, side_b, date)`: the packed key; null where a side or the date is.
#[derive(Debug, PartialEq, Eq, Hash)]
struct DyadMonth(Signature);

impl ScalarUDFImpl for DyadMonth {
    fn name(&self) -> &'static str {
        "dyad_month"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [a, b, first] = arrays.as_slice() else {
            return Ok(ColumnarValue::Scalar(ScalarValue::Int64(None)));
        };
        let (a, b) = (a.as_primitive::<Int64Type>(), b.as_primitive::<Int64Type>());
        let first = first.as_primitive::<Date32Type>();
        let values = a.values().iter().zip(b.values()).zip(first.values());
        let keys = values.map(|((x, y), day)| pack(*x, *y, month_of_day(*day))).collect();
        let nulls = datafusion::arrow::buffer::NullBuffer::union_many([
            a.nulls(),
            b.nulls(),
            first.nulls(),
        ]);
        Ok(ColumnarValue::Array(Arc::new(Int64Array::new(keys, nulls))))
    }
}

/// `month_number(date)`.
pub(crate) fn month_number() -> ScalarUDF {
    ScalarUDF::from(MonthNumber(Signature::exact(vec![DataType::Date32], Volatility::Immutable)))
}

/// `dyad_month(side_a, side_b, date)`.
pub(crate) fn dyad_month() -> ScalarUDF {
    let types = vec![DataType::Int64, DataType::Int64, DataType::Date32];
    ScalarUDF::from(DyadMonth(Signature::exact(types, Volatility::Immutable)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};

    #[test]
    fn months_agree_with_the_calendar() {
        let mut day: Date = date(1399, 12, 25);
        let origin = date(1970, 1, 1);
        while day < date(2101, 1, 9) {
            let number = day.since(origin).unwrap().get_days();
            let expected = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
            assert_eq!(month_of_day(number), expected, "{day}");
            day = day.saturating_add(jiff::Span::new().days(3));
        }
    }

    #[test]
    fn keys_round_trip_and_sort_by_dyad_then_month() {
        let cases = [(1, 2, 0), (1, 2, 32_767), (1, 3, 0), (2, MAX_ID, 24_000), (MAX_ID, 5, 9)];
        for (x, y, month) in cases {
            let key = pack(x, y, month);
            assert!(key >= 0);
            assert_eq!(unpack(key), (x.min(y), x.max(y), month));
            assert_eq!(key, pack(y, x, month));
        }
        assert!(pack(1, 2, 32_767) < pack(1, 3, 0));
    }

    #[test]
    fn the_day_range_fits_the_month_bits() {
        for day in [DAYS.start(), DAYS.end()] {
            let month = month_of_day(i32::try_from(*day).unwrap());
            assert!((0..1 << MONTH_BITS).contains(&month), "{day}: {month}");
        }
    }
}
