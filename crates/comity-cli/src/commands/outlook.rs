//! `comity outlook`.

use crate::args::OutlookArgs;
use crate::commands::{spec, write_file};
use crate::output::Output;
use crate::progress::Bar;
use comity::core::{Code, Error, Result};
use comity::ledger::Issue;
use comity::many::Many;
use comity::report::table::{Align, Table};
use comity::report::{Page, figures_data, html, summary};
use comity::{Session, Spec, Timestamp};
use std::path::{Path, PathBuf};

/// Prints the outlook of a pair and writes its page, or lists the outlooks of many pairs.
pub(super) fn run(session: &Session, args: &OutlookArgs, out: &Output) -> Result<()> {
    let spec = Spec { horizon: args.horizon, ..spec(&args.spec)? };
    match args.pair.as_slice() {
        [a, b] => pair(session, (a, b), &spec, args, out),
        [] if args.all || args.country.is_some() => many(session, &spec, args, out),
        _ => Err(Error::new(Code::BadSetting, "an outlook is about two groups")
            .expected("two names, or --all, or --country NAME")
            .hint("for example: comity outlook Hezbollah Hamas")),
    }
}

fn pair(
    session: &Session,
    (a, b): (&str, &str),
    spec: &Spec,
    args: &OutlookArgs,
    out: &Output,
) -> Result<()> {
    let bar = Bar::new(out, "fitting the theories to every earlier year");
    let mut found =
        comity::outlook::answer(session, a, b, spec, &|done, total| bar.at(done, total))?;
    drop(bar);
    // A ledger that fails keeps no answer back: it is reported after the answer.
    let compared = found.compare(session);
    let recorded = record(session, &found.issue, args);
    out.result(&found.page, || summary(&found.page, out.width(), out.colour()))?;
    write(&found.page, args.output.as_deref(), out)?;
    compared.and(recorded)
}

/// Puts forecasts on record, before they are shown.
fn record(session: &Session, issue: &Issue, args: &OutlookArgs) -> Result<()> {
    if args.no_record {
        return Ok(());
    }
    // Whole seconds: the rest would only be noise.
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap_or(Timestamp::UNIX_EPOCH);
    comity::ledger::record(session, issue, now)
        .map(|_| ())
        .map_err(|e| e.hint("the forecasts were not recorded; --no-record does without"))
}

fn write(page: &Page, output: Option<&Path>, out: &Output) -> Result<()> {
    if output == Some(Path::new("-")) {
        return Ok(());
    }
    let path = output
        .map_or_else(|| PathBuf::from(format!("comity-{}.html", page.stem())), Path::to_path_buf);
    write_file(&path, html(page).as_bytes())?;
    let data = path.with_extension("data");
    std::fs::create_dir_all(&data)
        .map_err(|e| Error::new(Code::Io, e.to_string()).file(data.display().to_string()))?;
    for (name, bytes) in figures_data(page) {
        write_file(&data.join(name), &bytes)?;
    }
    out.note(&format!("\npage: {}\ndata: {}/", path.display(), data.display()));
    Ok(())
}

fn many(session: &Session, spec: &Spec, args: &OutlookArgs, out: &Output) -> Result<()> {
    let bar = Bar::new(out, "fitting the theories to every earlier year");
    let found = comity::many::many(session, args.country.as_deref(), spec, &|done, total| {
        bar.at(done, total)
    })?;
    drop(bar);
    let recorded = record(session, &found.issue, args);
    out.result(&found, || text(&found, args.top, out))?;
    recorded
}

fn text(found: &Many, top: usize, out: &Output) -> String {
    let mut table = Table::new([
        ("probability", Align::Right),
        ("80% interval", Align::Left),
        ("likelihood", Align::Left),
        ("tie now", Align::Left),
        ("pair", Align::Left),
    ]);
    for l in found.lines.iter().take(top) {
        let percent = |p: Option<f64>| p.map(|p| format!("{:.1}", 100.0 * p)).unwrap_or_default();
        let interval = match (l.low80, l.high80) {
            (Some(_), Some(_)) => format!("{}–{}", percent(l.low80), percent(l.high80)),
            _ => String::new(),
        };
        table.row([
            l.probability
                .map_or_else(|| "no basis".to_owned(), |_| format!("{}%", percent(l.probability))),
            interval,
            l.likelihood.clone().or_else(|| l.no_basis.clone()).unwrap_or_default(),
            match l.tie_now {
                Some(true) => "yes",
                Some(false) => "no",
                None => "not coded",
            }
            .to_owned(),
            format!("{} – {}", l.a_name, l.b_name),
        ]);
    }
    let last = found.as_of + i16::from(found.horizon);
    format!(
        "Any cooperation from {} to {last}, as of {}: {} pairs at risk, the likeliest {}\n\n{}",
        found.as_of + 1,
        found.as_of,
        comity::text::thousands(found.lines.len() as u64),
        top.min(found.lines.len()),
        table.render(out.width(), out.colour())
    )
}
