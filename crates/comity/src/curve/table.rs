//! The results as a file: one row a fit.

use crate::text::csv_cell;
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use comity_core::{Code, Error, Result};
use comity_theories::curve::{Estimated, Row};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::sync::Arc;

/// A file format of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values, UTF-8.
    Csv,
    /// Apache Parquet.
    Parquet,
}

type Text = (&'static str, fn(&Row) -> &str);
type Real = (&'static str, fn(&Row) -> Option<f64>);
type Whole = (&'static str, fn(&Row) -> usize);

const TEXTS: [Text; 15] = [
    ("specification", |r| &r.specification),
    ("term", |r| &r.term),
    ("outcome", |r| &r.outcome),
    ("sources", |r| &r.sources),
    ("spell", |r| &r.spell),
    ("risk_set", |r| &r.risk_set),
    ("lag", |r| &r.lag),
    ("covariates", |r| &r.covariates),
    ("time", |r| &r.time),
    ("period", |r| &r.period),
    ("missing", |r| &r.missing),
    ("left_out", |r| &r.left_out),
    ("estimator", |r| &r.estimator),
    ("status", |r| r.status.as_str()),
    ("note", |r| r.note.as_deref().unwrap_or_default()),
];

const WHOLES: [Whole; 3] =
    [("n", |r| r.rows), ("events", |r| r.events), ("iterations", |r| r.iterations)];

const REALS: [Real; 9] = [
    ("coefficient", |r| Some(r.estimate?.coefficient)),
    ("se", |r| r.estimate?.se),
    ("low", |r| Some(r.estimate?.interval()?.0)),
    ("high", |r| Some(r.estimate?.interval()?.1)),
    ("z", |r| r.estimate?.z()),
    ("ame", |r| r.estimate?.ame),
    ("relative", |r| Some(r.estimate?.relative)),
    ("relative_low", |r| Some(ordered(&r.estimate?)?.0)),
    ("relative_high", |r| Some(ordered(&r.estimate?)?.1)),
];

fn ordered(e: &Estimated) -> Option<(f64, f64)> {
    e.relative_interval()
}

/// The results as the bytes of a file: one row a specification, in the order they were drawn.
///
/// # Errors
/// [`Code::Internal`] when a writer fails.
pub fn table(rows: &[Row], format: TableFormat) -> Result<Vec<u8>> {
    match format {
        TableFormat::Csv => Ok(csv(rows)),
        TableFormat::Parquet => {
            parquet(rows).map_err(|e| Error::new(Code::Internal, format!("Parquet: {e}")))
        }
    }
}

fn csv(rows: &[Row]) -> Vec<u8> {
    let names = TEXTS.iter().map(|c| c.0).chain(WHOLES.iter().map(|c| c.0));
    let mut out = names.chain(REALS.iter().map(|c| c.0)).collect::<Vec<_>>().join(",");
    out.push('\n');
    for row in rows {
        let texts = TEXTS.iter().map(|c| csv_cell((c.1)(row)));
        let wholes = WHOLES.iter().map(|c| (c.1)(row).to_string());
        let reals = REALS.iter().map(|c| (c.1)(row).map_or_else(String::new, |v| v.to_string()));
        out.push_str(&texts.chain(wholes).chain(reals).collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out.into_bytes()
}

fn parquet(rows: &[Row]) -> std::result::Result<Vec<u8>, ParquetError> {
    let mut fields = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (name, of) in TEXTS {
        fields.push(Field::new(name, DataType::Utf8, false));
        arrays.push(Arc::new(rows.iter().map(|r| Some(of(r))).collect::<StringArray>()));
    }
    for (name, of) in WHOLES {
        fields.push(Field::new(name, DataType::UInt64, false));
        arrays.push(Arc::new(rows.iter().map(|r| Some(of(r) as u64)).collect::<UInt64Array>()));
    }
    for (name, of) in REALS {
        fields.push(Field::new(name, DataType::Float64, true));
        arrays.push(Arc::new(rows.iter().map(of).collect::<Float64Array>()));
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
