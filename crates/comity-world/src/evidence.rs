//! The evidence an as-of date allows, as one record batch a table.

use arrow_array::RecordBatch;
use comity_core::schema::Table;
use comity_core::{AsOf, Code, Error, InputRef, Result, SourceKey};
use std::collections::BTreeMap;

/// Every table as it stood at an as-of date: superseded versions dropped, both clocks
/// applied. Tables have the schemas of [`Table::schema`]; a table nobody filled is empty.
#[derive(Clone, Debug)]
pub struct Evidence {
    as_of: AsOf,
    inputs: Vec<InputRef>,
    tables: BTreeMap<Table, RecordBatch>,
}

impl Evidence {
    /// Evidence from ready tables; absent tables become empty ones.
    ///
    /// # Errors
    /// [`Code::Internal`] when a batch does not have its table's schema.
    pub fn from_tables(
        as_of: AsOf,
        mut inputs: Vec<InputRef>,
        mut tables: BTreeMap<Table, RecordBatch>,
    ) -> Result<Self> {
        for table in Table::ALL {
            let batch =
                tables.entry(table).or_insert_with(|| RecordBatch::new_empty(table.schema()));
            if batch.schema().fields() != table.schema().fields() {
                return Err(Error::new(
                    Code::Internal,
                    format!("the {} table has another schema than expected", table.as_str()),
                ));
            }
        }
        inputs.sort();
        Ok(Self { as_of, inputs, tables })
    }

    /// One table.
    #[must_use]
    pub fn table(&self, table: Table) -> &RecordBatch {
        &self.tables[&table]
    }

    /// The clocks this evidence was cut at.
    #[must_use]
    pub const fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The source versions the tables were read from, sorted.
    #[must_use]
    pub fn inputs(&self) -> &[InputRef] {
        &self.inputs
    }

    /// Whether a data set is present in any version.
    #[must_use]
    pub fn has(&self, key: SourceKey) -> bool {
        self.inputs.iter().any(|i| i.source == key.as_str())
    }
}
