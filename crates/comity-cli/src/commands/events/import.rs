//! `comity events import`.

use crate::args::EventsImportArgs;
use crate::commands::{date, write_file};
use crate::output::Output;
use crate::progress::ImportBar;
use comity::Session;
use comity::core::{Code, Error, Result};
use comity::events::{ImportedStream, NameDecision, NameRow, StreamOptions, import};
use comity::report::table::{Align, Table};
use comity::text::thousands;
use std::fmt::Write;

/// Imports files of event data as one stream.
pub(super) fn run(session: &Session, args: &EventsImportArgs, out: &Output) -> Result<()> {
    let day = |text: &Option<String>| text.as_deref().map(date).transpose();
    let options = StreamOptions {
        groups_only: args.groups_only,
        from: day(&args.from)?,
        until: day(&args.until)?,
        names: args.names.clone(),
        memory_limit: args.memory,
    };
    if let (Some(from), Some(until)) = (options.from, options.until)
        && until < from
    {
        return Err(Error::new(Code::BadSetting, "the last day is before the first")
            .value(until.to_string())
            .expected(format!("a day from {from} on")));
    }
    let bar = ImportBar::new(out);
    let made = import(session, &args.files, &args.output, &options, &bar)?;
    drop(bar);
    let mut manifest = serde_json::to_vec_pretty(&made.manifest)
        .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    manifest.push(b'\n');
    write_file(&args.output.with_extension("names.csv"), &made.names_csv())?;
    write_file(&args.output.with_extension("manifest.json"), &manifest)?;
    out.result(&made, || text(&made, args, out))
}

fn text(made: &ImportedStream, args: &EventsImportArgs, out: &Output) -> String {
    let report = &made.report;
    let mut table = Table::new([
        ("file", Align::Left),
        ("source", Align::Left),
        ("rows", Align::Right),
        ("events", Align::Right),
        ("between known actors", Align::Right),
    ])
    .elastic(0);
    for f in &report.files {
        table.row([
            base(&f.file),
            f.read.source.as_str().to_owned(),
            thousands(f.read.rows),
            thousands(f.read.events),
            thousands(f.kept),
        ]);
    }
    let mut text = table.render(out.width(), out.colour());
    let list = |counts: &std::collections::BTreeMap<String, u64>| {
        let parts: Vec<String> =
            counts.iter().map(|(name, n)| format!("{name} {}", thousands(*n))).collect();
        parts.join(", ")
    };
    let span = match (report.first, report.last) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let _ = write!(
        text,
        "\nwrote {}: {} events of {} actors{span}\nkinds    {}",
        args.output.display(),
        thousands(report.events),
        thousands(report.actors),
        list(&report.kinds)
    );
    if !report.domains.is_empty() {
        let _ = write!(text, "\ndomains  {}", list(&report.domains));
    }
    if report.copies > 0 {
        let _ = write!(text, "\ncopies   {} left out", thousands(report.copies));
    }
    for f in &report.files {
        for note in &f.read.notes {
            let count = thousands(note.count);
            let _ = write!(text, "\nnote     {}: {} ({count})", base(&f.file), note.message);
        }
    }
    if !made.left_open.is_empty() {
        let open: Vec<String> = made.left_open.iter().map(name).collect();
        let _ = write!(
            text,
            "\nnames    left open, by sides of events: {}\nEvery name is in {}; fill in its actors and pass it on with --names.",
            open.join("; "),
            args.output.with_extension("names.csv").display()
        );
    }
    text
}

/// The last part of a file's name.
fn base(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned())
}

/// A name left open: how many sides bear it, and whether it stands for several actors.
fn name(n: &NameRow) -> String {
    let of = if n.country.is_empty() { String::new() } else { format!(" [{}]", n.country) };
    let several = match n.decision {
        NameDecision::Ambiguous => format!(", {} actors", n.actors.len()),
        _ => String::new(),
    };
    format!("{}{of} ({}{several})", n.name, thousands(n.sides))
}
