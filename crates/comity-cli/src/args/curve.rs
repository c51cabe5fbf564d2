//! Arguments of `curve`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `curve`.
#[derive(Debug, Args)]
pub(crate) struct CurveArgs {
    /// A term, such as common_enemy; may be repeated [default: common_enemy, shared_sponsor,
    /// ideology_shared]
    #[arg(long, value_name = "TERM")]
    pub(crate) term: Vec<String>,
    /// Designs to draw for each term; every estimator is applied to each
    #[arg(long, default_value_t = 600, value_name = "N")]
    pub(crate) designs: usize,
    /// Permutations of the joint test; 0 for no test
    #[arg(long, default_value_t = 500, value_name = "N")]
    pub(crate) permutations: usize,
    /// Designs of each term that the joint test takes
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub(crate) tested: usize,
    /// Where to write every fit (.parquet, .csv) or the page with the figure (.html)
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Last year whose events may be used [default: the last year coded for support]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
    /// Use only source versions released by this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) released_by: Option<String>,
    /// Seed of the sample of designs and of the permutations
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
}
