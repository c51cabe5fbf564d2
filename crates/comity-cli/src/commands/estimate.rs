//! `comity estimate`.

use crate::args::{
    AmeArgs, By, Common, EstimateArgs, EstimatorCommand, HierarchicalArgs, TergmArgs, Time,
};
use crate::commands::{date, spec, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::estimate::{Asked, Estimated, Figures, Hierarchical, Tergm, csv};
use comity::report::signed;
use comity::report::table::{Align, Table};
use comity::text::{span, thousands};
use comity::theories::estimate::{
    AmeEstimate, AmeSettings, ChainStatus, GroupBy, HierarchicalEstimate, HierarchicalSettings,
    TergmEstimate,
};
use comity::theories::{Dropped, SinceTie, TimeControl};
use comity::{Session, Spec};
use serde::Serialize;
use std::path::Path;

/// Effects of single groups that the text shows.
const SHOWN: usize = 5;
/// Years below which a bootstrap over years says little.
const FEW_YEARS: usize = 10;

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
    finish(&found, format, hierarchical_text, out)
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
    finish(&found, format, ame_text, out)
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
    finish(&found, format, tergm_text, out)
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

fn title<T>(found: &Estimated<T>, what: &str) -> String {
    format!("{what}: {} ~ {}", found.outcome, found.terms())
}

/// The coefficients; controls only as a count.
fn coefficients<T: Figures>(found: &T, width: usize, colour: bool) -> Vec<String> {
    let rows = found.rows();
    let chains = rows.iter().any(|r| r.r_hat.is_some());
    let mut columns = vec![
        ("term", Align::Left),
        (if chains { "mean" } else { "coefficient" }, Align::Right),
        (if chains { "SD" } else { "bootstrap SD" }, Align::Right),
        ("95% interval", Align::Right),
    ];
    if chains {
        columns.extend([("R̂", Align::Right), ("ESS", Align::Right)]);
    }
    let mut table = Table::new(columns).elastic(0);
    let control = |r: &comity::estimate::Row| {
        !r.is_term && (r.variable.contains(":time") || r.variable.ends_with(":missing"))
    };
    for r in rows.iter().filter(|r| !control(r)) {
        let plain = r.variable == "va" || r.variable.starts_with("sd(");
        let number = |x: f64| if plain { format!("{x:.3}") } else { signed(x, 3) };
        let mut cells = vec![
            r.label.clone(),
            number(r.estimate),
            format!("{:.3}", r.sd),
            format!("{} to {}", number(r.low), number(r.high)),
        ];
        cells.extend(r.r_hat.map(|x| format!("{x:.3}")));
        cells.extend(r.ess.map(|x| thousands(x as u64)));
        table.row(cells);
    }
    let controls = rows.iter().filter(|r| control(r)).count();
    let mut lines = vec![table.render(width, colour).trim_end().to_owned()];
    if controls > 0 {
        lines.push(format!("and {controls} columns of time and of missing values, see --json"));
    }
    lines
}

fn status(status: &ChainStatus, hint: &str) -> String {
    match status {
        ChainStatus::Converged => {
            "the chains agree (R̂ below 1.01, 100 effective draws a chain)".to_owned()
        }
        ChainStatus::NotConverged { reasons } => {
            format!("NOT CONVERGED, do not quote: {}; {hint}", reasons.join("; "))
        }
    }
}

fn dropped(dropped: &[Dropped]) -> impl Iterator<Item = String> + '_ {
    dropped.iter().map(|d| format!("left out: {} ({})", d.variable, d.reason))
}

/// As-of year, seed and sources.
fn provenance<T>(found: &Estimated<T>) -> Vec<String> {
    vec![
        String::new(),
        format!(
            "as of {}, seed {}; sources: {}",
            found.as_of,
            found.seed,
            found.sources.join(", ")
        ),
    ]
}

fn hierarchical_text(
    found: &Estimated<HierarchicalEstimate>,
    width: usize,
    colour: bool,
) -> String {
    let e = &found.estimate;
    let mut lines = vec![
        title(found, "Logit with group effects"),
        format!(
            "{} dyad-years of {} pairs and {} groups, {}, {} with cooperation; risk set: {}",
            thousands(e.rows as u64),
            thousands(e.pairs as u64),
            thousands(e.actors as u64),
            span(e.first, e.last),
            thousands(e.events as u64),
            found.risk_set,
        ),
        format!(
            "{} chains of {} draws after {}; {} divergences, E-BFMI {:.2} at the least",
            e.chains,
            thousands(e.draws as u64),
            thousands(e.warm_up as u64),
            e.divergences,
            e.e_bfmi
        ),
        status(&e.status, "more --draws, or a higher --target-acceptance"),
        String::new(),
    ];
    lines.extend(coefficients(e, width, colour));
    for g in &e.groups {
        lines.push(String::new());
        lines.push(format!(
            "{} effects by {}; the largest:",
            thousands(g.count as u64),
            g.by.as_str()
        ));
        let mut table =
            Table::new([("", Align::Left), ("mean", Align::Right), ("95% interval", Align::Right)])
                .elastic(0);
        for x in g.effects.iter().take(SHOWN) {
            let interval = format!("{} to {}", signed(x.low, 2), signed(x.high, 2));
            table.row([x.name.clone(), signed(x.mean, 2), interval]);
        }
        lines.push(table.render(width, colour).trim_end().to_owned());
    }
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found));
    lines.join("\n")
}

