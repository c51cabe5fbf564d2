//! Results kept between runs. Safe to delete at any time; never an error.

use crate::store::files;
use std::path::{Path, PathBuf};

/// Entries kept; the oldest go first.
const KEPT: usize = 64;
/// Bytes of a hash in hexadecimal, which every entry begins with.
const HASH: usize = 64;

fn path_of(dir: &Path, key: &str) -> PathBuf {
    dir.join(format!("{}.bin", files::sha256(key.as_bytes())))
}

/// The bytes kept under a key; `None` when absent or damaged.
pub(crate) fn get(dir: &Path, key: &str) -> Option<Vec<u8>> {
    let entry = std::fs::read(path_of(dir, key)).ok()?;
    let (hash, bytes) = entry.split_at_checked(HASH)?;
    (files::sha256(bytes).as_bytes() == hash).then(|| bytes.to_vec())
}

/// Keeps bytes under a key; gives up in silence when the disk refuses.
pub(crate) fn put(dir: &Path, key: &str, bytes: &[u8]) {
    let mut entry = files::sha256(bytes).into_bytes();
    entry.extend_from_slice(bytes);
    if files::make_dir(dir)
        .and_then(|()| files::write_atomically(&path_of(dir, key), &entry))
        .is_ok()
    {
        trim(dir);
    }
}

fn trim(dir: &Path) {
    let mut entries: Vec<_> = files::entries(dir)
        .unwrap_or_default()
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "bin"))
        .filter_map(|p| Some((p.metadata().ok()?.modified().ok()?, p)))
        .collect();
    entries.sort();
    let surplus = entries.len().saturating_sub(KEPT);
    for (_, path) in entries.into_iter().take(surplus) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_got_and_damage_is_a_miss() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(get(dir.path(), "k"), None);
        put(dir.path(), "k", b"value");
        assert_eq!(get(dir.path(), "k").unwrap(), b"value");
        assert_eq!(get(dir.path(), "other"), None);
        let path = path_of(dir.path(), "k");
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(get(dir.path(), "k"), None);
        std::fs::write(&path, b"short").unwrap();
        assert_eq!(get(dir.path(), "k"), None);
    }

    #[test]
    fn only_so_many_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        for i in 0..KEPT + 3 {
            put(dir.path(), &i.to_string(), b"x");
        }
        assert_eq!(files::entries(dir.path()).unwrap().len(), KEPT);
    }
}
