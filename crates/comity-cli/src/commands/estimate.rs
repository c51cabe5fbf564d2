//! `comity estimate`.

mod text;

use crate::args::{
    AmeArgs, By, Common, EstimateArgs, EstimatorCommand, HierarchicalArgs, TergmArgs, Time,
};
use crate::commands::{date, spec, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::estimate::{Asked, Estimated, Figures, Hierarchical, Tergm, csv};
use comity::theories::estimate::{AmeSettings, GroupBy, HierarchicalSettings};
use comity::theories::{SinceTie, TimeControl};
use comity::{Session, Spec};
use serde::Serialize;
use std::path::Path;

/// Estimates one formula and prints the answer.
pub(super) fn run(session: &Session, args: &EstimateArgs, out: &Output) -> Result<()> {
    match &args.estimator {
        EstimatorCommand::Hierarchical(args) => hierarchical(session, args, out),
        EstimatorCommand::Ame(args) => ame(session, args, out),
        EstimatorCommand::Tergm(args) => tergm(session, args, out),
    }
}

fn hierarchical(session: &Session, args: &HierarchicalArgs, out: &Output) -> Result<()> {
    let format = format(&args.common)?;
    let wanted = Hierarchical {
        years: args.years,
        settings: HierarchicalSettings {
            groups: factors(&args.group),
            time: match args.time {
                Time::Splines => TimeControl::default(),
                Time::Cubic => TimeControl { since_tie: SinceTie::Cubic, calendar: 0 },
                Time::None => TimeControl::NONE,
            },
            chains: usize::from(args.chains),
            warm_up: args.warm_up,
            draws: args.draws,
            target_acceptance: args.target_acceptance,
            prior_sd: args.prior_sd,
            seed: args.spec.seed,
        },
    };
    let (asked, spec) = (asked(&args.common), spec(&args.spec)?);
    let bar = Bar::new(out, "drawing from the posterior");
    let found =
        comity::estimate::hierarchical(session, &asked, &wanted, &spec, &|d, t| bar.at(d, t))?;
    drop(bar);
    finish(&found, format, text::hierarchical, out)
}

fn ame(session: &Session, args: &AmeArgs, out: &Output) -> Result<()> {
    let format = format(&args.common)?;
    let settings = AmeSettings {
        year: args.year,
        rank: usize::from(args.rank),
        chains: usize::from(args.chains),
        burn_in: args.warm_up,
        sweeps: args.sweeps,
        thin: args.thin,
        seed: args.spec.seed,
    };
    let (asked, spec) = (asked(&args.common), spec(&args.spec)?);
    let bar = Bar::new(out, "drawing from the posterior");
    let found = comity::estimate::ame(session, &asked, &settings, &spec, &|d, t| bar.at(d, t))?;
    drop(bar);
    finish(&found, format, text::ame, out)
}

fn tergm(session: &Session, args: &TergmArgs, out: &Output) -> Result<()> {
    let format = format(&args.common)?;
    let wanted = Tergm { years: args.years, replicates: args.replicates };
    let spec = Spec {
        as_of: args.as_of,
        released_by: args.released_by.as_deref().map(date).transpose()?,
        seed: args.seed,
        ..Spec::default()
    };
    let bar = Bar::new(out, "refitting on resampled years");
    let asked = asked(&args.common);
    let found = comity::estimate::tergm(session, &asked, &wanted, &spec, &|d, t| bar.at(d, t))?;
    drop(bar);
    finish(&found, format, text::tergm, out)
}

fn asked(common: &Common) -> Asked<'_> {
    Asked { outcome: &common.outcome, formula: &common.formula }
}

/// The factors, each once.
fn factors(by: &[By]) -> Vec<GroupBy> {
    let mut found = Vec::new();
    for by in by {
        let by = match by {
            By::Actor => GroupBy::Actor,
            By::Pair => GroupBy::Pair,
            By::Year => GroupBy::Year,
        };
        if !found.contains(&by) {
            found.push(by);
        }
    }
    found
}

/// A format of the file.
#[derive(Clone, Copy)]
enum Format {
    Csv,
    Text,
}

fn format(common: &Common) -> Result<Option<(&Path, Format)>> {
    let Some(path) = &common.output else { return Ok(None) };
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "csv" => Ok(Some((path, Format::Csv))),
        "txt" => Ok(Some((path, Format::Text))),
        _ => Err(Error::new(Code::BadSetting, "estimates are not written in this format")
            .value(path.display().to_string())
            .expected("a file name ending in .csv or .txt")),
    }
}

/// Writes the file, if one is asked for, and prints the answer.
fn finish<T: Figures + Serialize>(
    found: &Estimated<T>,
    format: Option<(&Path, Format)>,
    text: fn(&Estimated<T>, usize, bool) -> String,
    out: &Output,
) -> Result<()> {
    if let Some((path, format)) = format {
        let bytes = match format {
            Format::Csv => csv(found),
            Format::Text => format!("{}\n", text(found, 100, false).trim_end()).into_bytes(),
        };
        write_file(path, &bytes)?;
        let mut manifest = serde_json::to_vec_pretty(&found.manifest)
            .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
        manifest.push(b'\n');
        write_file(&path.with_extension("manifest.json"), &manifest)?;
        out.note(&format!("wrote {} with its manifest", path.display()));
    }
    out.result(found, || text(found, out.width(), out.colour()))
}
