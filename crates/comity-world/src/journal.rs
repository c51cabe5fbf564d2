//! Results written down one by one, so that a run that was ended goes on where it stopped.

use crate::store::files;
use comity_core::{Code, Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// An append-only file of lines that one run at a time writes to. Safe to delete between
/// runs. A line is written whole or, when the machine stops in the middle, not at all: what
/// does not end in a line break is cut off when the journal is opened again.
#[derive(Debug)]
pub struct Journal {
    path: Option<PathBuf>,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    file: Option<File>,
    lines: Vec<String>,
}

impl Journal {
    /// The journal of a key in a folder; without a folder it is kept in memory.
    ///
    /// # Errors
    /// [`Code::Locked`] when another run writes to it, [`Code::Io`].
    pub(crate) fn open(dir: Option<&Path>, key: &str) -> Result<Self> {
        let Some(dir) = dir else {
            return Ok(Self { path: None, open: Mutex::default() });
        };
        files::make_dir(dir)?;
        let path = dir.join(format!("{}.lines", files::sha256(key.as_bytes())));
        let failed = |e: std::io::Error| files::io_error(&path, &e);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::Error(e)) => return Err(failed(e)),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(Code::Locked, "another run is computing the same results")
                    .file(path.display().to_string())
                    .hint("wait for it: what it finishes need not be computed again"));
            }
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        bytes.truncate(whole);
        file.set_len(whole as u64).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        let lines = String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect();
        Ok(Self { path: Some(path), open: Mutex::new(Open { file: Some(file), lines }) })
    }

    /// Where it is kept; `None` in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Every line so far, without line breaks.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).lines.clone()
    }

    /// Appends one line; line breaks within it become blanks.
    ///
    /// # Errors
    /// [`Code::Io`] when the disk refuses.
    pub fn append(&self, line: &str) -> Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let line = line.replace(['\n', '\r'], " ");
        if let (Some(file), Some(path)) = (open.file.as_mut(), &self.path) {
            file.write_all(format!("{line}\n").as_bytes())
                .map_err(|e| files::io_error(path, &e))?;
        }
        open.lines.push(line);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_outlive_the_run_and_a_torn_one_is_cut_off() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(Some(dir.path()), "k").unwrap();
        journal.append("one").unwrap();
        journal.append("two\nlines").unwrap();
        let refused = Journal::open(Some(dir.path()), "k").unwrap_err();
        assert_eq!(refused.code(), Code::Locked);
        let path = journal.path().unwrap().to_path_buf();
        drop(journal);
        let mut torn = std::fs::read(&path).unwrap();
        torn.extend_from_slice(b"three, but the mach");
        std::fs::write(&path, torn).unwrap();
        let journal = Journal::open(Some(dir.path()), "k").unwrap();
        assert_eq!(journal.lines(), ["one", "two lines"]);
        journal.append("three").unwrap();
        drop(journal);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo lines\nthree\n");
        assert_eq!(Journal::open(None, "k").unwrap().lines().len(), 0);
    }
}
