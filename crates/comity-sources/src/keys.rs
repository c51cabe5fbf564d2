//! Rows that have a key already taken by an earlier row.

use crate::cells::Row;
use comity_core::{Code, Result};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// The keys of a file's rows, with the row each was first seen in.
pub(crate) struct Keys<K> {
    name: &'static str,
    rows: HashMap<K, u64>,
}

impl<K: Eq + Hash> Keys<K> {
    /// Keys called `name` in messages, such as `dyad_id and year`.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, rows: HashMap::new() }
    }

    /// Takes the row's key.
    ///
    /// # Errors
    /// [`Code::DuplicateKey`] naming both rows when an earlier row has the same key.
    pub(crate) fn insert(&mut self, row: &Row<'_>, key: K) -> Result<()> {
        match self.rows.entry(key) {
            Entry::Vacant(place) => {
                place.insert(row.number());
                Ok(())
            }
            Entry::Occupied(first) => Err(row
                .row_error(
                    Code::DuplicateKey,
                    format!("the row has the same {} as row {}", self.name, first.get()),
                )
                .column(self.name.split(" and ").next().unwrap_or(self.name))
                .expected(format!("one row for each {}", self.name))
                .hint("the file was probably pasted together: download it again")),
        }
    }
}
