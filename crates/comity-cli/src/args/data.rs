//! Arguments of `data` and its commands.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Arguments of `data`.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

/// The `data` commands.
#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// Import files, or every file comity knows in a folder
    Add {
        /// Files or folders
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// How long to wait for another run that is importing, in seconds
        #[arg(long, default_value_t = 60, value_name = "SECONDS")]
        wait: u64,
    },
    /// Every source and version at hand
    List,
    /// Per source: present, version, newest period, rows, coverage, licence; exits 8 when something is stale or missing
    Doctor {
        /// Judge staleness for outlooks as of this year
        #[arg(long, value_name = "YEAR")]
        as_of: Option<i16>,
    },
    /// Check every stored table against its hash
    Verify,
    /// Remove a source, or one version of it
    Remove {
        /// The source, such as ucdp-esd
        source: String,
        /// Only this version
        version: Option<String>,
    },
    /// Counts that identify the evidence: claims, ties, groups, panel rows
    Counts,
    /// Run a read-only SQL query over the evidence tables
    Sql {
        /// The query
        query: String,
    },
    /// Names of name-only sources and the actor each was matched to, or why not
    Crosswalk,
    /// Make the bundled extract from a folder of data sets
    #[command(hide = true)]
    Bundle {
        /// Folder of data sets
        data: PathBuf,
        /// Folder of the extract
        out: PathBuf,
    },
}
