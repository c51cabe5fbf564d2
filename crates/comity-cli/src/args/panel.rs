//! Arguments of `panel`.

use super::RiskSet;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `panel`.
#[derive(Debug, Args)]
pub(crate) struct PanelArgs {
    /// Where to write it: .parquet, .csv or .dta [default: print a summary]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Which pairs are at risk of cooperating
    #[arg(long, value_enum, default_value_t = RiskSet::Relevant)]
    pub(crate) risk_set: RiskSet,
    /// Last year whose events may be used
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
    /// Use only source versions released by this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) released_by: Option<String>,
    /// Period of a row; `month` counts dated events between the members of a pair
    #[arg(long, value_enum, default_value_t = Unit::Year)]
    pub(crate) unit: Unit,
    /// With `--unit month`: events from this Parquet file instead of the store
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) events: Option<PathBuf>,
    /// With `--unit month`: memory limit in MiB before spilling to disk
    #[arg(long, value_name = "MIB", default_value_t = 768)]
    pub(crate) memory: usize,
}

/// Period of a panel row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Calendar year
    Year,
    /// Calendar month
    Month,
}
