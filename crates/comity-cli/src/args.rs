//! Arguments of every command.

mod forecasts;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

pub(crate) use forecasts::ForecastsArgs;

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
    /// Rolling-origin scores of every model against the baselines
    Score(ScoreArgs),
    /// The specification curve: one term under every defensible choice
    Curve(CurveArgs),
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

/// Arguments of `theories`.
#[derive(Debug, Args)]
pub(crate) struct TheoriesArgs {
    /// Only this theory
    pub(crate) theory: Option<String>,
    /// The outcome to explain
    #[arg(long, default_value = "any", value_name = "DOMAIN")]
    pub(crate) outcome: String,
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
    /// Write the page with the calibration plot
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) spec: Spec,
}

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
