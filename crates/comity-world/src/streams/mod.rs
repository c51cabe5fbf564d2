//! Streams of dated events between actors, from the files of event data.
//!
//! Rows are read in batches, resolved against the registry, and kept on disk; the engine sorts
//! them under a limit on memory, so that files of any size can be read. An event that two files
//! hold, or one file holds twice, is taken once.

mod counted;
mod names;
mod resolve;
mod settle;
mod write;

pub use names::{NameDecision, NameRow};

use crate::progress::Progress;
use crate::registry::Registry;
use crate::store::files;
use crate::world::World;
use comity_core::{Code, Error, EventCodebook, InputRef, Result};
use comity_sources::EventFile;
use counted::Counted;
use jiff::civil::Date;
use names::Names;
use resolve::Resolver;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Least working memory: a few batches of every run that is merged.
const LEAST_MEMORY: usize = 8 << 20;

/// What of the events is wanted, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamOptions {
    /// Only events between two groups: none with a government.
    pub groups_only: bool,
    /// Only events that began on this day or later.
    pub from: Option<Date>,
    /// Only events that began on this day or earlier.
    pub until: Option<Date>,
    /// A table of decisions about names: `name`, `actor` (an id or a name; blank: no actor) and,
    /// if the decision is for one country alone, `country`.
    pub names: Option<PathBuf>,
    /// Working memory of the sort in bytes; what is more goes to disk.
    pub memory_limit: usize,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self {
            groups_only: false,
            from: None,
            until: None,
            names: None,
            memory_limit: 512 * 1024 * 1024,
        }
    }
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StreamFile {
    /// The file's name.
    pub file: String,
    /// What the reader saw.
    #[serde(flatten)]
    pub read: EventFile,
    /// Events of the codebook between two different actors of the registry, within the days
    /// asked for.
    pub kept: u64,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StreamReport {
    /// The files, in the order given.
    pub files: Vec<StreamFile>,
    /// Events written.
    pub events: u64,
    /// Copies left out: events with the source and key of another.
    pub copies: u64,
    /// Events by kind.
    pub kinds: BTreeMap<String, u64>,
    /// Events by domain; those in none are not counted here.
    pub domains: BTreeMap<String, u64>,
    /// Actors with an event.
    pub actors: u64,
    /// Day of the first event.
    pub first: Option<Date>,
    /// Day of the last event.
    pub last: Option<Date>,
    /// Every name that the files gave an actor, the most frequent first.
    #[serde(skip)]
    pub names: Vec<NameRow>,
    /// Version of the codebook of events.
    pub codebook: String,
    /// What went in, a file of decisions about names last.
    pub inputs: Vec<InputRef>,
}

impl World {
    /// Reads files of UCDP GED, ICEWS, POLECAT, ACLED or GDELT events and writes the events
    /// between actors of the registry to `output` (`.csv` or `.parquet`) in order of time:
    /// `time` (the day an event began), `kind`, `sender`, `receiver` (ids such as `ucdp:234`),
    /// their names, `domain`, `code`, `source` and `key`. The output appears only when whole.
    ///
    /// # Errors
    /// Those of [`comity_sources::read_event_rows`], naming the file; [`Code::BadSetting`] for
    /// another ending of `output` or too little memory; [`Code::NoEvents`] when no event is left; [`Code::Io`].
    pub fn import_stream(
        &self,
        registry: &Registry,
        paths: &[PathBuf],
        output: &Path,
        options: &StreamOptions,
        progress: &dyn Progress,
    ) -> Result<StreamReport> {
        let format = write::Format::of(output)?;
        if options.memory_limit < LEAST_MEMORY {
            return Err(Error::new(Code::BadSetting, "this is too little memory to sort in")
                .value(format!("{} bytes", options.memory_limit))
                .expected("8MiB or more"));
        }
        let book = EventCodebook::bundled()?;
        let folder = output.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let scratch = tempfile::Builder::new()
            .prefix(files::NEW_PREFIX)
            .tempdir_in(folder)
            .map_err(|e| files::io_error(folder, &e))?;
        let mut names = Names::new(registry, options.names.as_deref())?;
        let unsorted = scratch.path().join("unsorted.parquet");
        let sizes = sizes(paths)?;
        progress.start(paths.len(), sizes.iter().sum());
        let mut resolver = Resolver::new(&unsorted, registry, options)?;
        let (mut read, mut inputs) = (Vec::new(), Vec::new());
        for (path, bytes) in paths.iter().zip(sizes) {
            let name = path.display().to_string();
            let file = File::open(path).map_err(|e| files::io_error(path, &e))?;
            let mut file = Counted::new(file, bytes, progress);
            let before = resolver.kept();
            let found = comity_sources::read_event_rows(
                &name,
                BufReader::new(&mut file),
                &book,
                &mut |source, batch| resolver.batch(source, &batch, &mut names),
            )
            .map_err(|e| if e.file_name().is_some() { e } else { e.file(name.as_str()) })?;
            let source = found.source.as_str();
            inputs.push(input(path, source, found.rows, &book)?);
            let kept = resolver.kept() - before;
            progress.file_done(path, file.left(), &format!("{kept} events"));
            read.push(StreamFile { file: name, read: found, kept });
        }
        progress.finish();
        let kept = resolver.finish()?;
        if kept == 0 {
            let rows: u64 = read.iter().map(|f: &StreamFile| f.read.rows).sum();
            return Err(Error::new(Code::NoEvents, "no event is between two known actors")
                .value(format!("{rows} rows"))
                .expected("events on the days asked for whose two sides comity knows")
                .hint("say which name is which actor in a table, and name it with --names"));
        }
        if let Some(path) = &options.names {
            inputs.push(input(path, "names", names.decided(), &book)?);
        }
        let sorted = settle::settle(self.engine()?, scratch.path(), &unsorted, options)?;
        let written = write::write(self.engine()?, sorted, &names, format, output)?;
        Ok(StreamReport {
            files: read,
            events: written.events,
            copies: kept.saturating_sub(written.events),
            kinds: written.kinds,
            domains: written.domains,
            actors: written.actors.len() as u64,
            first: written.first,
            last: written.last,
            names: names.rows(),
            codebook: book.version.clone(),
            inputs,
        })
    }
}

fn sizes(paths: &[PathBuf]) -> Result<Vec<u64>> {
    let size = |path: &PathBuf| {
        let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
        meta.map(|m| m.len()).ok_or_else(|| {
            Error::new(Code::NoSuchFile, "there is no such file")
                .file(path.display().to_string())
                .hint("name files of UCDP GED, ICEWS, POLECAT, ACLED or GDELT events")
        })
    };
    paths.iter().map(size).collect()
}

fn input(path: &Path, source: &str, rows: u64, book: &EventCodebook) -> Result<InputRef> {
    let terms = book.terms(source);
    Ok(InputRef {
        source: source.to_owned(),
        version: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        sha256: files::sha256_file(path).map_err(|e| files::io_error(path, &e))?,
        rows,
        licence: terms.licence,
        citation: terms.citation,
        bundled: false,
    })
}
