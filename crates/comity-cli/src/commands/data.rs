//! `comity data …`.

use crate::args::{DataCommand, Global};
use crate::commands::{store_dir, verify};
use crate::output::Output;
use crate::progress::ImportBar;
use comity::Session;
use comity::core::{Code, Error, Exit, Result, SourceKey};
use comity::report::table::{Align, Table};
use comity::world::{AddOptions, StoredSource, World};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Runs one of the `data` commands.
pub(super) fn run(global: &Global, command: &DataCommand, out: &Output) -> Result<ExitCode> {
    let dir = store_dir(global)?;
    match command {
        DataCommand::Add { paths, wait } => add(&dir, paths, *wait, out),
        DataCommand::List => list(&dir, out),
        DataCommand::Doctor { as_of } => doctor(&dir, *as_of, out),
        DataCommand::Verify => verify::run(&dir, out),
        DataCommand::Remove { source, version } => remove(&dir, source, version.as_deref(), out),
        DataCommand::Counts => counts(&dir, out),
        DataCommand::Sql { query } => sql(&dir, query, out),
        DataCommand::Crosswalk => crosswalk(&dir, out),
        DataCommand::Bundle { data, out: target } => bundle(data, target, out),
    }
}

fn done() -> Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}

fn add(dir: &Path, paths: &[PathBuf], wait: u64, out: &Output) -> Result<ExitCode> {
    let options = AddOptions { lock_timeout: Duration::from_secs(wait), ..AddOptions::default() };
    let bar = ImportBar::new(out);
    let report = World::open(dir)?.add_with(paths, &options, &bar)?;
    drop(bar);
    out.result(&report, || {
        let mut table = Table::new([
            ("source", Align::Left),
            ("version", Align::Left),
            ("rows", Align::Right),
            ("file", Align::Left),
            ("", Align::Left),
        ]);
        for (list, what) in [(&report.added, "imported"), (&report.unchanged, "unchanged")] {
            for a in list {
                let rows = comity::text::thousands(a.import.rows);
                table.row([
                    a.import.source.to_string(),
                    a.import.version.clone(),
                    rows,
                    a.import.file.clone(),
                    what.to_owned(),
                ]);
            }
        }
        let mut text =
            if table.is_empty() { String::new() } else { table.render(out.width(), out.colour()) };
        for s in &report.skipped {
            text.push_str(&format!("\nskipped  {}: {}", s.path.display(), s.reason));
        }
        for a in &report.added {
            for note in &a.import.notes {
                text.push_str(&format!("\nnote     {}: {note}", a.import.file));
            }
        }
        text
    })?;
    for f in &report.failed {
        out.error(&f.error);
    }
    Ok(report.first_error().map_or(ExitCode::SUCCESS, |e| ExitCode::from(e.code().exit() as u8)))
}

/// A source as `data list --json` prints it.
#[derive(serde::Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    source: &'a StoredSource,
    /// Whether it is part of the bundled extract.
    bundled: bool,
    /// Whether commands read it when nothing limits the release clock.
    current: bool,
}

fn list(dir: &Path, out: &Output) -> Result<ExitCode> {
    let sources = World::open(dir)?.sources()?;
    let listed: Vec<Listed<'_>> = sources
        .iter()
        .map(|source| Listed { source, bundled: source.bundled, current: source.current })
        .collect();
    out.result(&listed, || {
        let mut table = Table::new([
            ("source", Align::Left),
            ("version", Align::Left),
            ("layout", Align::Left),
            ("rows", Align::Right),
            ("years", Align::Left),
            ("licence", Align::Left),
            ("from", Align::Left),
            ("used", Align::Left),
        ]);
        for s in &sources {
            table.row([
                s.source.to_string(),
                s.version.clone(),
                s.layout.clone(),
                comity::text::thousands(s.rows),
                comity::text::span(s.first_year, s.last_year),
                s.licence.clone(),
                if s.bundled { "bundled".to_owned() } else { "imported".to_owned() },
                if s.current { "yes" } else { "no" }.to_owned(),
            ]);
        }
        table.render(out.width(), out.colour())
    })?;
    done()
}

