//! `comity levels`.

use crate::args::LevelsArgs;
use crate::commands::{spec, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::levels::{Levels, PairGrid};
use comity::report::page::{Added, Division, Expectation, LevelsPage, ModelTest, Ranged};
use comity::report::table::{Align, Table};
use comity::report::{levels_csv, levels_data, levels_html, signed};
use comity::{Session, Spec};
use std::path::Path;

/// Prints what each level adds over all pairs, or one pair's evidence against each theory.
pub(super) fn run(session: &Session, args: &LevelsArgs, out: &Output) -> Result<()> {
    let spec = Spec { first_forecast: args.first, ..spec(&args.spec)? };
    if let [a, b] = args.pair.as_slice() {
        return one_pair(session, (a, b), args, &spec, out);
    }
    if !args.pair.is_empty() {
        return Err(Error::new(Code::BadSetting, "one group makes no pair")
            .value(args.pair.join(" "))
            .expected("two groups, or none for all pairs"));
    }
    let format = args.output.as_deref().map(format_of).transpose()?;
    let bar = Bar::new(out, "fitting every set of levels");
    let levels =
        comity::levels::levels(session, &args.outcome, args.parts, &spec, &|done, total| {
            bar.at(done, total);
        })?;
    drop(bar);
    out.result(&levels, || text(&levels, out))?;
    if let (Some(path), Some(format)) = (&args.output, format) {
        write(path, format, &levels.page)?;
        out.note(&format!("wrote {}", path.display()));
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Html,
}

fn format_of(path: &Path) -> Result<Format> {
    match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => Ok(Format::Csv),
        Some("html") => Ok(Format::Html),
        _ => Err(Error::new(Code::BadSetting, "comity cannot write this kind of file")
            .value(path.display().to_string())
            .expected("a file name that ends in .csv or .html")),
    }
}

fn write(path: &Path, format: Format, page: &LevelsPage) -> Result<()> {
    let internal = |e: serde_json::Error| Error::new(Code::Internal, e.to_string());
    match format {
        Format::Csv => {
            write_file(path, &levels_csv(page))?;
            let manifest = serde_json::to_vec_pretty(&page.provenance).map_err(internal)?;
            write_file(&path.with_extension("manifest.json"), &manifest)
        }
        Format::Html => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            write_file(path, levels_html(page, &stem).as_bytes())?;
            let data = path.with_extension("data");
            std::fs::create_dir_all(&data).map_err(|e| {
                Error::new(Code::Io, e.to_string()).file(data.display().to_string())
            })?;
            for (name, bytes) in levels_data(page, &stem) {
                write_file(&data.join(name), &bytes)?;
            }
            Ok(())
        }
    }
}

fn text(levels: &Levels, out: &Output) -> String {
    let page = &levels.page;
    let mut lines = vec![page.title.clone(), String::new(), page.answer.clone(), String::new()];
    lines.extend([page.method.clone(), String::new()]);
    for d in &page.divisions {
        lines.extend(division(d, out));
    }
    if !page.tests.is_empty() {
        lines.push("Model against model on held-out forecasts; positive favours the first".into());
        lines.push(tests(&page.tests).render(out.width(), out.colour()));
    }
    lines.extend(page.cautions.iter().cloned());
    let hash: String = page.provenance.manifest_hash.chars().take(12).collect();
    lines.push(format!("{}; manifest {hash}", page.provenance.command));
    lines.join("\n")
}

fn range(r: Ranged, scale: f64, digits: usize) -> String {
    let [value, low, high] = [r.value, r.low, r.high].map(|x| signed(scale * x, digits));
    format!("{value} [{low}, {high}]")
}

fn share(a: Option<Added>) -> String {
    a.and_then(|a| a.share).map_or_else(String::new, |r| range(r, 100.0, 0))
}

fn gain(a: Option<Added>, scale: f64, digits: usize) -> String {
    a.map_or_else(String::new, |a| range(a.gain, scale, digits))
}

