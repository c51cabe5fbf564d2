//! Files of event data as one stream between known actors.

use crate::session::Session;
use crate::spec::VERSION;
use crate::text::csv_cell;
use comity_core::{AsOf, Manifest, Result};
use comity_world::{NameDecision, NameRow, Progress, StreamOptions, StreamReport};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Names without an actor that a report lists.
const LISTED: usize = 8;

/// A stream that was imported, with what it was made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportedStream {
    /// What was written.
    #[serde(flatten)]
    pub report: StreamReport,
    /// The names that most sides of events bear among those without an actor.
    pub left_open: Vec<NameRow>,
    /// Everything the stream depends on.
    pub manifest: Manifest,
}

/// Reads files of UCDP GED, ICEWS, POLECAT, ACLED or GDELT events and writes the events between
/// actors of the registry to `output`; see [`comity_world::World::import_stream`].
///
/// # Errors
/// When a file cannot be read or is none of these, no event is left, or the output cannot be
/// written; the output is then as it was before.
pub fn import(
    session: &Session,
    files: &[PathBuf],
    output: &Path,
    options: &StreamOptions,
    progress: &dyn Progress,
) -> Result<ImportedStream> {
    let world = session.world();
    let report = world.import_stream(session.registry(), files, output, options, progress)?;
    let day = |d: Option<jiff::civil::Date>| d.map_or_else(|| "any".to_owned(), |d| d.to_string());
    let specification = BTreeMap::from([
        ("result".to_owned(), "imported event stream".to_owned()),
        ("from".to_owned(), day(options.from)),
        ("until".to_owned(), day(options.until)),
        ("groups_only".to_owned(), options.groups_only.to_string()),
    ]);
    // Which name is which actor depends on the registry, and that on the evidence.
    let mut inputs = report.inputs.clone();
    inputs.extend(world.evidence(AsOf::LATEST)?.inputs().iter().cloned());
    inputs.sort();
    let open = |n: &&NameRow| matches!(n.decision, NameDecision::Ambiguous | NameDecision::Unknown);
    let left_open = report.names.iter().filter(open).take(LISTED).cloned().collect();
    let manifest = Manifest {
        program: VERSION.to_owned(),
        codebook: report.codebook.clone(),
        as_of: AsOf::LATEST,
        seed: 0,
        specification,
        inputs,
    };
    Ok(ImportedStream { report, left_open, manifest })
}

impl ImportedStream {
    /// Every name that the files gave an actor, as comma-separated values: `name`, `country`,
    /// `sides` (of events that bear it), `decision` (`id`, `registry`, `table`, `ambiguous`,
    /// `unknown`), `actor` (of an ambiguous name, those it may stand for) and `actor_name`; the
    /// most frequent first. With `actor` filled in it is a table of decisions for the next import.
    #[must_use]
    pub fn names_csv(&self) -> Vec<u8> {
        let mut out = String::from("name,country,sides,decision,actor,actor_name\n");
        for n in &self.report.names {
            let ids: Vec<String> = n.actors.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                out,
                "{},{},{},{},{},{}",
                csv_cell(&n.name),
                csv_cell(&n.country),
                n.sides,
                n.decision.as_str(),
                ids.join("; "),
                csv_cell(&n.labels.join("; "))
            );
        }
        out.into_bytes()
    }
}
