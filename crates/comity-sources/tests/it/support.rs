//! Running an import and looking at what came out.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use comity_core::Result;
use comity_core::schema::Table;
use comity_sources::{Imported, Input, import};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything one import gave.
pub(crate) struct Outcome {
    pub(crate) imported: Imported,
    pub(crate) batches: BTreeMap<Table, Vec<RecordBatch>>,
}

pub(crate) fn run(name: &str, bytes: &[u8]) -> Result<Outcome> {
    let mut batches: BTreeMap<Table, Vec<RecordBatch>> = BTreeMap::new();
    let imported = import(&Input { name, bytes }, &mut |table, batch| {
        assert!(batch.num_rows() <= 65_536 && batch.num_rows() > 0);
        assert_eq!(batch.schema(), table.schema());
        batches.entry(table).or_default().push(batch);
        Ok(())
    })?;
    Ok(Outcome { imported, batches })
}

impl Outcome {
    pub(crate) fn len(&self, table: Table) -> usize {
        self.batches.get(&table).map_or(0, |b| b.iter().map(RecordBatch::num_rows).sum())
    }

    /// The rows of a table as text, one cell after another.
    pub(crate) fn rows(&self, table: Table) -> Vec<BTreeMap<String, String>> {
        let mut rows = Vec::new();
        for batch in self.batches.get(&table).into_iter().flatten() {
            for i in 0..batch.num_rows() {
                let schema = batch.schema();
                let cells = schema.fields().iter().zip(batch.columns());
                rows.push(
                    cells
                        .filter(|(_, column)| !column.is_null(i))
                        .map(|(field, column)| (field.name().clone(), cell(column, i)))
                        .collect(),
                );
            }
        }
        rows
    }

    /// All rows of all tables as sorted lines: what must not depend on the order of rows.
    pub(crate) fn sorted(&self) -> Vec<String> {
        let mut lines: Vec<String> = Table::ALL
            .into_iter()
            .flat_map(|t| self.rows(t).into_iter().map(move |row| format!("{t:?} {row:?}")))
            .collect();
        lines.sort();
        lines
    }
}

fn cell(column: &dyn Array, i: usize) -> String {
    use arrow_array::types::Date32Type;
    use arrow_schema::DataType::{Date32, Float64, Int16, Int32, Int64, Utf8};
    match column.data_type() {
        Utf8 => column.as_string::<i32>().value(i).to_owned(),
        Int64 => column.as_primitive::<Int64Type>().value(i).to_string(),
        Int32 => column.as_primitive::<Int32Type>().value(i).to_string(),
        Int16 => column.as_primitive::<Int16Type>().value(i).to_string(),
        Float64 => column.as_primitive::<Float64Type>().value(i).to_string(),
        Date32 => column.as_primitive::<Date32Type>().value(i).to_string(),
        other => panic!("no table has columns of type {other}"),
    }
}

/// The folder with the data sets as published, if this machine has it.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("COMITY_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let data = folder.join("data");
    if !data.is_dir() {
        println!("skipped: no conformance data");
        return None;
    }
    Some(data)
}

/// A published file, imported.
pub(crate) fn published(path: &str) -> Option<Outcome> {
    let full = shared()?.join(path);
    let bytes = std::fs::read(&full).unwrap();
    Some(run(path.rsplit('/').next().unwrap(), &bytes).unwrap())
}
