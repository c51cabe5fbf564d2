//! The store's exclusive lock.

use crate::store::files;
use comity_core::{Code, Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

/// Name of the lock file inside the store. It is never removed: the lock is on the open
/// file, and the system drops it when the process ends, however it ends.
pub(crate) const FILE: &str = "lock";

/// The lock, held until dropped.
#[derive(Debug)]
pub(crate) struct StoreLock {
    _file: File,
}

impl StoreLock {
    /// Takes the lock of a store, waiting up to `timeout` for another run to finish.
    ///
    /// # Errors
    /// [`Code::Locked`] when the time is up; [`Code::Io`].
    pub(crate) fn take(dir: &Path, timeout: Duration) -> Result<Self> {
        Self::take_named(dir, FILE, timeout)
    }

    /// [`StoreLock::take`] with a lock file of its own for a part of the store.
    ///
    /// # Errors
    /// Those of [`StoreLock::take`].
    pub(crate) fn take_named(dir: &Path, name: &str, timeout: Duration) -> Result<Self> {
        files::make_dir(dir)?;
        let path = dir.join(name);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| files::io_error(&path, &e))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(e)) => return Err(files::io_error(&path, &e)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= timeout => {
                    return Err(Error::new(
                        Code::Locked,
                        format!(
                            "another run has held the store for more than {} s",
                            timeout.as_secs()
                        ),
                    )
                    .file(path.display().to_string())
                    .hint("wait for the other run to finish, or end it"));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_waits_and_then_gives_up_with_a_code() {
        let dir = tempfile::tempdir().unwrap();
        let held = StoreLock::take(dir.path(), Duration::ZERO).unwrap();
        let refused = StoreLock::take(dir.path(), Duration::from_millis(50)).unwrap_err();
        assert_eq!(refused.code(), Code::Locked);
        drop(held);
        StoreLock::take(dir.path(), Duration::ZERO).unwrap();
    }
}
