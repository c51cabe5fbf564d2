//! Apache Parquet.

use super::failed;
use crate::panel::Panel;
use arrow_array::{ArrayRef, Float64Array, Int16Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use comity_core::Result;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::io::Write;
use std::sync::Arc;

/// Writes the panel as Parquet compressed with Zstandard: `a_id` and `b_id` Int64, `year`
/// Int16, `a_name` and `b_name` text, every other column nullable Float64.
///
/// # Errors
/// [`comity_core::Code::Io`] when the writer fails.
pub fn parquet(panel: &Panel, out: &mut dyn Write) -> Result<()> {
    let bytes = encode(panel).map_err(|e| failed("Parquet", e))?;
    out.write_all(&bytes).map_err(|e| failed("Parquet", e))
}

fn encode(panel: &Panel) -> Result<Vec<u8>, ParquetError> {
    let mut fields = vec![
        Field::new("a_id", DataType::Int64, false),
        Field::new("b_id", DataType::Int64, false),
        Field::new("year", DataType::Int16, false),
        Field::new("a_name", DataType::Utf8, true),
        Field::new("b_name", DataType::Utf8, true),
    ];
    let names = |ids: &[i64]| ids.iter().map(|id| panel.name(*id)).collect::<StringArray>();
    let mut arrays: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(panel.a().to_vec())),
        Arc::new(Int64Array::from(panel.b().to_vec())),
        Arc::new(Int16Array::from(panel.year().to_vec())),
        Arc::new(names(panel.a())),
        Arc::new(names(panel.b())),
    ];
    for column in panel.columns() {
        fields.push(Field::new(&column.variable.name, DataType::Float64, true));
        let values = column.values.iter().map(|v| (!v.is_nan()).then_some(*v));
        arrays.push(Arc::new(values.collect::<Float64Array>()));
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties))?;
    writer.write(&batch)?;
    writer.into_inner()
}
