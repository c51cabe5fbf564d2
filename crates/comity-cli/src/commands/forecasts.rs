//! `comity forecasts`.

use crate::args::ForecastsArgs;
use crate::output::Output;
use comity::Session;
use comity::core::{Domain, Result};
use comity::ledger::{Ledger, Listed, State, resolve};
use comity::report::table::{Align, Table};
use comity::text::{day, span, thousands};

/// Lists recorded forecasts with what became of them, and the scores so far.
pub(super) fn run(session: &Session, args: &ForecastsArgs, out: &Output) -> Result<()> {
    let pair = match args.pair.as_deref() {
        Some([a, b]) => Some(session.dyad(a, b)?),
        _ => None,
    };
    let mut ledger = resolve(session, pair)?;
    let recorded = ledger.forecasts.len();
    if args.open {
        ledger.forecasts.retain(|l| l.state == State::Open);
    }
    out.result(&ledger, || text(&ledger, recorded, args.top, out))
}

fn text(ledger: &Ledger, recorded: usize, top: usize, out: &Output) -> String {
    if recorded == 0 {
        return "No forecast is on record. `comity outlook` records what it forecasts.".to_owned();
    }
    let count = |n: usize| thousands(n as u64);
    let mut lines = vec![format!(
        "{} on record: {} resolved, {} open, {} not coded",
        if recorded == 1 {
            "1 forecast".to_owned()
        } else {
            format!("{} forecasts", count(recorded))
        },
        count(recorded - ledger.open - ledger.not_coded),
        count(ledger.open),
        count(ledger.not_coded),
    )];
    if !ledger.forecasts.is_empty() {
        lines.extend([String::new(), listing(ledger, top, out)]);
    }
    if ledger.forecasts.len() > top {
        lines.push(format!("The latest {} of {}.\n", count(top), count(ledger.forecasts.len())));
    }
    if ledger.scores.is_empty() {
        lines.push("Nothing is resolved yet, so there is no score.".to_owned());
    } else {
        lines.push(scores(ledger, out));
    }
    lines.join("\n")
}

fn listing(ledger: &Ledger, top: usize, out: &Output) -> String {
    const PAIR: usize = 7;
    let mut table = Table::new([
        ("recorded", Align::Left),
        ("as of", Align::Left),
        ("about", Align::Left),
        ("domain", Align::Left),
        ("prob.", Align::Right),
        ("outcome", Align::Left),
        ("Brier", Align::Right),
        ("pair", Align::Left),
    ])
    .elastic(PAIR);
    for l in ledger.forecasts.iter().rev().take(top) {
        table.row([
            day(l.issued_at),
            l.forecast.estimand.as_of.to_string(),
            period(l),
            domain(l.forecast.estimand.domain).to_owned(),
            format!("{:.1}%", 100.0 * l.forecast.probability),
            l.state.as_str().to_owned(),
            l.brier.map_or_else(String::new, |b| format!("{b:.4}")),
            format!("{} – {}", l.a_name, l.b_name),
        ]);
    }
    table.render(out.width(), out.colour())
}

fn scores(ledger: &Ledger, out: &Output) -> String {
    let mut table = Table::new([
        ("scores so far", Align::Left),
        ("issued", Align::Left),
        ("forecasts", Align::Right),
        ("questions", Align::Right),
        ("yes", Align::Right),
        ("Brier", Align::Right),
        ("log score", Align::Right),
    ]);
    for s in &ledger.scores {
        table.row([
            domain(s.domain).to_owned(),
            if s.hindsight { "in hindsight" } else { "beforehand" }.to_owned(),
            thousands(s.forecasts as u64),
            thousands(s.questions as u64),
            thousands(s.events as u64),
            format!("{:.5}", s.brier),
            s.log_score.map_or_else(|| "infinite".to_owned(), |l| format!("{l:.4}")),
        ]);
    }
    let mut text = table.render(out.width(), out.colour());
    if ledger.scores.iter().any(|s| s.hindsight) {
        text.push_str(
            "In hindsight: the data at hand covered the period already when it was issued.",
        );
    }
    text
}

/// The years asked about.
fn period(l: &Listed) -> String {
    let e = l.forecast.estimand;
    span(Some(e.as_of.saturating_add(1)), Some(e.as_of.saturating_add(i16::from(e.horizon))))
}

fn domain(domain: Option<Domain>) -> &'static str {
    domain.map_or("any", Domain::as_str)
}
