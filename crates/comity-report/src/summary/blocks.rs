//! The blocks of the terminal summary, in the order of the page.

use super::paint::{Sheet, bar, gauge};
use crate::format::{odds, percent, percent_range, signed, value, weight};
use crate::page::{
    Answer, DomainAnswer, EvidenceRow, ForecastView, Lane, LaneKind, MarkState, Page,
    ScenarioResult,
};
use crate::table::{Align, Table};
use crate::text;
use crate::words;
use comity_core::words::likelihood;

/// Longest lists shown; the rest is on the page.
const FACTORS: usize = 5;
const SCENARIOS: usize = 4;
const CLAIMS: usize = 2;
const MISSING: usize = 2;

/// A heading that says when a list is not whole: `Why (5 of 8)`.
fn listed(word: &str, shown: usize, all: usize) -> String {
    if all > shown { format!("{word} ({shown} of {all})") } else { word.to_owned() }
}

/// Pair, window, question.
pub(super) fn question(sheet: &mut Sheet, page: &Page) {
    let q = &page.question;
    let half = sheet.width.saturating_sub(5) / 2;
    let title = format!("{} and {}", text::cut(&q.a.name, half), text::cut(&q.b.name, half));
    sheet.title(&title);
    sheet.paragraph(&format!("Outlook {}, as of {}. {}", q.window(), q.as_of, q.text), 3);
    sheet.paragraph(&format!("Resolved by {}.", q.resolution_source.trim_end_matches('.')), 1);
}

/// Probability, interval, word and base rate per domain.
pub(super) fn answers(sheet: &mut Sheet, page: &Page) {
    sheet.heading("Answer");
    let cells = if sheet.width >= 76 { 12 } else { 6 };
    let mut table = Table::new([
        ("", Align::Left),
        ("", Align::Left),
        ("prob.", Align::Right),
        ("80% interval", Align::Left),
        ("likelihood", Align::Left),
        ("base rate", Align::Right),
    ])
    .unruled();
    let mut reasons = Vec::new();
    for a in &page.answers {
        match &a.answer {
            Answer::Forecast(f) => table.row([
                short(a),
                gauge(f.probability, f.interval80.low, f.interval80.high, 1.0, cells),
                percent(f.probability),
                percent_range(f.interval80.low, f.interval80.high),
                likelihood(f.probability).to_owned(),
                percent(f.base_rate),
            ]),
            Answer::NoBasis { reason } => {
                reasons.push(format!("{}: no basis. {reason}", a.label()));
                table.row([short(a).as_str(), "", "–", "no basis", "", ""])
            }
            Answer::NotCoded { reason } => {
                reasons.push(format!("{}: not coded. {reason}", a.label()));
                table.row([short(a).as_str(), "", "–", "not coded", "", ""])
            }
        };
    }
    let lines = table.render(sheet.width, sheet.colour);
    sheet.block(&lines);
    for r in reasons {
        sheet.paragraph(&r, 2);
    }
    for a in &page.answers {
        if let (None, Answer::Forecast(f)) = (a.domain, &a.answer) {
            sheet.paragraph(&format!("Base rate among {}.", f.reference_class), 2);
        }
    }
    for a in &page.answers {
        if let Answer::Forecast(ForecastView { previous: Some(p), probability, .. }) = &a.answer {
            let change = p.change_to(*probability);
            sheet.paragraph(&format!("{}: change since the last run: {change}.", short(a)), 2);
        }
    }
}

fn short(a: &DomainAnswer) -> String {
    a.domain.map_or("Any", |d| words::domain(Some(d))).to_owned()
}

/// The largest contributions.
pub(super) fn why(sheet: &mut Sheet, page: &Page) {
    let Some(w) = page.why.as_ref().filter(|w| !w.contributions.is_empty()) else { return };
    sheet.heading(&listed("Why", FACTORS, w.contributions.len()));
    let mut all: Vec<_> = w.contributions.iter().collect();
    all.sort_by(|x, y| {
        y.log_odds.abs().total_cmp(&x.log_odds.abs()).then_with(|| x.variable.cmp(&y.variable))
    });
    let max = all.iter().map(|c| c.log_odds.abs()).filter(|x| x.is_finite()).fold(0.0, f64::max);
    let mut table = Table::new([
        ("factor", Align::Left),
        ("level", Align::Left),
        ("value", Align::Left),
        ("log-odds", Align::Right),
        ("−   +", Align::Left),
        ("odds", Align::Right),
    ])
    .elastic(0)
    .unruled();
    for c in all.iter().take(FACTORS) {
        table.row([
            c.label.clone(),
            words::level(c.level).to_lowercase(),
            value(c.value, &c.unit),
            signed(c.log_odds, 2),
            bar(c.log_odds, max, 3).replace(' ', "\u{a0}"),
            odds(c.log_odds),
        ]);
    }
    let lines = table.render(sheet.width, sheet.colour).replace('\u{a0}', " ");
    sheet.block(&lines);
}

