//! A file that says how far it was read.

use crate::progress::Progress;
use std::io::{Read, Result, Seek, SeekFrom};

/// A reader that reports the bytes that come out of it, up to the size of its file: what is read
/// twice, as the directory of an archive is, may be counted for what is not yet read.
pub(super) struct Counted<'p, R> {
    inner: R,
    left: u64,
    progress: &'p dyn Progress,
}

impl<'p, R> Counted<'p, R> {
    pub(super) fn new(inner: R, size: u64, progress: &'p dyn Progress) -> Self {
        Self { inner, left: size, progress }
    }

    /// Bytes that were not reported.
    pub(super) const fn left(&self) -> u64 {
        self.left
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let n = self.inner.read(buffer)?;
        let reported = self.left.min(n as u64);
        self.left -= reported;
        self.progress.advanced(reported);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}
