//! Arguments of every command.

mod curve;
mod data;
mod estimate;
mod events;
mod forecasts;
mod game;
mod levels;
mod panel;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

pub(crate) use curve::CurveArgs;
pub(crate) use data::{DataArgs, DataCommand};
pub(crate) use estimate::{
    AmeArgs, By, Common, EstimateArgs, EstimatorCommand, HierarchicalArgs, TergmArgs, Time,
};
pub(crate) use events::{
    EventRisk, EventsArgs, EventsCommand, EventsFitArgs, EventsImportArgs, EventsModel,
    EventsSimulateArgs, EventsStatsArgs, EventsStreamArgs, ModelArg, Robust, TiesArg,
};
pub(crate) use forecasts::ForecastsArgs;
pub(crate) use game::{
    Chosen, GameArgs, GameCommand, GameDrawArgs, GameSolveArgs, GameSweepArgs, How, MethodArg,
};
pub(crate) use levels::LevelsArgs;
pub(crate) use panel::{PanelArgs, Unit};

/// Explain and forecast cooperation between armed groups, from sourced evidence.
///
/// Every answer names its sources; every forecast is scored against "last year repeats".
/// comity takes no side and recommends no action. Not for targeting.
#[derive(Debug, Parser)]
#[command(name = "comity", version, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Examples:
  comity outlook Hezbollah Hamas       the outlook of a pair: summary here, page as HTML
  comity find jihad                    search the registry
  comity pair FARC \"ELN (Colombia)\"    every sourced claim about a pair
  comity panel -o panel.csv            the dyad-year panel with its codebook
  comity data add DOWNLOADS/           import your own copies of data sets

Exit status: 0 done, 1 fault of comity, 2 usage, 3 bad input file, 4 unknown or ambiguous
name, 5 not enough evidence, 6 damaged store, 7 file system or lock, 8 stale or missing data.";

/// Options that every command takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Folder of the evidence store [default: the platform's data folder]
    #[arg(long, global = true, env = "COMITY_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print JSON instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = When::Auto)]
    pub(crate) color: When,
    /// Print no progress and no notes
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The specification that forecasts and scores are computed under.
#[derive(Clone, Debug, Args)]
pub(crate) struct Spec {
    /// Last year whose events may be used [default: the last year coded for support]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
    /// Use only source versions released by this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) released_by: Option<String>,
    /// Which pairs are at risk of cooperating
    #[arg(long, value_enum, default_value_t = RiskSet::Relevant)]
    pub(crate) risk_set: RiskSet,
    /// Seed of every random draw
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
}

/// Rule that decides which pairs are at risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RiskSet {
    /// Every pair observed in the year
    All,
    /// Pairs of one UCDP region
    Region,
    /// Same region, or a shared adversary, sponsor or past tie
    Relevant,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The outlook of a pair, of every pair, or of every pair in a country
    Outlook(OutlookArgs),
    /// Search the registry of actors
    Find(FindArgs),
    /// One actor: names, record, ties, coverage
    Show(ShowArgs),
    /// Every sourced claim about a pair
    Pair(PairArgs),
    /// Write the dyad-period panel with its codebook
    Panel(PanelArgs),
    /// The theories, fitted: coefficients, signs met or not
    Theories(TheoriesArgs),
    /// One formula by a hierarchical logit, a network model of a year, or one of many years
    Estimate(EstimateArgs),
    /// Rolling-origin scores of every model against the baselines
    Score(ScoreArgs),
    /// The specification curve: one term under every defensible choice
    Curve(CurveArgs),
    /// What each level of explanation adds, and whether external elements outweigh internal ones
    Levels(LevelsArgs),
    /// Games: the catalogue, solutions, sweeps, drawings
    Game(GameArgs),
    /// Relational event models of a file of events, exact at scale
    Events(EventsArgs),
    /// The standing questions and what the data say so far
    Questions(QuestionsArgs),
    /// Recorded forecasts, what became of them, and the scores so far
    Forecasts(ForecastsArgs),
    /// Write a replication package of a pair's outlook
    Pack(PackArgs),
    /// Import, list and check data sets
    Data(DataArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages to a folder
    #[command(hide = true)]
    Man {
        /// The folder
        dir: PathBuf,
    },
}

