//! Arguments of `events` and its commands.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Arguments of `events`.
#[derive(Debug, Args)]
pub(crate) struct EventsArgs {
    #[command(subcommand)]
    pub(crate) command: EventsCommand,
}

/// The `events` commands.
#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// Fit a relational event model to a file of events, exactly
    #[command(after_help = FIT_HELP)]
    Fit(EventsFitArgs),
    /// How well a model foresees the events: recall, and the actors it foresees worst
    Gof(EventsModel),
    /// Draw events from a fitted model, from the end of a file on
    Simulate(EventsSimulateArgs),
    /// Write the statistics of every dyad at every event
    Stats(EventsStatsArgs),
    /// Write the evidence as a file of events: cooperation, joint sides, fights, support
    Stream(EventsStreamArgs),
    /// Make a file of events between known actors from UCDP GED, ICEWS, POLECAT, ACLED or GDELT
    #[command(after_help = IMPORT_HELP)]
    Import(EventsImportArgs),
}

const IMPORT_HELP: &str = "\
Examples:
  comity events import ged261-csv.zip -o fights.parquet
  comity events import events.2018.tab events.2019.tab -o stream.csv --groups-only
  comity events import acled.csv -o stream.csv --names decisions.csv
  comity events fit stream.csv 'inertia + common_enemy(layer = fights)' \\
      --layer kind --explain cooperation --undirected";

const FIT_HELP: &str = "\
Examples:
  comity events fit calls.csv 'inertia + reciprocity + outdegree(sender) + otp'
  comity events fit acts.parquet 'inertia(decay = 90d) + common_enemy(layer = fights)' \\
      --layer kind --explain support --interval --robust dyad";

/// Which events, and which model.
#[derive(Debug, Args)]
pub(crate) struct EventsModel {
    /// A file with one row an event: .csv, .tsv or .parquet, in order of time
    pub(crate) file: PathBuf,
    /// Terms joined by `+`, such as "inertia + reciprocity(decay = 90d)"
    pub(crate) formula: String,
    /// The column that says when: numbers, dates or timestamps
    #[arg(long, default_value = "time", value_name = "COLUMN")]
    pub(crate) time: String,
    /// The column that says who acted
    #[arg(long, default_value = "sender", value_name = "COLUMN")]
    pub(crate) sender: String,
    /// The column that says towards whom
    #[arg(long, default_value = "receiver", value_name = "COLUMN")]
    pub(crate) receiver: String,
    /// The column that says which kind of event [default: all are of one kind]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) layer: Option<String>,
    /// The column that says how much an event counts [default: one]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) weight: Option<String>,
    /// A table of the actors at risk: actor, from, until, attributes [default: those of the events]
    #[arg(long, value_name = "FILE")]
    pub(crate) actors: Option<PathBuf>,
    /// A table of covariates of dyads: sender, receiver, covariates
    #[arg(long, value_name = "FILE")]
    pub(crate) dyads: Option<PathBuf>,
    /// The two sides of an event are alike
    #[arg(long)]
    pub(crate) undirected: bool,
    /// The decision that is modelled
    #[arg(long, value_enum, default_value_t = ModelArg::Rem)]
    pub(crate) model: ModelArg,
    /// Use the times of events, not only their order
    #[arg(long)]
    pub(crate) interval: bool,
    /// How events of equal time enter
    #[arg(long, value_enum, default_value_t = TiesArg::Efron)]
    pub(crate) ties: TiesArg,
    /// Which dyads are at risk
    #[arg(long, value_enum, default_value_t = EventRisk::Full)]
    pub(crate) risk: EventRisk,
    /// Explain events of this kind only; others are history. May be repeated
    #[arg(long, value_name = "LAYER", requires = "layer")]
    pub(crate) explain: Vec<String>,
    /// First events that are history only
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) skip: usize,
}

