//! File operations that survive a crash.

use comity_core::{Code, Error, Result};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

/// How names of files that are about to replace another begin.
pub(crate) const NEW_PREFIX: &str = ".new-";

/// A failed file operation as a coded error.
pub(crate) fn io_error(path: &Path, e: &std::io::Error) -> Error {
    Error::new(Code::Io, format!("the file system refused: {e}")).file(path.display().to_string())
}

/// Lower-case hexadecimal SHA-256 of bytes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal SHA-256 of a file, read in pieces.
pub(crate) fn sha256_file(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0_u8; 1 << 16];
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(piece.get(..n).unwrap_or_default());
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, b| {
        let _ = write!(text, "{b:02x}");
        text
    })
}

/// Makes a directory's entries durable.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    // Opening a directory as a file works on Unix only; elsewhere the rename is the best there is.
    if cfg!(unix) {
        File::open(dir).and_then(|d| d.sync_all()).map_err(|e| io_error(dir, &e))?;
    }
    Ok(())
}

/// Temporary files and folders with the permissions of ordinary ones (the user's mask
/// applies), since they take their final place by renaming.
pub(crate) fn ordinary(prefix: &str) -> tempfile::Builder<'_, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Replaces a file in one step: written beside it, made durable, renamed over it.
///
/// # Errors
/// [`Code::Io`]; the old file then stands.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let dir = path.parent().unwrap_or_else(|| Path::new("."));
    let mut temp = ordinary(NEW_PREFIX).tempfile_in(dir).map_err(|e| io_error(dir, &e))?;
    temp.write_all(bytes)
        .and_then(|()| temp.as_file().sync_all())
        .map_err(|e| io_error(path, &e))?;
    temp.persist(path).map_err(|e| io_error(path, &e.error))?;
    sync_dir(dir)
}

/// Makes a directory and its parents.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn make_dir(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(|e| io_error(dir, &e))
}

/// Removes a directory and everything in it; an absent one is fine.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn remove_dir(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(io_error(dir, &e)),
        _ => Ok(()),
    }
}

/// The entries of a directory in name order; an absent directory has none.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn entries(dir: &Path) -> Result<Vec<std::path::PathBuf>> {
    let listing = match fs::read_dir(dir) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.map_err(|e| io_error(dir, &e))?,
    };
    let mut paths = listing
        .map(|entry| entry.map(|e| e.path()).map_err(|e| io_error(dir, &e)))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha256() {
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        write_atomically(&path, b"abc").unwrap();
        assert_eq!(sha256_file(&path).unwrap(), abc);
    }

    #[test]
    fn replacing_leaves_one_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("m");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(entries(dir.path()).unwrap(), vec![path]);
    }
}
