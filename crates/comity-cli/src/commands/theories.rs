//! `comity theories`.

use crate::args::TheoriesArgs;
use crate::commands::{make_folder, spec, theory_files, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Manifest, Result};
use comity::fits::{Fits, FittedTheory, Wanted};
use comity::papers;
use comity::report::page::RegressionTable;
use comity::report::table::{Align, Table};
use comity::report::{
    figures_html, regression_csv, regression_html, regression_latex, regression_text,
    theory_figures,
};
use comity::theories::{Estimator, FitStatus, Role, Sign, Variance};
use comity::{Session, Spec};
use std::path::Path;

/// Prints every theory with its fit, or writes the table or the figures.
pub(super) fn run(session: &Session, args: &TheoriesArgs, out: &Output) -> Result<()> {
    let (spec, with) = (spec(&args.spec)?, theory_files(&args.with)?);
    let wanted = Wanted {
        only: args.theory.as_deref(),
        outcome: &args.outcome,
        with: &with,
        ensemble_only: false,
    };
    if let Some(folder) = &args.figures {
        return figures(session, &wanted, folder, &spec, out);
    }
    let format = args.output.as_deref().map(Format::of).transpose()?;
    let fits = comity::fits::fits(session, &wanted, &spec)?;
    if !args.table {
        return out.result(&fits, || text(&fits, args.theory.is_some(), out));
    }
    let table = papers::regression_table(&fits, &wanted, args.stars, &spec)?;
    let (Some(path), Some(format)) = (&args.output, format) else {
        return out.result(&table, || regression_text(&table));
    };
    write_file(path, &format.bytes(&table))?;
    write_file(&path.with_extension("manifest.json"), &json(&table.caption.manifest)?)?;
    if out.json() {
        return out.result(&table, String::new);
    }
    out.note(&format!("wrote {} with its manifest", path.display()));
    Ok(())
}

/// A format of regression tables.
#[derive(Clone, Copy, Debug)]
enum Format {
    Text,
    Html,
    Latex,
    Csv,
}

impl Format {
    fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "txt" => Ok(Format::Text),
            "html" => Ok(Format::Html),
            "tex" => Ok(Format::Latex),
            "csv" => Ok(Format::Csv),
            _ => Err(Error::new(Code::BadSetting, "tables are not written in this format")
                .value(path.display().to_string())
                .expected("a file name ending in .txt, .html, .tex or .csv")),
        }
    }

    fn bytes(self, table: &RegressionTable) -> Vec<u8> {
        match self {
            Format::Text => regression_text(table).into_bytes(),
            Format::Html => regression_html(table).into_bytes(),
            Format::Latex => regression_latex(table).into_bytes(),
            Format::Csv => regression_csv(table),
        }
    }
}

fn figures(
    session: &Session,
    wanted: &Wanted<'_>,
    folder: &Path,
    spec: &Spec,
    out: &Output,
) -> Result<()> {
    let bar = Bar::new(out, "forecasting every year from the years before it");
    let found =
        comity::figures::theory_figures(session, wanted, spec, &|done, total| bar.at(done, total))?;
    drop(bar);
    make_folder(folder)?;
    for figure in theory_figures(&found) {
        for (name, bytes) in figure.files() {
            write_file(&folder.join(name), &bytes)?;
        }
    }
    let tables =
        [("table.txt", Format::Text), ("table.tex", Format::Latex), ("table.csv", Format::Csv)];
    for (name, format) in tables {
        write_file(&folder.join(name), &format.bytes(&found.table))?;
    }
    write_file(&folder.join("manifest.json"), &json(&found.table.caption.manifest)?)?;
    write_file(&folder.join("index.html"), figures_html(&found).as_bytes())?;
    if out.json() {
        return out.result(&found, String::new);
    }
    out.note(&format!("wrote {} with the figures and tables", folder.join("index.html").display()));
    Ok(())
}

fn json(manifest: &Manifest) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(manifest)
        .map_err(|e| Error::new(Code::Internal, e.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn text(fits: &Fits, whole: bool, out: &Output) -> String {
    let mut lines = vec![format!("Outcome: {}", fits.outcome), String::new()];
    for t in &fits.theories {
        lines.extend(one(t, whole, out));
    }
    lines.join("\n")
}

fn one(t: &FittedTheory, whole: bool, out: &Output) -> Vec<String> {
    let standing = match t.theory.role {
        Role::Ensemble => "",
        Role::Comparison => ", beside the ensemble",
        Role::User => ", your own",
    };
    let mut lines = vec![format!("{} ({}{standing})", t.theory.title, t.theory.id)];
    if let (true, Some(page)) = (whole, &t.page) {
        lines.push(page.trim().to_owned());
        lines.push(String::new());
    }
    let state = match &t.status {
        FitStatus::Converged => String::new(),
        FitStatus::Separated { columns } => {
            format!("; separated by {}: Firth's penalised estimates", columns.join(", "))
        }
        FitStatus::NotConverged => "; did not converge: no model".to_owned(),
        FitStatus::NoSample { reason } => format!("; no model: {reason}"),
    };
    let loglik = t.loglik.map(|l| format!(", log-likelihood {l:.2}")).unwrap_or_default();
    let estimator = match t.theory.choices.estimator.unwrap_or_default() {
        Estimator::Logit => String::new(),
        other => format!("; {}", other.title()),
    };
    lines.push(format!(
        "  {} dyad-years, {} with cooperation{loglik}{estimator}{state}",
        comity::text::thousands(t.n as u64),
        comity::text::thousands(t.events as u64)
    ));
    let dyadic = t.theory.choices.variance.unwrap_or_default() == Variance::Dyadic;
    let se = if dyadic { "dyadic SE" } else { "SE" };
    let mut table = Table::new([
        ("term", Align::Left),
        ("coefficient", Align::Right),
        (se, Align::Right),
        ("95% interval", Align::Right),
        ("predicted", Align::Left),
        ("met", Align::Left),
    ]);
    for e in t.estimates.iter().filter(|e| e.is_term) {
        table.row([
            e.label.clone(),
            format!("{:+.3}", e.coef),
            format!("{:.3}", e.se),
            format!("{:+.3} to {:+.3}", e.low, e.high),
            match e.predicted {
                Sign::Positive => "+",
                Sign::Negative => "−",
                Sign::None => "",
            }
            .to_owned(),
            match (e.sign_met, e.low > 0.0 || e.high < 0.0) {
                (None, _) => "",
                (Some(true), true) => "yes",
                (Some(false), true) => "no, opposite",
                (Some(_), false) => "cannot tell",
            }
            .to_owned(),
        ]);
    }
    if !table.is_empty() {
        lines.push(table.render(out.width(), out.colour()));
    }
    lines.extend(t.variance_note.iter().map(|n| format!("  {n}")));
    if !t.unavailable.is_empty() {
        lines.push(format!("  unavailable with the data at hand: {}", t.unavailable.join(", ")));
    }
    lines.extend(t.dropped.iter().map(|d| format!("  left out: {} ({})", d.variable, d.reason)));
    lines.push(String::new());
    lines
}
