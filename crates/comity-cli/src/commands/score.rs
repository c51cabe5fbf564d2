//! `comity score`.

use crate::args::ScoreArgs;
use crate::commands::{make_folder, spec, theory_files, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::Result;
use comity::report::page::Ranged;
use comity::report::table::{Align, Table};
use comity::report::{score_data, score_html};
use comity::scores::Scores;
use comity::{Session, Spec};

/// Prints the rolling-origin scores and whether any theory beats persistence.
pub(super) fn run(session: &Session, args: &ScoreArgs, out: &Output) -> Result<()> {
    let spec = Spec { first_forecast: args.first, ..spec(&args.spec)? };
    let with = theory_files(&args.with)?;
    let bar = Bar::new(out, "forecasting every year from the years before it");
    let scores = comity::scores::scores(session, &args.outcome, &with, &spec, &|done, total| {
        bar.at(done, total)
    })?;
    drop(bar);
    out.result(&scores, || text(&scores, out))?;
    if let Some(path) = &args.output {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        write_file(path, score_html(&scores.page, &stem).as_bytes())?;
        let data = path.with_extension("data");
        make_folder(&data)?;
        for (name, bytes) in score_data(&scores.page, &stem) {
            write_file(&data.join(name), &bytes)?;
        }
        out.note(&format!("page: {}", path.display()));
    }
    Ok(())
}

fn ranged(r: Option<&Ranged>, digits: usize) -> String {
    r.map(|r| format!("{:.digits$} [{:.digits$}, {:.digits$}]", r.value, r.low, r.high))
        .unwrap_or_default()
}

fn text(s: &Scores, out: &Output) -> String {
    let mut lines = vec![s.page.title.clone(), String::new(), s.page.method.clone()];
    for record in &s.page.records {
        lines.push(format!(
            "{}: {} forecasts, {} with cooperation, {}",
            s.outcome,
            comity::text::thousands(record.forecasts),
            comity::text::thousands(record.events),
            comity::text::span(Some(record.first_origin), Some(record.last_origin)),
        ));
        lines.push(String::new());
        let mut table = Table::new([
            ("model", Align::Left),
            ("Brier", Align::Right),
            ("log score", Align::Right),
            ("AUPR", Align::Right),
            ("ROC", Align::Right),
        ]);
        let mut against = Table::new([
            ("model − persistence", Align::Left),
            ("Brier", Align::Right),
            ("log score", Align::Right),
            ("beats it?", Align::Left),
        ]);
        for m in &record.scores {
            table.row([
                m.title.clone(),
                ranged(m.brier.as_ref(), 5),
                ranged(m.log_score.as_ref(), 4),
                ranged(m.average_precision.as_ref(), 3),
                ranged(m.roc_auc.as_ref(), 3),
            ]);
            if let Some(verdict) = m.verdict {
                let word = serde_json::to_value(verdict).ok();
                let word = word.as_ref().and_then(|v| v.as_str()).unwrap_or("").replace('-', " ");
                against.row([
                    m.title.clone(),
                    ranged(m.brier_difference.as_ref(), 5),
                    ranged(m.log_difference.as_ref(), 4),
                    word,
                ]);
            }
        }
        lines.push(table.render(out.width(), out.colour()));
        lines.push(against.render(out.width(), out.colour()));
    }
    let mut parts = Table::new([
        ("Brier score in parts", Align::Left),
        ("score", Align::Right),
        ("reliability", Align::Right),
        ("resolution", Align::Right),
        ("uncertainty", Align::Right),
    ]);
    for p in &s.brier_parts {
        parts.row([
            p.id.clone(),
            format!("{:.5}", p.score),
            format!("{:.5}", p.reliability),
            format!("{:.5}", p.resolution),
            format!("{:.5}", p.uncertainty),
        ]);
    }
    lines.push(parts.render(out.width(), out.colour()));
    lines.extend(s.verdicts.iter().map(|v| format!("{v}.")));
    for (year, why) in &s.skipped {
        lines.push(format!("{year} was not forecast: {why}."));
    }
    lines.join("\n")
}
