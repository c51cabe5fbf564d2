//! Arguments of `forecasts`.

use clap::Args;

/// Arguments of `forecasts`.
#[derive(Debug, Args)]
pub(crate) struct ForecastsArgs {
    /// Only forecasts about these two groups
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(crate) pair: Option<Vec<String>>,
    /// Only forecasts that the data do not reach yet
    #[arg(long)]
    pub(crate) open: bool,
    /// How many rows to print, the latest first
    #[arg(long, default_value_t = 25, value_name = "N")]
    pub(crate) top: usize,
}
