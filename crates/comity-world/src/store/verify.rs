//! Checking the store against its manifest.

use crate::ledger::{self, LedgerCheck};
use crate::store::manifest::{StoreManifest, StoredSource, TableFile};
use crate::store::{commit, files, tables};
use comity_core::{Code, Result, SourceKey};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// One thing wrong with the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The data set concerned.
    pub source: SourceKey,
    /// Its version.
    pub version: String,
    /// File, relative to the store.
    pub file: String,
    /// Stable code.
    pub code: Code,
    /// What is wrong, in a few words.
    pub message: String,
}

/// What verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Imports checked, bundled ones included.
    pub imports: usize,
    /// Parquet files hashed.
    pub files: usize,
    /// Bytes hashed.
    pub bytes: u64,
    /// Everything that is wrong; empty for a sound store.
    pub problems: Vec<Problem>,
    /// What an interrupted import left behind: harmless, and swept by the next import.
    pub leftovers: Vec<PathBuf>,
    /// The ledger of forecasts.
    pub forecasts: LedgerCheck,
}

impl VerifyReport {
    /// Whether the store is sound.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.problems.is_empty() && self.forecasts.problems.is_empty()
    }
}

/// Checks every import of a store directory.
///
/// # Errors
/// [`Code::Io`] when a directory cannot be listed.
pub(crate) fn verify(dir: &Path, manifest: &StoreManifest) -> Result<VerifyReport> {
    let mut report = VerifyReport { imports: manifest.imports.len(), ..VerifyReport::default() };
    let mut counted = (0, 0);
    for import in &manifest.imports {
        report.problems.extend(problems_of(dir, import, &mut counted));
    }
    (report.files, report.bytes) = counted;
    report.leftovers = commit::leftovers(dir, manifest)?;
    report.forecasts = ledger::check(dir)?;
    Ok(report)
}

/// What is wrong with one import; `counted` adds up files and bytes hashed.
pub(crate) fn problems_of(
    dir: &Path,
    import: &StoredSource,
    counted: &mut (usize, u64),
) -> Vec<Problem> {
    import
        .tables
        .values()
        .filter_map(|file| {
            let message = check(&dir.join(&file.path), file, counted).err()?;
            Some(Problem {
                source: import.source,
                version: import.version.clone(),
                file: file.path.clone(),
                code: Code::Damaged,
                message,
            })
        })
        .collect()
}

fn check(path: &Path, file: &TableFile, counted: &mut (usize, u64)) -> Result<(), String> {
    let sha256 = files::sha256_file(path).map_err(|e| format!("cannot be read: {e}"))?;
    counted.0 += 1;
    counted.1 += std::fs::metadata(path).map_or(0, |m| m.len());
    if sha256 != file.sha256 {
        return Err(format!("has hash {sha256}, expected {}", file.sha256));
    }
    let rows = tables::rows_of(path)?;
    if rows != file.rows {
        return Err(format!("has {rows} rows, expected {}", file.rows));
    }
    Ok(())
}