fn division(d: &Division, out: &Output) -> Vec<String> {
    let mut table = Table::new([
        ("level", Align::Left),
        ("terms", Align::Right),
        ("in sample, %", Align::Right),
        ("log score, %", Align::Right),
        ("log score, nats/1000", Align::Right),
        ("average precision", Align::Right),
    ]);
    for r in &d.rows {
        table.row([
            r.name.clone(),
            r.terms.map(|t| t.to_string()).unwrap_or_default(),
            share(r.in_sample),
            share(r.log_score),
            gain(r.log_score, 1000.0, 1),
            gain(r.average_precision, 1.0, 3),
        ]);
    }
    let mut lines = vec![format!("Division by {}", d.title)];
    lines.push(table.render(out.width(), out.colour()));
    lines.extend(d.answers.iter().map(|a| format!("  {}", a.sentence)));
    lines.push(String::new());
    lines
}

fn tests(tests: &[ModelTest]) -> Table {
    let mut table = Table::new([
        ("first", Align::Left),
        ("second", Align::Left),
        ("log-likelihood", Align::Right),
        ("Vuong", Align::Right),
        ("p", Align::Right),
        ("first better on", Align::Right),
        ("Clarke p", Align::Right),
    ]);
    for t in tests {
        table.row([
            t.first.clone(),
            t.second.clone(),
            t.ratio.map(|r| signed(r, 1)).unwrap_or_default(),
            t.vuong.map_or_else(|| "none".to_owned(), |v| signed(v, 2)),
            t.vuong_p.map(|p| format!("{p:.4}")).unwrap_or_default(),
            t.clarke_share.map(|s| format!("{:.0}%", 100.0 * s)).unwrap_or_default(),
            format!("{:.4}", t.clarke_p),
        ]);
    }
    table
}

fn one_pair(
    session: &Session,
    (a, b): (&str, &str),
    args: &LevelsArgs,
    spec: &Spec,
    out: &Output,
) -> Result<()> {
    if args.output.is_some() {
        return Err(Error::new(Code::BadSetting, "the grid of a pair is printed only")
            .hint("comity outlook A B writes it as part of the page; --json prints it as data"));
    }
    let bar = Bar::new(out, "forecasting every year from the years before it");
    let grid = comity::levels::pair_grid(session, (a, b), &args.outcome, spec, &|done, total| {
        bar.at(done, total);
    })?;
    drop(bar);
    out.result(&grid, || grid_text(&grid, out))
}

fn percent(p: f64) -> String {
    match 100.0 * p {
        x if x < 0.5 => "<1%".to_owned(),
        x if x > 99.5 => ">99%".to_owned(),
        x => format!("{x:.0}%"),
    }
}

fn grid_text(g: &PairGrid, out: &Output) -> String {
    let short = |title: &String| title.split(':').next().unwrap_or_default().to_lowercase();
    let headings = || g.grid.theories.iter().map(|t| (short(t), Align::Left));
    let first = std::iter::once(("evidence".to_owned(), Align::Left));
    let last = std::iter::once(("separates".to_owned(), Align::Left));
    let mut table = Table::new(first.chain(headings()).chain(last)).elastic(0);
    for r in &g.grid.rows {
        let cells = r.cells.iter().map(|c| match (c.expectation, c.probability) {
            (Expectation::Expected, Some(p)) => format!("+ {}", percent(p)),
            (Expectation::Unexpected, Some(p)) => format!("− {}", percent(p)),
            (Expectation::Expected, None) => "+".to_owned(),
            (Expectation::Unexpected, None) => "−".to_owned(),
            (Expectation::Silent, _) => "·".to_owned(),
        });
        let separates = if r.separates { "yes" } else { "" };
        table.row(std::iter::once(r.evidence.clone()).chain(cells).chain([separates.to_owned()]));
    }
    let mut tally = Table::new([
        ("theory", Align::Left),
        ("expected", Align::Right),
        ("contrary", Align::Right),
        ("silent", Align::Right),
    ]);
    for t in &g.tallies {
        tally.row([
            t.theory.clone(),
            t.expected.to_string(),
            t.contrary.to_string(),
            t.silent.to_string(),
        ]);
    }
    [
        format!("{} and {}: evidence against theories, {}", g.a, g.b, g.outcome),
        String::new(),
        "+ expected: likelier under the theory than the base rate; − contrary; · silent. The \
         number is the probability that the theory gave beforehand to what was observed."
            .to_owned(),
        String::new(),
        table.render(out.width(), out.colour()),
        tally.render(out.width(), out.colour()),
        format!(
            "{} of {} rows separate the theories. What every theory expected speaks for none; one \
             pair cannot decide between them.",
            g.separating,
            g.grid.rows.len()
        ),
    ]
    .join("\n")
}