/// Theories beside each other, and whether any beats persistence.
pub(super) fn theories(sheet: &mut Sheet, page: &Page) {
    if page.theories.rows.is_empty() {
        return;
    }
    sheet.heading("Rival theories");
    let mut table = Table::new([
        ("theory", Align::Left),
        ("weight", Align::Right),
        ("prob.", Align::Right),
        ("log loss", Align::Right),
        ("beats persistence?", Align::Left),
    ])
    .elastic(0)
    .unruled();
    for r in &page.theories.rows {
        table.row([
            r.title.clone(),
            r.weight.map_or_else(|| "–".to_owned(), weight),
            r.probability.map_or_else(|| "–".to_owned(), percent),
            crate::format::score(r.log_score, 4),
            r.verdict
                .map_or_else(|| "(the bar)".to_owned(), |v| words::verdict(Some(v)).to_owned()),
        ]);
    }
    let lines = table.render(sheet.width, sheet.colour);
    sheet.block(&lines);
    if let Some(s) = &page.theories.external_vs_internal {
        sheet.paragraph(s, 2);
    }
}

/// Scenarios with difference and interval.
pub(super) fn scenarios(sheet: &mut Sheet, page: &Page) {
    if page.scenarios.is_empty() {
        return;
    }
    sheet.heading(&listed("Scenarios", SCENARIOS, page.scenarios.len()));
    let mut table = Table::new([
        ("condition", Align::Left),
        ("change", Align::Right),
        ("95% interval, points", Align::Left),
        ("", Align::Left),
    ])
    .elastic(0)
    .unruled();
    for s in page.scenarios.iter().take(SCENARIOS) {
        let title = s.title.clone();
        match &s.result {
            ScenarioResult::Effect(e) => table.row([
                title,
                signed(e.difference.value * 100.0, 1),
                format!(
                    "{} to {}",
                    signed(e.difference.low * 100.0, 1),
                    signed(e.difference.high * 100.0, 1)
                ),
                e.extrapolation.as_ref().map_or_else(String::new, |_| "outside data".to_owned()),
            ]),
            ScenarioResult::NotApplicable { .. } => {
                table.row([title, "–".to_owned(), "does not apply".to_owned()])
            }
        };
    }
    let lines = table.render(sheet.width, sheet.colour);
    sheet.block(&lines);
}

/// Years coded and the latest claims.
pub(super) fn record(sheet: &mut Sheet, page: &Page) {
    sheet.heading(&listed("Record", CLAIMS, page.evidence.rows.len()));
    if page.evidence.rows.is_empty() {
        sheet.paragraph("No claim about this pair is in the evidence.", 1);
    }
    let lanes = page.timeline.iter().flat_map(|t| &t.lanes);
    let coded: Vec<String> = lanes
        .filter_map(|l| match l.kind {
            LaneKind::Any => Some(("any", l)),
            LaneKind::Domain(d) => Some((d.as_str(), l)),
            LaneKind::Sponsor | LaneKind::Adversary => None,
        })
        .map(|(word, l)| (word, years(l)))
        .filter(|(_, years)| !years.is_empty())
        .map(|(word, years)| format!("{word} {years}"))
        .collect();
    if !coded.is_empty() {
        sheet.paragraph(&format!("Coded years: {}.", coded.join("; ")), 3);
    }
    for e in page.evidence.rows.iter().rev().take(CLAIMS) {
        sheet.paragraph(&claim(e), 1);
    }
}

fn claim(e: &EvidenceRow) -> String {
    format!(
        "{}  {} [{} {}, {}]",
        e.period,
        e.claim,
        e.source,
        e.version,
        words::certainty(e.certainty)
    )
}

/// Coded years of a lane as ranges: `1993, 2002, 2011–2017`.
fn years(lane: &Lane) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    let mut coded: Vec<(i32, i32)> = lane
        .marks
        .iter()
        .filter(|m| m.state == MarkState::Coded)
        .map(|m| (m.from.into(), m.to.into()))
        .collect();
    coded.sort_unstable();
    for (from, to) in coded {
        match spans.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => spans.push((from, to)),
        }
    }
    let show =
        |s: &(i32, i32)| if s.0 == s.1 { s.0.to_string() } else { format!("{}–{}", s.0, s.1) };
    spans.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// What is missing and what would change the answer.
pub(super) fn limits(sheet: &mut Sheet, page: &Page) {
    let l = &page.limits;
    if l.missing.is_empty() && l.would_change.is_empty() {
        return;
    }
    sheet.heading(&listed("Limits", MISSING, l.missing.len()));
    for m in l.missing.iter().take(MISSING) {
        sheet.paragraph(&format!("Missing: {} ({})", m.what, m.why), 2);
    }
    for c in l.would_change.iter().take(1) {
        sheet.paragraph(&format!("Would change the answer: {c}"), 2);
    }
}

/// Seed, hash, boundary.
pub(super) fn footer(sheet: &mut Sheet, page: &Page) {
    let p = &page.provenance;
    let hash: String = p.manifest_hash.chars().take(12).collect();
    sheet.heading("Provenance");
    sheet.paragraph(
        &format!(
            "Not for targeting. comity {}, manifest {hash}, seed {}, {} inputs.",
            p.manifest.program,
            p.manifest.seed,
            p.manifest.inputs.len()
        ),
        2,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Mark, Target};

    #[test]
    fn coded_years_join_into_ranges() {
        let m =
            |from, to, state| Mark { from, to, state, target: Target::Both, detail: String::new() };
        let lane = Lane {
            kind: LaneKind::Any,
            label: String::new(),
            marks: vec![
                m(2012, 2013, MarkState::Coded),
                m(1993, 1993, MarkState::Coded),
                m(2011, 2011, MarkState::Coded),
                m(2014, 2014, MarkState::Possible),
            ],
        };
        assert_eq!(years(&lane), "1993, 2011–2013");
    }
}