/// Arguments of `outlook`.
#[derive(Debug, Args)]
pub(crate) struct OutlookArgs {
    /// Two groups: names, acronyms or ids such as ucdp:366
    #[arg(num_args = 0..=2, value_names = ["A", "B"])]
    pub(crate) pair: Vec<String>,
    /// Every pair at risk in the last coded year
    #[arg(long, conflicts_with_all = ["pair", "country"])]
    pub(crate) all: bool,
    /// Every pair at risk in which a group operates in this country
    #[arg(long, value_name = "NAME", conflicts_with = "pair")]
    pub(crate) country: Option<String>,
    /// Years ahead
    #[arg(long, default_value_t = 1, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(crate) horizon: u8,
    /// Where to write the page [default: ./comity-A-B-YEAR.html]; `-` writes no page
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// With --all or --country: how many rows to print
    #[arg(long, default_value_t = 25, value_name = "N")]
    pub(crate) top: usize,
    /// Do not record the forecasts
    #[arg(long)]
    pub(crate) no_record: bool,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `find`.
#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Part of a name in any spelling or script
    #[arg(required = true)]
    pub(crate) text: Vec<String>,
    /// How many to list
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// A group: name, acronym or id
    pub(crate) group: String,
}

/// Arguments of `pair`.
#[derive(Debug, Args)]
pub(crate) struct PairArgs {
    /// The first group
    pub(crate) a: String,
    /// The second group
    pub(crate) b: String,
    /// Last year whose events may be used
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
}

/// Arguments of `theories`.
#[derive(Debug, Args)]
pub(crate) struct TheoriesArgs {
    /// Only this theory
    pub(crate) theory: Option<String>,
    /// The outcome to explain
    #[arg(long, default_value = "any", value_name = "DOMAIN")]
    pub(crate) outcome: String,
    /// Also the theories of this TOML file; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Vec<PathBuf>,
    /// One regression table, a column a theory
    #[arg(long)]
    pub(crate) table: bool,
    /// With --table: where to write it: .txt, .html, .tex or .csv [default: print it]
    #[arg(long, short, value_name = "FILE", requires = "table")]
    pub(crate) output: Option<PathBuf>,
    /// With --table: mark p-values with stars
    #[arg(long, requires = "table")]
    pub(crate) stars: bool,
    /// Write the figures to this folder: SVG, data and text each, and a page with all
    #[arg(long, value_name = "DIR", conflicts_with = "table")]
    pub(crate) figures: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `score`.
#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    /// First forecast year
    #[arg(long, default_value_t = 1990, value_name = "YEAR")]
    pub(crate) first: i16,
    /// The outcome that was forecast: any, military, security or political
    #[arg(long, default_value = "any", value_name = "DOMAIN")]
    pub(crate) outcome: String,
    /// Also the theories of this TOML file, beside the ensemble; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Vec<PathBuf>,
    /// Write the page with the calibration plot
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `questions`.
#[derive(Debug, Args)]
pub(crate) struct QuestionsArgs {
    #[command(flatten)]
    pub(crate) spec: Spec,
}

/// Arguments of `pack`.
#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    /// Two groups, or one package to run again and compare
    #[arg(num_args = 1..=2, required = true, value_names = ["A", "B"])]
    pub(crate) pair: Vec<String>,
    /// Where to write it [default: ./comity-A-B-YEAR.zip]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Years ahead
    #[arg(long, default_value_t = 1, value_name = "YEARS", value_parser = clap::value_parser!(u8).range(1..=10))]
    pub(crate) horizon: u8,
    #[command(flatten)]
    pub(crate) spec: Spec,
}
