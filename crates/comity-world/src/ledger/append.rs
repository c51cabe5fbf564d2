//! Appending to the ledger: under its lock, whole lines in one write, durable on return.

use super::line::{self, Line};
use super::read::{bytes, pieces};
use super::{FILE, LOCK, LedgerEntry};
use crate::store::files;
use crate::store::lock::StoreLock;
use comity_core::Result;
use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// See [`crate::World::record_forecasts`].
pub(super) fn append(dir: &Path, entries: &[LedgerEntry], patience: Duration) -> Result<usize> {
    let lines = entries.iter().map(line::write).collect::<Result<Vec<_>>>()?;
    if lines.is_empty() {
        return Ok(0);
    }
    let _lock = StoreLock::take_named(dir, LOCK, patience)?;
    let present = bytes(dir)?;
    let held = Held::of(&present);
    let mut seen = held.contents;
    let mut text = if held.unended { "\n".to_owned() } else { String::new() };
    let mut appended = 0;
    for line in &lines {
        if Line::check(line.as_bytes()).is_ok_and(|l| seen.insert(l.content)) {
            text.push_str(line);
            text.push('\n');
            appended += 1;
        }
    }
    if appended == 0 {
        return Ok(0);
    }
    let path = dir.join(FILE);
    let failed = |e: std::io::Error| files::io_error(&path, &e);
    if held.end < present.len() as u64 {
        // A run that was killed while it wrote: what it left is no line.
        cut(&path, held.end).map_err(failed)?;
    }
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    if let Err(e) = file.write_all(text.as_bytes()).and_then(|()| file.sync_data()) {
        let _ = cut(&path, held.end);
        return Err(failed(e));
    }
    if present.is_empty() {
        files::sync_dir(dir)?;
    }
    Ok(appended)
}

/// Shortens a file. A file opened to append cannot be shortened on every platform.
fn cut(path: &Path, end: u64) -> std::io::Result<()> {
    OpenOptions::new().write(true).open(path)?.set_len(end)
}

/// What a ledger holds, as far as appending must know.
struct Held<'a> {
    contents: HashSet<&'a str>,
    /// Bytes up to which the file is lines.
    end: u64,
    /// Whether the last line is whole and lacks its line break.
    unended: bool,
}

impl<'a> Held<'a> {
    fn of(present: &'a [u8]) -> Self {
        let mut held = Self { contents: HashSet::new(), end: 0, unended: false };
        for piece in pieces(present) {
            match Line::check(piece.bytes) {
                Ok(line) => {
                    held.contents.insert(line.content);
                    held.unended = !piece.ended;
                }
                Err(_) if !piece.ended => break,
                // Damage is for reading and verifying to report; it must not stop a record.
                Err(_) => {}
            }
            held.end += piece.bytes.len() as u64 + u64::from(piece.ended);
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::tests::entry;
    use super::super::read::read;
    use super::*;
    use comity_core::Code;

    fn add(dir: &Path, entries: &[LedgerEntry]) -> usize {
        append(dir, entries, Duration::from_secs(10)).unwrap()
    }

    fn raw(dir: &Path) -> Vec<u8> {
        std::fs::read(dir.join(FILE)).unwrap()
    }

    #[test]
    fn the_same_forecast_is_recorded_once_and_lines_before_stay() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        assert_eq!(add(dir, &[entry(2, 0.1), entry(3, 0.1), entry(2, 0.1)]), 2);
        let before = raw(dir);
        let mut again = entry(2, 0.1);
        again.issued_at = "2022-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(add(dir, &[again]), 0);
        assert_eq!(raw(dir), before);
        for change in [
            |e: &mut LedgerEntry| e.inputs = "01".to_owned(),
            |e: &mut LedgerEntry| e.program = "0.2.0+abc".to_owned(),
            |e: &mut LedgerEntry| drop(e.spec.insert("seed".to_owned(), "2".to_owned())),
            |e: &mut LedgerEntry| e.forecast.probability = 0.25,
        ] {
            let mut other = entry(2, 0.1);
            change(&mut other);
            assert_eq!(add(dir, &[other]), 1);
        }
        assert!(raw(dir).starts_with(&before));
        assert_eq!(read(dir, None).unwrap().len(), 6);
        let pair = entry(3, 0.1).forecast.estimand.dyad;
        let found = read(dir, Some(pair)).unwrap();
        assert_eq!((found.len(), found[0].line), (1, 2));
    }

    /// A kill can leave any beginning of what was being written.
    #[test]
    fn a_line_cut_short_is_passed_over_and_gone_after_the_next_record() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        add(dir, &[entry(2, 0.1)]);
        let one = raw(dir);
        add(dir, &[entry(3, 0.1)]);
        let two = raw(dir);
        for cut in one.len()..two.len() {
            std::fs::write(dir.join(FILE), &two[..cut]).unwrap();
            // Without its line break alone the second line is whole.
            let whole = 1 + usize::from(cut + 1 == two.len());
            assert_eq!(read(dir, None).unwrap().len(), whole, "cut at {cut}");
            assert_eq!(add(dir, &[entry(3, 0.1)]), 2 - whole, "cut at {cut}");
            add(dir, &[entry(4, 0.1)]);
            assert_eq!(read(dir, None).unwrap().len(), 3, "cut at {cut}");
            assert!(raw(dir).starts_with(&two), "cut at {cut}");
        }
    }

    #[test]
    fn a_damaged_line_is_named_and_does_not_stop_a_record() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        add(dir, &[entry(2, 0.1), entry(3, 0.1)]);
        let damaged = String::from_utf8(raw(dir)).unwrap().replacen("0.1", "0.2", 1);
        std::fs::write(dir.join(FILE), &damaged).unwrap();
        let error = read(dir, None).unwrap_err();
        assert_eq!((error.code(), error.row_number()), (Code::Damaged, Some(1)));
        assert!(error.file_name().is_some_and(|f| f.ends_with(FILE)));
        assert_eq!(add(dir, &[entry(4, 0.1), entry(3, 0.1)]), 1);
        assert!(raw(dir).starts_with(damaged.as_bytes()));
    }

    #[test]
    fn nothing_to_record_makes_no_file() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(add(&dir.path().join("store"), &[]), 0);
        assert!(!dir.path().join("store").exists());
    }
}
