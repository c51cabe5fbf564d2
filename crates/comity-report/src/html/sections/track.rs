//! Section 8: the track record; also the body of an evaluation page.

use super::theories::verdict;
use crate::data::{self, Dataset};
use crate::format::{count, percent, ranged, score};
use crate::html::parts::{data_files, figure, name, scroll, section as part};
use crate::page::{Page, Ranged, ScoreRow, TrackRecord, Verdict};
use crate::svg::calibration;
use crate::words;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = if page.track.is_empty() {
        html! { p.quiet { "No forecast of this kind has been scored yet." } }
    } else {
        let (scores, plots) = (data::scores(&page.track), data::calibration(&page.track));
        records(&page.track, &scores, &plots, &page.stem())
    };
    part("track", 8, "Track record", &body)
}

/// Scores and reliability of every outcome.
pub(in crate::html) fn records(
    all: &[TrackRecord],
    scores: &Dataset,
    plots: &Dataset,
    stem: &str,
) -> Markup {
    html! {
        @for t in all {
            h3 { (words::domain(t.domain)) }
            p {
                "Forecast year by year from " (t.first_origin) " to " (t.last_origin)
                ", each from earlier data only: " b { (count(t.forecasts)) } " dyad-years, "
                b { (count(t.events)) } " with cooperation" (share(t)) ". " (sentence(t))
            }
            (scroll(&format!("Scores: {}", words::domain(t.domain)), &table(t)))
        }
        (data_files(scores, stem))
        @if all.iter().any(|t| !t.calibration.is_empty()) { (plotted(all, plots, stem)) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share shown with two digits")]
fn share(t: &TrackRecord) -> String {
    if t.forecasts == 0 {
        return String::new();
    }
    format!(" ({})", percent(t.events as f64 / t.forecasts as f64))
}

/// Says which models beat persistence.
pub(crate) fn sentence(t: &TrackRecord) -> String {
    let titles = |v: Verdict| -> Vec<&str> {
        t.scores
            .iter()
            .filter(|s| !s.baseline && s.verdict == Some(v))
            .map(|s| s.title.as_str())
            .collect()
    };
    let (yes, rest) =
        (titles(Verdict::Yes), titles(Verdict::No).len() + titles(Verdict::CannotTell).len());
    match (yes.len(), rest) {
        (0, 0) => String::new(),
        (0, _) => "No theory is shown to beat persistence.".to_owned(),
        (_, 0) => "Every theory beats persistence.".to_owned(),
        _ => format!("Shown to beat persistence: {}.", crate::text::clean(&yes.join(", "))),
    }
}

fn table(t: &TrackRecord) -> Markup {
    html! {
        table.scores {
            caption { span { "Scores of every model, 95% intervals by dyad block bootstrap" } }
            thead { tr {
                th scope="col" { "Model" }
                th scope="col" { "Beats persistence?" }
                th.num scope="col" { "Brier\u{a0}↓" }
                th.num scope="col" { "Log\u{a0}loss\u{a0}↓" }
                th.num scope="col" { "Avg. precision\u{a0}↑" }
                th.num scope="col" { "ROC area\u{a0}↑" }
                th.num scope="col" { "Brier − persistence" }
                th.num scope="col" { "Log loss − persistence" }
            } }
            tbody { @for s in &t.scores { (row(s)) } }
        }
    }
}

fn row(s: &ScoreRow) -> Markup {
    let cell = |r: Option<Ranged>, digits: usize, sign: bool| {
        let value = r.map_or_else(
            || "–".to_owned(),
            |r| {
                if sign {
                    crate::format::signed(r.value, digits)
                } else {
                    score(Some(r.value), digits)
                }
            },
        );
        html! { td.num { (value) small { (ranged(r, digits, sign)) } } }
    };
    html! {
        tr {
            th scope="row" { (name(&s.title)) @if s.baseline { small { "baseline" } } }
            td { (verdict(s.verdict)) }
            (cell(s.brier, 4, false)) (cell(s.log_score, 4, false))
            (cell(s.average_precision, 3, false)) (cell(s.roc_auc, 3, false))
            (cell(s.brier_difference, 4, true)) (cell(s.log_difference, 4, true))
        }
    }
}

fn plotted(all: &[TrackRecord], plots: &Dataset, stem: &str) -> Markup {
    let plot = html! {
        div.squares {
            @for (i, t) in all.iter().enumerate() {
                @for (j, c) in t.calibration.iter().enumerate() {
                    div {
                        p.level { (name(&c.model)) small { " " (words::domain(t.domain).to_lowercase()) } }
                        (calibration(&format!("calibration-{i}-{j}"), c))
                    }
                }
            }
        }
    };
    let caption = html! {
        "Reliability: of the forecasts near a given probability, how often was the answer yes? "
        "On the diagonal a forecast means what it says. Grey bars: where a calibrated model would fall 95% of the time. "
        "Hollow dots lie outside. Larger dots hold more forecasts."
    };
    figure("fig-calibration", &caption, &plot, plots, stem)
}
