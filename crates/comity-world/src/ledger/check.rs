//! Checking the ledger, every line of it.

use super::line::Line;
use super::read::{bytes, pieces};
use comity_core::{Code, Result};
use serde::Serialize;
use std::path::Path;

/// A line of the ledger that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LedgerProblem {
    /// The line, the first being 1.
    pub line: u64,
    /// Stable code.
    pub code: Code,
    /// What is wrong, in a few words.
    pub message: String,
}

/// What checking the ledger of forecasts found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerCheck {
    /// Name of the file inside the store.
    pub file: &'static str,
    /// Lines that are sound.
    pub records: usize,
    /// A last line that a killed run cut short: passed over, and gone after the next record.
    pub torn: Option<u64>,
    /// Everything that is wrong; empty for a sound ledger.
    pub problems: Vec<LedgerProblem>,
}

/// Checks the ledger of a store directory.
///
/// # Errors
/// [`Code::Io`].
pub(crate) fn check(dir: &Path) -> Result<LedgerCheck> {
    let mut found = LedgerCheck { file: super::FILE, ..LedgerCheck::default() };
    for piece in pieces(&bytes(dir)?) {
        let problem = |code, message| LedgerProblem { line: piece.number, code, message };
        match Line::check(piece.bytes) {
            Ok(line) => match line.entry() {
                Ok(_) => found.records += 1,
                Err(e) => found.problems.push(problem(e.code(), e.message().to_owned())),
            },
            Err(_) if !piece.ended => found.torn = Some(piece.number),
            Err(why) => found.problems.push(problem(Code::Damaged, why.to_owned())),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::line::{tests::entry, write};
    use super::*;

    #[test]
    fn every_line_is_counted_damaged_or_torn() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(check(dir.path()).unwrap().records, 0);
        let (x, y) = (write(&entry(2, 0.5)).unwrap(), write(&entry(3, 0.5)).unwrap());
        let text = format!("{x}\nnonsense\n\n{y}\n{}", &x[..70]);
        std::fs::write(dir.path().join(super::super::FILE), text).unwrap();
        let found = check(dir.path()).unwrap();
        assert_eq!((found.records, found.torn), (2, Some(5)));
        let lines: Vec<u64> = found.problems.iter().map(|p| p.line).collect();
        assert_eq!(lines, [2, 3]);
        assert!(found.problems.iter().all(|p| p.code == Code::Damaged));
    }
}
