//! Relational event models of a file of events, and the evidence as such a file.

mod fit;
mod forward;
mod goodness;
mod import;
mod statistics;
mod stream;

pub use fit::{FittedEvents, TermRow, csv, fit};
pub use forward::{Drawn, draw};
pub use goodness::{ActorFit, Goodness, goodness};
pub use import::{ImportedStream, import};
pub use statistics::{Written, statistics};
pub use stream::{MadeStream, stream};

pub use comity_relational::{
    Ages, Clock, Cluster, Fit, Kind, Options, Progress, RiskSet, Status, Store, Ties,
};
pub use comity_world::{EventColumns, NameDecision, NameRow, StreamOptions, TimeUnit};

use comity_core::{Code, Error, InputRef, Result};
use comity_relational::formula::{Unit, parse};
use comity_relational::{Columns, Statistic, Stream, StreamBuilder, Term};
use comity_world::{EventsRead, SideTable, read_events, read_side_table};
use std::path::Path;

/// What to model, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked<'a> {
    /// The file of events: `.csv`, `.tsv` or `.parquet`.
    pub file: &'a Path,
    /// Which column holds what.
    pub columns: EventColumns,
    /// A table of the actors at risk (`actor`, `from`, `until`, attributes); without one they are
    /// those of the events, always.
    pub actors: Option<&'a Path>,
    /// A table of dyads (`sender`, `receiver`, covariates).
    pub dyads: Option<&'a Path>,
    /// Whether the two sides of an event differ in role.
    pub directed: bool,
    /// The formula, such as `~ inertia + reciprocity(decay = 90d)`.
    pub formula: &'a str,
    /// Options of the model.
    pub options: Options,
}

/// A file that was read, with the terms that are asked for.
struct Loaded {
    /// The files that went in, the events first.
    inputs: Vec<InputRef>,
    read: EventsRead,
    stream: Stream,
    terms: Vec<Term>,
}

impl Loaded {
    fn new(asked: &Asked<'_>) -> Result<Self> {
        let c = &asked.columns;
        let columns = Columns {
            sender: c.sender.clone(),
            receiver: c.receiver.clone(),
            time: c.time.clone(),
            layer: c.layer.clone(),
            weight: c.weight.clone(),
        };
        let mut builder =
            if asked.directed { StreamBuilder::directed() } else { StreamBuilder::undirected() };
        if let Some(layers) = &asked.options.dependent {
            builder.explaining(layers.iter().cloned());
        }
        let actors = asked.actors.map(|p| read_side_table(p, &["actor"])).transpose()?;
        if let Some([names]) = actors.as_ref().map(|a| a.keys.as_slice()) {
            builder.actors(names.iter().cloned());
        }
        let mut inputs = Vec::new();
        let read =
            read_events(asked.file, c, &mut |batch| builder.batch(batch, &columns).map(|_| ()))?;
        inputs.push(input(asked.file, &read.sha256, read.rows));
        if let Some((path, table)) = asked.actors.zip(actors.as_ref()) {
            inputs.push(input(path, &table.sha256, table.from.len() as u64));
            state_actors(&mut builder, table).map_err(|e| e.file(path.display().to_string()))?;
        }
        if let Some(path) = asked.dyads {
            let table = read_side_table(path, &["sender", "receiver"])?;
            inputs.push(input(path, &table.sha256, table.from.len() as u64));
            state_dyads(&mut builder, &table).map_err(|e| e.file(path.display().to_string()))?;
        }
        let stream = builder.finish().map_err(|e| e.file(asked.file.display().to_string()))?;
        let unit = match read.unit {
            TimeUnit::Day => Unit::Days,
            TimeUnit::Number => Unit::None,
        };
        let mut terms = parse(asked.formula, unit)?;
        let baseline = |t: &Term| t.statistic == Statistic::Baseline;
        if asked.options.clock == Clock::Interval && !terms.iter().any(baseline) {
            terms.insert(0, Term::baseline());
        }
        Ok(Self { inputs, read, stream, terms })
    }
}

/// A file that went in.
fn input(file: &Path, sha256: &str, rows: u64) -> InputRef {
    InputRef {
        source: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        version: "unknown".to_owned(),
        sha256: sha256.to_owned(),
        rows,
        licence: "not stated".to_owned(),
        citation: String::new(),
        bundled: false,
    }
}

/// Presence and attributes of actors; a row holds from its `from` on.
fn state_actors(builder: &mut StreamBuilder, table: &SideTable) -> Result<()> {
    let [names] = table.keys.as_slice() else { return Ok(()) };
    for (row, name) in names.iter().enumerate() {
        let placed = |e: Error| e.row(row as u64 + 1);
        let bound = |of: &[Option<f64>]| of.get(row).copied().flatten();
        let (from, until) = (bound(&table.from), bound(&table.until));
        let since = from.unwrap_or(f64::NEG_INFINITY);
        if from.is_some() || until.is_some() {
            builder.present(name, since, until.unwrap_or(f64::INFINITY)).map_err(placed)?;
        }
        for (column, values) in &table.columns {
            let value = values.get(row).copied().unwrap_or(f64::NAN);
            builder.attribute(column, name, since, value).map_err(placed)?;
        }
    }
    Ok(())
}

/// Covariates of dyads; a row holds from its `from` on.
fn state_dyads(builder: &mut StreamBuilder, table: &SideTable) -> Result<()> {
    let [senders, receivers] = table.keys.as_slice() else { return Ok(()) };
    for (row, pair) in senders.iter().zip(receivers).enumerate() {
        let since = table.from.get(row).copied().flatten().unwrap_or(f64::NEG_INFINITY);
        for (column, values) in &table.columns {
            let value = values.get(row).copied().unwrap_or(f64::NAN);
            builder
                .covariate(column, (pair.0, pair.1), since, value)
                .map_err(|e| e.row(row as u64 + 1))?;
        }
    }
    Ok(())
}

/// Options as JSON, for a manifest.
fn described(options: &Options) -> Result<String> {
    serde_json::to_string(options).map_err(|e| Error::new(Code::Internal, e.to_string()))
}
