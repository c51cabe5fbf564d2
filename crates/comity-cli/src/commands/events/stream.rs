//! `comity events stream`.

use super::csv_file;
use crate::args::EventsStreamArgs;
use crate::commands::{date, write_file};
use crate::output::Output;
use comity::core::{Code, Error, Result};
use comity::events::{MadeStream, stream};
use comity::text::thousands;
use comity::{Session, Spec};

/// Writes the evidence as a file of events.
pub(super) fn run(session: &Session, args: &EventsStreamArgs, out: &Output) -> Result<()> {
    csv_file(&args.output, "streams")?;
    let spec = Spec {
        as_of: args.as_of,
        released_by: args.released_by.as_deref().map(date).transpose()?,
        ..Spec::default()
    };
    let made = stream(session, &spec)?;
    let mut manifest = serde_json::to_vec_pretty(&made.manifest)
        .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    manifest.push(b'\n');
    write_file(&args.output, &made.csv())?;
    write_file(&args.output.with_extension("actors.csv"), &made.actors_csv())?;
    write_file(&args.output.with_extension("manifest.json"), &manifest)?;
    out.result(&made, || text(&made, args))
}

fn text(made: &MadeStream, args: &EventsStreamArgs) -> String {
    let counts: Vec<String> =
        made.events.iter().map(|(kind, n)| format!("{kind} {}", thousands(*n as u64))).collect();
    let years = match (made.first, made.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no events".to_owned(),
    };
    format!(
        "wrote {} with the groups at risk and its manifest\n{}; {} groups at risk, {years}",
        args.output.display(),
        counts.join(", "),
        thousands(made.groups as u64),
    )
}
