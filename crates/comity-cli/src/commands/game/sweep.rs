//! `comity game sweep`.

use super::source::chosen;
use crate::args::GameSweepArgs;
use crate::commands::write_file;
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::game::{AxisSpec, Swept, sweep};
use comity::report::table::{Align, Table};
use comity::report::{SweepRun, number, sweep_csv, sweep_html, sweep_runs, sweep_svg};
use std::path::Path;

/// Rows of a phase diagram that are printed.
const ROWS: usize = 11;

/// What a file name asks for.
#[derive(Clone, Copy)]
enum Format {
    Svg,
    Csv,
    Json,
    Html,
}

/// Sweeps and prints runs of equal class, or writes the figure or its data.
pub(super) fn run(args: &GameSweepArgs, out: &Output) -> Result<()> {
    let format = args.output.as_deref().map(format_of).transpose()?;
    let axes: Vec<AxisSpec> = args.axis.iter().map(|a| AxisSpec::new(a)).collect::<Result<_>>()?;
    let (source, settings) = chosen(&args.chosen)?;
    let bar = Bar::new(out, "solving every cell");
    let swept = sweep(&source, &settings, &axes, &|done, total| bar.at(done, total))?;
    drop(bar);
    if let (Some(path), Some(format)) = (&args.output, format) {
        write(path, format, &swept)?;
        out.note(&format!("wrote {}", path.display()));
    }
    let hash = swept.manifest.hash()?;
    out.result(&swept, || text(&swept, &hash, out))
}

fn format_of(path: &Path) -> Result<Format> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "svg" => Ok(Format::Svg),
        "csv" => Ok(Format::Csv),
        "json" => Ok(Format::Json),
        "html" => Ok(Format::Html),
        _ => Err(Error::new(Code::BadSetting, "comity cannot write this kind of file")
            .value(path.display().to_string())
            .expected("a file name that ends in .svg, .csv, .json or .html")),
    }
}

fn write(path: &Path, format: Format, swept: &Swept) -> Result<()> {
    let data = || write_file(&path.with_extension("csv"), &sweep_csv(&swept.figure));
    match format {
        Format::Svg => {
            write_file(path, format!("{}\n", sweep_svg(&swept.figure)).as_bytes())?;
            data()?;
            manifest(path, swept)
        }
        Format::Csv => data().and_then(|()| manifest(path, swept)),
        Format::Json => {
            let json = serde_json::to_vec_pretty(swept)
                .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
            write_file(path, &json)
        }
        Format::Html => {
            let file = path.with_extension("csv");
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let hash = swept.manifest.hash()?;
            let page = sweep_html(&swept.figure, &name, &swept.manifest.command, &hash);
            write_file(path, page.as_bytes())?;
            data()?;
            manifest(path, swept)
        }
    }
}

fn manifest(path: &Path, swept: &Swept) -> Result<()> {
    let json = serde_json::to_vec_pretty(&swept.manifest)
        .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    write_file(&path.with_extension("manifest.json"), &json)
}

fn text(s: &Swept, hash: &str, out: &Output) -> String {
    let mut lines = vec![s.title.clone(), String::new()];
    lines.extend(s.axes.iter().zip(["across", "down"]).map(|(a, way)| {
        let ends = [a.values.first(), a.values.last()].map(|v| number(v.copied().unwrap_or(0.0)));
        format!("{way}: {}, {} to {} in {} cells", a.label, ends[0], ends[1], a.values.len())
    }));
    let fixed = s.figure.caption.first().cloned().unwrap_or_default();
    lines.extend([fixed, String::new()]);
    let runs = sweep_runs(&s.figure);
    lines.push(match s.axes.get(1) {
        None => along(s, &runs, out),
        Some(_) => grid(s, &runs, out),
    });
    let hash: String = hash.chars().take(12).collect();
    lines.push(format!("{}; manifest {hash}", s.manifest.command));
    lines.join("\n")
}

fn class(s: &Swept, run: &SweepRun) -> String {
    s.classes.get(run.class as usize).cloned().unwrap_or_default()
}

/// One line a run of equal class.
fn along(s: &Swept, runs: &[SweepRun], out: &Output) -> String {
    let name = s.axes.first().map_or("", |a| a.name.as_str());
    let mut table = Table::new([
        (format!("{name} from"), Align::Right),
        ("to".to_owned(), Align::Right),
        ("cells".to_owned(), Align::Right),
        ("solution".to_owned(), Align::Left),
    ]);
    for r in runs {
        table.row([number(r.from), number(r.to), r.cells.to_string(), class(s, r)]);
    }
    table.render(out.width(), out.colour())
}

/// One line for each of some values of the second axis.
fn grid(s: &Swept, runs: &[SweepRun], out: &Output) -> String {
    let [x, y] = [0, 1].map(|i| s.axes.get(i).map_or("", |a| a.name.as_str()));
    let mut table = Table::new([
        (y.to_owned(), Align::Right),
        (format!("solution, up to which {x}"), Align::Left),
    ]);
    let last = s.rows.len().saturating_sub(1);
    let mut told: Vec<usize> = (0..ROWS).map(|i| i * last / (ROWS - 1)).collect();
    told.dedup();
    for row in told {
        let words: Vec<String> = runs
            .iter()
            .filter(|r| r.row == row)
            .map(|r| match r.exact {
                true => format!("{} to {}", class(s, r), number(r.to)),
                false => class(s, r),
            })
            .collect();
        let value = s.axes.get(1).and_then(|a| a.values.get(row)).copied().unwrap_or(0.0);
        table.row([number(value), words.join("; ")]);
    }
    table.render(out.width(), out.colour())
}
