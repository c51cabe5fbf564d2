//! The ledger of forecasts: an append-only file of the store, one JSON object a line.

mod append;
mod check;
mod line;
mod read;

use crate::World;
use comity_core::{Dyad, Forecast, Result, Year};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

pub(crate) use check::check;
pub use check::{LedgerCheck, LedgerProblem};

/// Name of the ledger inside the store.
pub(crate) const FILE: &str = "forecasts.jsonl";

/// Name of its lock file. It is not that of imports, so that a forecast never waits for one.
pub(crate) const LOCK: &str = "forecasts.lock";

/// How long to wait for other runs that append; each takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A forecast and what it was computed under: one line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// When it was issued (RFC 3339, UTC).
    pub issued_at: jiff::Timestamp,
    /// The last year that the deciding source at hand covered when it was issued.
    pub known_to: Option<Year>,
    /// Version and fingerprint of the program.
    pub program: String,
    /// Hash of the inputs, lower-case hexadecimal.
    pub inputs: String,
    /// Settings by name.
    pub spec: BTreeMap<String, String>,
    /// The forecast, unresolved.
    pub forecast: Forecast,
}

/// A line of the ledger as read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recorded {
    /// SHA-256 of the rest of the line, lower-case hexadecimal: what the record is called.
    pub id: String,
    /// Its line in the file, the first being 1.
    pub line: u64,
    /// What it holds.
    pub entry: LedgerEntry,
}

impl World {
    /// Appends forecasts to the ledger, those left out that it holds already: the same
    /// forecast under the same inputs, settings and program. Gives the number appended.
    /// Several runs may append at once.
    ///
    /// # Errors
    /// [`comity_core::Code::BadSetting`] when there is no store directory;
    /// [`comity_core::Code::Locked`] when other runs hold the ledger too long;
    /// [`comity_core::Code::Io`], the ledger then being as it was.
    pub fn record_forecasts(&self, entries: &[LedgerEntry]) -> Result<usize> {
        append::append(self.store_dir()?, entries, PATIENCE)
    }

    /// The forecasts recorded, oldest first; with a pair, those about it. A last line cut
    /// short by a run that was killed is passed over.
    ///
    /// # Errors
    /// [`comity_core::Code::Damaged`] naming the file and the line;
    /// [`comity_core::Code::StoreVersion`] when a newer comity wrote the line;
    /// [`comity_core::Code::Io`].
    pub fn recorded_forecasts(&self, of: Option<Dyad>) -> Result<Vec<Recorded>> {
        self.dir().map_or_else(|| Ok(Vec::new()), |dir| read::read(dir, of))
    }
}
