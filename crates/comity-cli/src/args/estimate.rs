//! Arguments of `estimate` and its estimators.

use super::Spec;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `estimate`.
#[derive(Debug, Args)]
pub(crate) struct EstimateArgs {
    #[command(subcommand)]
    pub(crate) estimator: EstimatorCommand,
}

/// The estimators.
#[derive(Debug, Subcommand)]
pub(crate) enum EstimatorCommand {
    /// Bayesian logit of dyad-years with effects of groups, pairs or years
    Hierarchical(HierarchicalArgs),
    /// Additive and multiplicative effects in the network of one year
    Ame(AmeArgs),
    /// Temporal exponential random graph of a series of years
    Tergm(TergmArgs),
}

/// What every estimator takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Terms joined by `+`, such as "shared_sponsor_lag1 + log(tie_count + 1)"
    pub(crate) formula: String,
    /// The outcome to explain: any, military, security or political
    #[arg(long, default_value = "any", value_name = "DOMAIN")]
    pub(crate) outcome: String,
    /// Write the coefficients, with a manifest beside them: .csv or .txt
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `estimate hierarchical`.
#[derive(Debug, Args)]
pub(crate) struct HierarchicalArgs {
    #[command(flatten)]
    pub(crate) common: Common,
    /// What shares an effect; may be repeated
    #[arg(long, value_enum, default_values_t = [By::Actor], value_name = "FACTOR")]
    pub(crate) group: Vec<By>,
    /// First and last year, such as 1990-2010 [default: every year]
    #[arg(long, value_name = "FIRST-LAST", value_parser = years)]
    pub(crate) years: Option<(i16, i16)>,
    /// Functions of time beside the terms
    #[arg(long, value_enum, default_value_t = Time::Splines)]
    pub(crate) time: Time,
    /// Independent chains
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) chains: u16,
    /// Iterations of each chain that are not kept
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) warm_up: usize,
    /// Draws kept of each chain
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) draws: usize,
    /// Acceptance rate aimed at; raise it when trajectories diverge
    #[arg(long, default_value_t = 0.8, value_name = "RATE")]
    pub(crate) target_acceptance: f64,
    /// Scale of the half-normal prior of the effects' standard deviation
    #[arg(long, default_value_t = 1.0, value_name = "SCALE")]
    pub(crate) prior_sd: f64,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `estimate ame`.
#[derive(Debug, Args)]
pub(crate) struct AmeArgs {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The year of the network
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: i16,
    /// Multiplicative effects; raise it when the data close more triangles than the model
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=20))]
    pub(crate) rank: u8,
    /// Independent chains
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) chains: u16,
    /// Sweeps of each chain that are not kept
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub(crate) warm_up: usize,
    /// Sweeps of each chain after them
    #[arg(long, default_value_t = 50_000, value_name = "N")]
    pub(crate) sweeps: usize,
    /// Every which sweep is kept
    #[arg(long, default_value_t = 25, value_name = "N")]
    pub(crate) thin: usize,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `estimate tergm`.
#[derive(Debug, Args)]
pub(crate) struct TergmArgs {
    #[command(flatten)]
    pub(crate) common: Common,
    /// First and last year, such as 2000-2010 [default: every year]
    #[arg(long, value_name = "FIRST-LAST", value_parser = years)]
    pub(crate) years: Option<(i16, i16)>,
    /// Refits of the bootstrap over years
    #[arg(long, default_value_t = 500, value_name = "N")]
    pub(crate) replicates: usize,
    /// Last year whose events may be used [default: the last year coded for support]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
    /// Use only source versions released by this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) released_by: Option<String>,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
}

/// What shares an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Each armed group, in all its pairs
    Actor,
    /// Each pair, in all its years
    Pair,
    /// Each year
    Year,
}

/// Functions of time beside the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Time {
    /// Splines of the years since the last tie and of the calendar year
    Splines,
    /// A cubic of the years since the last tie
    Cubic,
    /// None
    None,
}

/// Two years with a hyphen between them, or one.
fn years(text: &str) -> Result<(i16, i16), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |t: &str| t.trim().parse::<i16>().ok().filter(|y| (1946..=2100).contains(y));
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err("expected two years such as 2000-2010, from 1946 to 2100, the first one first"
            .to_owned()),
    }
}
