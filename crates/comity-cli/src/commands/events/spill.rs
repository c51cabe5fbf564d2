//! Updates that do not fit into memory, in a folder that is removed at the end.

use comity::core::{Code, Error, Result};
use comity::events::Store;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

/// A folder among the platform's temporary files.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    /// Makes one.
    pub(super) fn new() -> Result<Self> {
        tempfile::Builder::new().prefix("comity-events-").tempdir().map(Self).map_err(|e| {
            Error::new(Code::Io, format!("no folder for what does not fit into memory: {e}"))
                .hint("name a place with enough room by TMPDIR")
        })
    }

    fn path(&self, number: usize) -> PathBuf {
        self.0.path().join(format!("{number}.arrow"))
    }
}

impl Store for Folder {
    fn create(&self, number: usize) -> std::io::Result<Box<dyn Write>> {
        Ok(Box::new(BufWriter::new(File::create(self.path(number))?)))
    }

    fn open(&self, number: usize) -> std::io::Result<Box<dyn Read>> {
        Ok(Box::new(BufReader::new(File::open(self.path(number))?)))
    }
}
