//! Arguments of `levels`.

use super::Spec;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `levels`.
#[derive(Debug, Args)]
pub(crate) struct LevelsArgs {
    /// Two groups: their evidence against each theory, instead of the test over all pairs
    #[arg(num_args = 0..=2, value_names = ["A", "B"])]
    pub(crate) pair: Vec<String>,
    /// The outcome to explain: any, military, security or political
    #[arg(long, default_value = "any", value_name = "DOMAIN")]
    pub(crate) outcome: String,
    /// Also divide the regional level (patron, common enemy, the adversary's normalisation,
    /// neighbourhood) and the internal one (ideology, identity, organisation)
    #[arg(long)]
    pub(crate) parts: bool,
    /// First forecast year
    #[arg(long, default_value_t = 1990, value_name = "YEAR")]
    pub(crate) first: i16,
    /// Write the tables: .csv or .html
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: Spec,
}