fn doctor(dir: &Path, as_of: Option<i16>, out: &Output) -> Result<ExitCode> {
    let report = comity::doctor::examine(&World::open(dir)?, as_of, jiff::Zoned::now().year())?;
    out.result(&report, || {
        let mut table = Table::new([
            ("source", Align::Left),
            ("state", Align::Left),
            ("version", Align::Left),
            ("years", Align::Left),
            ("age", Align::Right),
            ("rows", Align::Right),
            ("from", Align::Left),
            ("licence", Align::Left),
            ("needed for", Align::Left),
        ]);
        for s in &report.sources {
            table.row([
                s.source.to_string(),
                s.state.as_str().to_owned(),
                s.version.clone().unwrap_or_default(),
                comity::text::span(s.first_year, s.last_year),
                s.age.map(|a| a.to_string()).unwrap_or_default(),
                s.rows.map(comity::text::thousands).unwrap_or_default(),
                s.origin.clone(),
                s.licence.clone(),
                s.needed_for.clone(),
            ]);
        }
        let mut text = table.render(out.width(), out.colour());
        for line in &report.findings {
            text.push_str(&format!("\n{line}"));
        }
        text
    })?;
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::from(Exit::Stale as u8) })
}

fn remove(dir: &Path, source: &str, version: Option<&str>, out: &Output) -> Result<ExitCode> {
    let key: SourceKey = source.parse()?;
    let removed = World::open(dir)?.remove(key, version)?;
    out.result(&serde_json::json!({ "removed": removed }), || {
        format!("removed {removed} import(s)")
    })?;
    done()
}

fn counts(dir: &Path, out: &Output) -> Result<ExitCode> {
    let counts = comity::counts::counts(&Session::open(dir)?)?;
    out.result(&counts, || {
        let mut table = Table::new([("count", Align::Right), ("of", Align::Left)]);
        for c in &counts {
            table.row([comity::text::thousands(c.value.unsigned_abs()), c.what.clone()]);
        }
        table.render(out.width(), out.colour())
    })?;
    done()
}

fn sql(dir: &Path, query: &str, out: &Output) -> Result<ExitCode> {
    let rows = comity::sql::rows(&World::open(dir)?, query)?;
    out.result(&rows, || {
        let mut table = Table::new(rows.columns.iter().map(|c| (c.clone(), Align::Left)));
        for row in &rows.rows {
            table.row(row.iter().map(comity::sql::text));
        }
        table.render(out.width(), out.colour())
    })?;
    done()
}

fn crosswalk(dir: &Path, out: &Output) -> Result<ExitCode> {
    let rows = comity::crosswalk::listing(&Session::open(dir)?)?;
    out.result(&rows, || {
        let mut table = Table::new([
            ("source id", Align::Left),
            ("name there", Align::Left),
            ("decision", Align::Left),
            ("actor", Align::Left),
            ("method", Align::Left),
            ("score", Align::Right),
        ]);
        for r in &rows {
            table.row([
                r.id.clone(),
                r.name.clone().unwrap_or_default(),
                r.decision.clone(),
                r.actor_name.clone().unwrap_or_default(),
                r.method.clone(),
                r.score.map(|s| format!("{s:.2}")).unwrap_or_default(),
            ]);
        }
        table.render(out.width(), out.colour())
    })?;
    done()
}

fn bundle(data: &Path, target: &Path, out: &Output) -> Result<ExitCode> {
    let report = comity::world::bundle(data, target)?;
    if report.imports.is_empty() {
        return Err(Error::new(Code::NoRows, "no redistributable data set in this folder"));
    }
    out.result(&report, || {
        let sizes: Vec<String> = report
            .sizes
            .iter()
            .map(|(t, b)| format!("{t}: {} bytes", comity::text::thousands(*b)))
            .collect();
        format!("{}\ntotal: {} bytes", sizes.join("\n"), comity::text::thousands(report.total))
    })?;
    done()
}
