//! `comity curve`.

use crate::args::CurveArgs;
use crate::commands::{date, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::curve::{Curve, Curves, Settings, TableFormat, curves, page, table};
use comity::report::table::{Align, Table};
use comity::report::{curve_data, curve_html, signed};
use comity::text::thousands;
use comity::{Session, Spec};
use std::path::Path;

/// What a file name asks for.
#[derive(Clone, Copy)]
enum Wanted {
    Table(TableFormat),
    Page,
}

/// Fits the curves, prints what they show, writes every fit to a file.
pub(super) fn run(session: &Session, args: &CurveArgs, out: &Output) -> Result<()> {
    let wanted = args.output.as_deref().map(wanted).transpose()?;
    let spec = Spec {
        as_of: args.as_of,
        released_by: args.released_by.as_deref().map(date).transpose()?,
        seed: args.seed,
        ..Spec::default()
    };
    let settings = Settings {
        terms: args.term.clone(),
        designs: args.designs,
        permutations: args.permutations,
        tested: args.tested,
    };
    let bar = Bar::new(out, "fitting every specification");
    let found = curves(session, &settings, &spec, &|done, total| bar.at(done, total))?;
    drop(bar);
    if let (Some(path), Some(wanted)) = (&args.output, wanted) {
        write(path, wanted, &found, command(&settings, &found))?;
        out.note(&format!("wrote {}", path.display()));
    }
    out.result(&found, || text(&found, out))
}

/// The command that repeats a run.
fn command(settings: &Settings, found: &Curves) -> String {
    let terms: String =
        found.curves.iter().map(|c| format!(" --term {}", c.summary.term)).collect();
    let as_of = found.manifest.as_of.event.map(|y| format!(" --as-of {y}")).unwrap_or_default();
    format!(
        "comity curve{terms} --designs {} --permutations {} --tested {}{as_of} --seed {}",
        settings.designs, settings.permutations, settings.tested, found.manifest.seed
    )
}

fn wanted(path: &Path) -> Result<Wanted> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "csv" => Ok(Wanted::Table(TableFormat::Csv)),
        "parquet" => Ok(Wanted::Table(TableFormat::Parquet)),
        "html" => Ok(Wanted::Page),
        _ => Err(Error::new(Code::BadSetting, "comity cannot write this kind of file")
            .value(path.display().to_string())
            .expected("a file name that ends in .parquet, .csv or .html")),
    }
}

fn write(path: &Path, wanted: Wanted, found: &Curves, command: String) -> Result<()> {
    match wanted {
        Wanted::Table(format) => {
            write_file(path, &table(&found.rows, format)?)?;
            let manifest = serde_json::to_vec_pretty(&found.manifest)
                .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
            write_file(&path.with_extension("manifest.json"), &manifest)
        }
        Wanted::Page => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let page = page(found, command)?;
            write_file(path, curve_html(&page, &stem).as_bytes())?;
            let data = path.with_extension("data");
            std::fs::create_dir_all(&data).map_err(|e| {
                Error::new(Code::Io, e.to_string()).file(data.display().to_string())
            })?;
            for (name, bytes) in curve_data(&page, &stem) {
                write_file(&data.join(name), &bytes)?;
            }
            write_file(
                &data.join(format!("{stem}.fits.csv")),
                &table(&found.rows, TableFormat::Csv)?,
            )
        }
    }
}

fn text(c: &Curves, out: &Output) -> String {
    let mut lines = vec![format!(
        "{} specifications: {} designs of {} possible for each term, {} estimators",
        thousands(c.specifications as u64),
        thousands(c.designs as u64),
        thousands(c.designs_possible),
        c.estimators,
    )];
    if c.resumed > 0 {
        lines.push(format!("{} of them kept from earlier runs", thousands(c.resumed as u64)));
    }
    for curve in &c.curves {
        lines.push(String::new());
        lines.extend(one(curve, out));
    }
    lines.extend(c.notes());
    lines.join("\n")
}

fn number(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), |x| signed(x, 2))
}

fn percent(x: f64) -> String {
    format!("{:.0}%", 100.0 * x)
}

fn one(curve: &Curve, out: &Output) -> Vec<String> {
    let s = &curve.summary;
    let mut lines = vec![format!("{} ({})", curve.label, s.term), format!("  {}", curve.sentence)];
    let ends: Vec<String> = s
        .statuses
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(status, n)| format!("{} {}", thousands(*n as u64), status.as_str()))
        .collect();
    lines.push(format!("  fits: {}", ends.join(", ")));
    if s.without_interval > 0 {
        lines.push(format!(
            "  {} estimates have no interval: their dyadic-robust variance is negative",
            thousands(s.without_interval as u64)
        ));
    }
    if let Some(joint) = &curve.joint {
        let mut table = Table::new([
            ("joint test", Align::Left),
            ("observed", Align::Right),
            ("median if permuted", Align::Right),
            ("p, as predicted", Align::Right),
            ("p, opposite", Align::Right),
        ]);
        for t in &joint.statistics {
            table.row([
                t.name.clone(),
                format!("{:+.3}", t.observed),
                format!("{:+.3}", t.under_permutation),
                format!("{:.3} (±{:.3})", t.p, t.p_error),
                t.p_against.map(|p| format!("{p:.3}")).unwrap_or_default(),
            ]);
        }
        lines.push(table.render(out.width(), out.colour()));
        lines.push(format!(
            "  {} permutations of whole dyads, {} designs by logit ({} could not be tested); {} of \
             the dyads with cooperation can change places",
            thousands(joint.permutations as u64),
            joint.designs,
            joint.without,
            percent(joint.movable),
        ));
        lines.push(String::new());
    }
    lines.push(by_choice(curve, out));
    lines
}

/// One row a value of each choice, under a row that names the choice.
fn by_choice(curve: &Curve, out: &Output) -> String {
    let mut table = Table::new([
        ("choice (moves)", Align::Left),
        ("fits", Align::Right),
        ("median", Align::Right),
        ("5%…95%", Align::Right),
        ("positive", Align::Right),
        ("above 0", Align::Right),
        ("below 0", Align::Right),
    ]);
    for choice in &curve.summary.choices {
        let moves = choice.moves.map(|m| format!(" ({m:.2})")).unwrap_or_default();
        let mut heading = [const { String::new() }; 7];
        heading[0] = format!("{}{moves}", choice.choice);
        table.row(heading);
        for v in &choice.values {
            let s = &v.spread;
            table.row([
                format!("· {}", v.value),
                thousands(s.estimates as u64),
                number(s.median),
                format!("{}…{}", number(s.low), number(s.high)),
                percent(s.positive),
                percent(s.above),
                percent(s.below),
            ]);
        }
    }
    table.render(out.width(), out.colour())
}
