//! `comity events`, one file a command.

mod fit;
mod gof;
mod import;
mod simulate;
mod spill;
mod stats;
mod stream;
mod text;

use super::open;
use crate::args::{EventRisk, EventsCommand, EventsModel, Global, ModelArg, TiesArg};
use crate::output::Output;
use comity::core::{Code, Error, Result};
use comity::events::{Asked, Clock, EventColumns, Kind, Options, RiskSet, Ties};
use std::path::Path;

/// Runs the `events` command that was asked for.
pub(super) fn run(global: &Global, command: &EventsCommand, out: &Output) -> Result<()> {
    match command {
        EventsCommand::Fit(args) => fit::run(args, out),
        EventsCommand::Gof(of) => gof::run(of, out),
        EventsCommand::Simulate(args) => simulate::run(args, out),
        EventsCommand::Stats(args) => stats::run(args, out),
        EventsCommand::Stream(args) => stream::run(&open(global)?, args, out),
        EventsCommand::Import(args) => import::run(&open(global)?, args, out),
    }
}

/// What the arguments ask for.
fn asked(of: &EventsModel) -> Asked<'_> {
    let options = Options {
        kind: match of.model {
            ModelArg::Rem => Kind::Relational,
            ModelArg::Rate => Kind::Rate,
            ModelArg::Choice => Kind::Choice,
            ModelArg::Coordination => Kind::Coordination,
        },
        clock: if of.interval { Clock::Interval } else { Clock::Ordinal },
        ties: match of.ties {
            TiesArg::Efron => Ties::Efron,
            TiesArg::Breslow => Ties::Breslow,
            TiesArg::Exact => Ties::Exact,
        },
        risk: match of.risk {
            EventRisk::Full => RiskSet::Full,
            EventRisk::Observed => RiskSet::Observed,
        },
        dependent: (!of.explain.is_empty()).then(|| of.explain.clone()),
        skip: of.skip,
        ..Options::default()
    };
    Asked {
        file: &of.file,
        columns: EventColumns {
            time: of.time.clone(),
            sender: of.sender.clone(),
            receiver: of.receiver.clone(),
            layer: of.layer.clone(),
            weight: of.weight.clone(),
        },
        actors: of.actors.as_deref(),
        dyads: of.dyads.as_deref(),
        directed: !of.undirected,
        formula: &of.formula,
        options,
    }
}

/// Refuses a file name that does not end in `.csv`.
fn csv_file(path: &Path, what: &str) -> Result<()> {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        return Ok(());
    }
    Err(Error::new(Code::BadSetting, format!("{what} are not written in this format"))
        .value(path.display().to_string())
        .expected("a file name ending in .csv"))
}
