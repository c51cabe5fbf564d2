//! Bounds on what a file may unpack to, and on what one cell may hold.

use comity_core::{Code, Error};
use std::io::{self, Read};

/// Most bytes that a compressed file may unpack to when it is streamed.
pub(crate) const MAX_UNPACKED: u64 = 4 << 30;
/// Most bytes that a part read as a whole (workbook, Stata file) may unpack to.
pub(crate) const MAX_IN_MEMORY: u64 = 1 << 30;
/// Above [`RATIO_FLOOR`] bytes, most unpacked bytes per compressed byte. Conflict tables
/// compress 10 to 40 times; a deflate bomb reaches 1,000.
pub(crate) const MAX_RATIO: u64 = 200;
/// Unpacked size below which the ratio is not looked at.
pub(crate) const RATIO_FLOOR: u64 = 64 << 20;
/// Most characters of one cell.
pub(crate) const MAX_CELL_CHARS: usize = 64 * 1024;
/// Most columns of one table.
pub(crate) const MAX_COLUMNS: usize = 16 * 1024;

/// Whether `unpacked` bytes out of `packed` are more than a data file can be.
pub(crate) fn too_large(packed: u64, unpacked: u64, limit: u64) -> bool {
    unpacked > limit || (unpacked > RATIO_FLOOR && unpacked / packed.max(1) > MAX_RATIO)
}

/// The error for such a file.
pub(crate) fn archive_too_large() -> Error {
    Error::new(Code::ArchiveTooLarge, "the archive unpacks to far more than a data set holds")
        .expected("at most 4 GiB, and at most 200 times the compressed size")
        .hint("if the file is genuine, unpack it yourself and add what is inside")
}

/// A reader that fails once more comes out of it than [`too_large`] allows.
pub(crate) struct Bounded<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
    limit: u64,
}

impl<R> Bounded<R> {
    pub(crate) fn new(inner: R, packed: u64, limit: u64) -> Self {
        Self { inner, packed, unpacked: 0, limit }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.unpacked = self.unpacked.saturating_add(n as u64);
        if too_large(self.packed, self.unpacked, self.limit) {
            return Err(io::Error::other(archive_too_large()));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::from_io;

    #[test]
    fn a_bomb_is_stopped_and_keeps_its_code() {
        let mut r = Bounded::new(io::repeat(b'a'), 1000, MAX_UNPACKED);
        let e = io::copy(&mut r, &mut io::sink()).unwrap_err();
        assert_eq!(from_io(e).code(), Code::ArchiveTooLarge);
    }

    #[test]
    fn small_files_may_compress_well() {
        assert!(!too_large(10, RATIO_FLOOR, MAX_UNPACKED));
        assert!(too_large(10, RATIO_FLOOR + 1, MAX_UNPACKED));
        assert!(too_large(u64::MAX, MAX_UNPACKED + 1, MAX_UNPACKED));
    }
}
