//! Reading the ledger; no lock is needed.

use super::line::Line;
use super::{FILE, Recorded};
use crate::store::files;
use comity_core::{Code, Dyad, Error, Result};
use std::path::Path;

/// A line of the file, sound or not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    /// The first is 1.
    pub(super) number: u64,
    /// Without line break.
    pub(super) bytes: &'a [u8],
    /// Whether a line break ends it: every line but one that was cut short has one.
    pub(super) ended: bool,
}

/// The lines of a file.
pub(super) fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    (1..).zip(bytes.split_inclusive(|b| *b == b'\n')).map(|(number, piece)| {
        let whole = piece.strip_suffix(b"\n");
        Piece { number, bytes: whole.unwrap_or(piece), ended: whole.is_some() }
    })
}

/// The bytes of the ledger of a store; none when there is no ledger.
///
/// # Errors
/// [`Code::Io`].
pub(super) fn bytes(dir: &Path) -> Result<Vec<u8>> {
    let path = dir.join(FILE);
    match std::fs::read(&path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|e| files::io_error(&path, &e)),
    }
}

/// See [`crate::World::recorded_forecasts`].
pub(super) fn read(dir: &Path, of: Option<Dyad>) -> Result<Vec<Recorded>> {
    let bytes = bytes(dir)?;
    let place = dir.join(FILE).display().to_string();
    let mut found = Vec::new();
    for piece in pieces(&bytes) {
        let line = match Line::check(piece.bytes) {
            Ok(line) => line,
            Err(_) if !piece.ended => break,
            Err(why) => return Err(damaged(why).file(place).row(piece.number)),
        };
        if of.is_none_or(|dyad| line.is_about(dyad)) {
            let entry = line.entry().map_err(|e| e.file(&place).row(piece.number))?;
            found.push(Recorded { id: line.id.to_owned(), line: piece.number, entry });
        }
    }
    Ok(found)
}

fn damaged(why: &str) -> Error {
    Error::new(Code::Damaged, why)
        .expected("a line as it was recorded")
        .hint("put the file back from a copy, or move it away: forecasts are then recorded anew")
}
