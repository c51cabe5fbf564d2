//! What goes in and what comes back.

use arrow_array::RecordBatch;
use comity_core::schema::Table;
use comity_core::{Result, SourceKey};
use serde::{Deserialize, Serialize};

/// One file as downloaded: csv, tab-separated text, zip, gz, xlsx or dta.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// File name, used in messages and, failing all else, for the version.
    pub name: &'a str,
    /// The whole file.
    pub bytes: &'a [u8],
}

/// The unit of one row, where a data set is published with several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The data set has one layout.
    Standard,
    /// UCDP External Support: one row per warring party, dyad and year.
    ActorYear,
    /// UCDP External Support: one row per supporter, warring party, dyad and year. Support
    /// types belong to one supporter, so this layout is preferred.
    TriadYear,
}

impl Layout {
    /// The spelling used in manifests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Layout::Standard => "standard",
            Layout::ActorYear => "actor-year",
            Layout::TriadYear => "triad-year",
        }
    }
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    /// The data set.
    pub source: SourceKey,
    /// Version such as `18.1`; `unknown` when neither content nor file name tells.
    pub version: String,
    /// The unit of one row.
    pub layout: Layout,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The data set.
    pub source: SourceKey,
    /// Version such as `18.1`, or `unknown`.
    pub version: String,
    /// The unit of one row.
    pub layout: Layout,
    /// Data rows of the file, the header not counted.
    pub rows: u64,
    /// First year any emitted row is about.
    pub first_year: Option<i16>,
    /// Last year any emitted row is about.
    pub last_year: Option<i16>,
    /// What a person should know about the file, in the order of the importer.
    pub notes: Vec<Note>,
}

/// Something about a file that is no error and yet should be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What was seen, in plain words.
    pub message: String,
    /// Number of rows it was seen in.
    pub count: u64,
    /// The first of these rows (at most 20), the header being row 1.
    pub rows: Vec<u64>,
}

/// Receives the batches of an import, at most 65,536 rows each.
pub type Sink<'s> = dyn FnMut(Table, RecordBatch) -> Result<()> + 's;
