//! Reporting progress of an import.

use std::path::Path;

/// Receives the progress of [`crate::World::add`], from several threads, and of
/// [`crate::World::import_stream`].
pub trait Progress: Sync {
    /// The import is about to read `files` files of `bytes` bytes together.
    fn start(&self, files: usize, bytes: u64) {
        let _ = (files, bytes);
    }

    /// So many bytes of a file were read; they are not counted again when it is done.
    fn advanced(&self, bytes: u64) {
        let _ = bytes;
    }

    /// One file of `bytes` bytes is done, whatever became of it; `what` says so in a few words.
    fn file_done(&self, path: &Path, bytes: u64, what: &str) {
        let _ = (path, bytes, what);
    }

    /// Everything is done.
    fn finish(&self) {}
}

/// Reports nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {}
