//! Stata files as a stream of rows.

use crate::dta::DtaFile;
use crate::sheet::{RowBuf, RowSource};
use comity_core::{Error, Result};

/// The observations of a Stata file, after a first row with the names of its variables.
pub(crate) struct StataRows<'a> {
    file: DtaFile<'a>,
    next: Option<u64>,
    cells: Vec<String>,
}

impl<'a> StataRows<'a> {
    /// Opens the file.
    ///
    /// # Errors
    /// Those of [`DtaFile::open`].
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        let file = DtaFile::open(bytes).map_err(with_hint)?;
        Ok(Self { file, next: None, cells: Vec::new() })
    }
}

fn with_hint(e: Error) -> Error {
    match e.hint_text() {
        Some(_) => e,
        None => e.hint("download the file again, or save it as CSV (UTF-8)"),
    }
}

impl RowSource for StataRows<'_> {
    fn next_row(&mut self, row: &mut RowBuf) -> Result<bool> {
        row.clear();
        let Some(index) = self.next else {
            self.next = Some(0);
            self.file.names().iter().for_each(|name| row.push(name));
            return Ok(true);
        };
        if index >= self.file.rows() {
            return Ok(false);
        }
        self.file.row(index, &mut self.cells).map_err(with_hint)?;
        self.cells.iter().for_each(|cell| row.push(cell));
        self.next = Some(index.saturating_add(1));
        Ok(true)
    }
}