fn ame_text(found: &Estimated<AmeEstimate>, width: usize, colour: bool) -> String {
    let e = &found.estimate;
    let mut lines = vec![
        title(found, "Additive and multiplicative effects, probit"),
        format!(
            "{}: {} groups, {} pairs with a known tie, {} of them cooperating; risk set: {}",
            e.year,
            e.actors,
            thousands(e.known as u64),
            thousands(e.events as u64),
            found.risk_set,
        ),
        format!(
            "{} pairs unknown, imputed by the model: not at risk, not coded, or (of {}) a covariate is missing",
            thousands(e.unknown as u64),
            thousands(e.without_covariate as u64),
        ),
        format!(
            "rank {}; {} chains of {} sweeps after {}, every {}th kept",
            e.rank,
            e.chains,
            thousands(e.sweeps as u64),
            thousands(e.burn_in as u64),
            e.thin
        ),
        status(&e.status, "more --sweeps, or a lower --rank"),
        String::new(),
    ];
    lines.extend(coefficients(e, width, colour));
    lines.push(String::new());
    lines.push("goodness of fit: the data beside networks simulated from the model".to_owned());
    let mut table = Table::new([
        ("statistic", Align::Left),
        ("data", Align::Right),
        ("model", Align::Right),
        ("95% of networks", Align::Right),
        ("within", Align::Left),
    ]);
    for g in &e.goodness {
        table.row([
            g.label.clone(),
            format!("{:.3}", g.observed),
            format!("{:.3}", g.mean),
            format!("{:.3} to {:.3}", g.low, g.high),
            if g.within { "yes" } else { "no" }.to_owned(),
        ]);
    }
    lines.push(table.render(width, colour).trim_end().to_owned());
    let largest: Vec<String> = e
        .effects
        .iter()
        .take(SHOWN)
        .map(|x| format!("{} {}", x.name, signed(x.effect, 2)))
        .collect();
    lines.push(String::new());
    lines.push(format!("largest effects of groups: {}", largest.join(", ")));
    if !e.unobserved.is_empty() {
        lines.push(format!("groups without a known tie: {}", thousands(e.unobserved.len() as u64)));
    }
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found));
    lines.join("\n")
}

fn tergm_text(found: &Estimated<TergmEstimate>, width: usize, colour: bool) -> String {
    let e = &found.estimate;
    let years = e.years.len();
    let ends = |y: Option<&comity::theories::estimate::YearOfNetwork>| y.map(|y| y.year);
    let sum = |of: fn(&comity::theories::estimate::YearOfNetwork) -> usize| -> u64 {
        e.years.iter().map(|y| of(y) as u64).sum()
    };
    let mut lines = vec![
        title(found, "Temporal exponential random graph, pseudo-likelihood"),
        format!(
            "{} networks, {}: {} groups, {} dyad-years, {} with cooperation; every pair observed",
            years,
            span(ends(e.years.first()), ends(e.years.last())),
            thousands(e.actors as u64),
            thousands(e.rows as u64),
            thousands(e.events as u64),
        ),
        format!(
            "left out: {} group-years with a pair that was not coded, {} dyad-years without a \
             covariate or the year before",
            thousands(sum(|y| y.left_out)),
            thousands(sum(|y| y.without)),
        ),
        format!(
            "bootstrap over years: {} refits, {} without an estimate",
            thousands(e.replicates as u64),
            thousands(e.failed.total() as u64)
        ),
    ];
    if years < FEW_YEARS {
        lines.push(format!("{years} years are few: the intervals are too short"));
    }
    if !e.years_without.is_empty() {
        lines.push(format!("years without a row: {}", comity::text::year_ranges(&e.years_without)));
    }
    lines.push(String::new());
    lines.extend(coefficients(e, width, colour));
    lines.extend(dropped(&e.dropped));
    lines.extend(provenance(found));
    lines.join("\n")
}
