//! `comity panel`.

use crate::args::{PanelArgs, Unit};
use crate::commands::{date, risk_set, write_file};
use crate::output::Output;
use comity::Session;
use comity::core::{AsOf, Code, Error, Result};
use comity::panel_file::{self, Format, PanelSummary};
use comity::report::table::{Align, Table};
use comity::world::{EventsFrom, MonthSpec};
use std::path::Path;

/// Writes the panel and its codebook, or prints a summary.
pub(super) fn run(session: &Session, args: &PanelArgs, out: &Output) -> Result<()> {
    let as_of =
        AsOf { event: args.as_of, released: args.released_by.as_deref().map(date).transpose()? };
    match args.unit {
        Unit::Month => months(session, args, as_of, out),
        Unit::Year => years(session, args, as_of, out),
    }
}

fn years(session: &Session, args: &PanelArgs, as_of: AsOf, out: &Output) -> Result<()> {
    let format = args.output.as_deref().map(format_of).transpose()?;
    let made = panel_file::make(session, as_of, risk_set(args.risk_set))?;
    if let (Some(path), Some(format)) = (&args.output, format) {
        write_file(path, &made.bytes(format)?)?;
        for (ending, bytes) in made.companions()? {
            write_file(&path.with_extension(ending), &bytes)?;
        }
        out.note(&format!(
            "wrote {} with its codebook (.codebook.md, .codebook.json, .bib) and manifest",
            path.display()
        ));
    }
    let summary = made.summary();
    out.result(&summary, || text(&summary, out))
}

fn text(s: &PanelSummary, out: &Output) -> String {
    let mut table = Table::new([
        ("variable", Align::Left),
        ("level", Align::Left),
        ("coded", Align::Right),
        ("missing", Align::Right),
        ("mean", Align::Right),
        ("label", Align::Left),
    ]);
    for v in &s.variables {
        table.row([
            v.name.clone(),
            v.level.clone(),
            comity::text::thousands(v.coded),
            comity::text::thousands(v.missing),
            v.mean.map(|m| format!("{m:.4}")).unwrap_or_default(),
            v.label.clone(),
        ]);
    }
    let mut lines = vec![
        format!(
            "{} dyad-years, {} dyads, {} groups, {}; risk set: {}",
            comity::text::thousands(s.rows),
            comity::text::thousands(s.dyads),
            comity::text::thousands(s.groups),
            comity::text::span(s.first_year, s.last_year),
            s.risk_set,
        ),
        format!("cooperation in {} dyad-years", comity::text::thousands(s.cooperative)),
        String::new(),
        table.render(out.width(), out.colour()),
    ];
    if !s.unavailable.is_empty() {
        lines.push(format!("unavailable with the data at hand: {}", s.unavailable.join(", ")));
    }
    lines.join("\n")
}

fn months(session: &Session, args: &PanelArgs, as_of: AsOf, out: &Output) -> Result<()> {
    let Some(output) = &args.output else {
        return Err(Error::new(Code::BadSetting, "dyad-months are written to a file")
            .hint("add -o FILE.parquet"));
    };
    if format_of(output)? != Format::Parquet {
        return Err(Error::new(Code::BadSetting, "dyad-months are written as Parquet")
            .value(output.display().to_string())
            .expected("a file name that ends in .parquet"));
    }
    let files = args.events.iter().cloned().collect::<Vec<_>>();
    let from = if files.is_empty() { EventsFrom::Store } else { EventsFrom::Files(&files) };
    let spec = MonthSpec { as_of, memory_limit: args.memory << 20 };
    let made = session.world().dyad_months(from, output, &spec)?;
    let (rows, events) = (made.rows, made.events);
    out.result(&serde_json::json!({ "rows": rows, "events": events }), || {
        format!(
            "{} dyad-months from {} events in {}",
            comity::text::thousands(rows),
            comity::text::thousands(events),
            output.display()
        )
    })
}

fn format_of(path: &Path) -> Result<Format> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    Format::of_ending(ending).ok_or_else(|| {
        Error::new(Code::BadSetting, "comity cannot write this kind of file")
            .value(path.display().to_string())
            .expected("a file name that ends in .parquet, .csv or .dta")
    })
}