/// Arguments of `events fit`.
#[derive(Debug, Args)]
pub(crate) struct EventsFitArgs {
    #[command(flatten)]
    pub(crate) of: EventsModel,
    /// Penalty λ on the squares of the coefficients
    #[arg(long, default_value_t = 0.0, value_name = "LAMBDA")]
    pub(crate) ridge: f64,
    /// Firth's penalty: finite coefficients where maximum likelihood has none
    #[arg(long, conflicts_with = "ridge")]
    pub(crate) firth: bool,
    /// Robust standard errors, by this grouping
    #[arg(long, value_enum, value_name = "GROUPING")]
    pub(crate) robust: Option<Robust>,
    /// Memory for events and their updates, such as 2GiB; updates that do not fit go to disk
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(crate) memory: Option<usize>,
    /// Keep the iterate in this file after every step, and go on from it if it is there
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Write the coefficients, with a manifest beside them: .csv or .txt
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `events stats`.
#[derive(Debug, Args)]
pub(crate) struct EventsStatsArgs {
    #[command(flatten)]
    pub(crate) of: EventsModel,
    /// The file to write: .csv
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// Arguments of `events simulate`.
#[derive(Debug, Args)]
pub(crate) struct EventsSimulateArgs {
    #[command(flatten)]
    pub(crate) of: EventsModel,
    /// Events to draw
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(crate) events: usize,
    /// Seed of the draws
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,
    /// The file to write: .csv
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

/// Arguments of `events stream`.
#[derive(Debug, Args)]
pub(crate) struct EventsStreamArgs {
    /// The file to write: .csv; the groups at risk and a manifest go beside it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Last year whose events may be used [default: the last year coded for support]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i16>,
    /// Use only source versions released by this date (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) released_by: Option<String>,
}

/// Arguments of `events import`.
#[derive(Debug, Args)]
pub(crate) struct EventsImportArgs {
    /// Files as downloaded, also .gz or .zip; several are joined, each event taken once
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The file to write: .csv or .parquet; the names and a manifest go beside it
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Keep only events between two armed groups
    #[arg(long)]
    pub(crate) groups_only: bool,
    /// First day whose events are kept (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day whose events are kept (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,
    /// A table that says which name is which actor: name, actor (blank: none), country
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Option<PathBuf>,
    /// Memory for sorting, such as 512MiB; what is more goes to disk
    #[arg(long, value_name = "SIZE", default_value = "512MiB", value_parser = size)]
    pub(crate) memory: usize,
}

/// The decision that is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModelArg {
    /// Which dyad acts: the relational event model
    Rem,
    /// Who acts: the rate part of DyNAM
    Rate,
    /// Towards whom, given who acts: the choice part of DyNAM
    Choice,
    /// Which pair agrees on an event, both sides choosing: the coordination form of DyNAM
    Coordination,
}

/// How events of equal time enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TiesArg {
    /// Efron's approximation
    Efron,
    /// Breslow's approximation
    Breslow,
    /// Exactly: slow where many events share a time
    Exact,
}

/// Which dyads are at risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventRisk {
    /// Every pair of actors
    Full,
    /// Pairs with an event at any time
    Observed,
}

/// Grouping of robust standard errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Robust {
    /// Every moment by itself
    Moment,
    /// By the sender of the event
    Sender,
    /// By its receiver
    Receiver,
    /// By its dyad
    Dyad,
}

/// A size of memory: a number of bytes, or with KiB, MiB or GiB.
fn size(text: &str) -> Result<usize, String> {
    let expected = || "expected a size such as 512MiB or 2GiB".to_owned();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: usize = number.parse().map_err(|_| expected())?;
    let unit: usize = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        _ => return Err(expected()),
    };
    number.checked_mul(unit).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes() {
        assert_eq!(size("2GiB"), Ok(2 << 30));
        assert_eq!(size("512 mib"), Ok(512 << 20));
        assert_eq!(size("1048576"), Ok(1 << 20));
        for text in ["", "GiB", "2TiB", "-1", "99999999999999999999GiB", "18446744073709551615k"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
