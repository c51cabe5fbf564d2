//! Section 2: the answer per domain.

use crate::data;
use crate::format::{percent, percent_range};
use crate::html::parts::{figure, name, section as part};
use crate::page::{Answer, DomainAnswer, ForecastView, Page};
use crate::svg::{Axis, IntervalRow, interval_row};
use comity_core::words::likelihood;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let forecasts = || {
        page.answers.iter().filter_map(|a| match &a.answer {
            Answer::Forecast(f) => Some((a, f)),
            _ => None,
        })
    };
    let max = forecasts()
        .flat_map(|(_, f)| [f.interval95.high, f.base_rate, f.probability])
        .fold(0.0, f64::max);
    let axis = Axis::probability(max);
    let any = forecasts().next().is_some();
    let plot = html! {
        ul.rows {
            @for (i, a) in page.answers.iter().enumerate() { (row(&axis, i, a)) }
            @if any { li.axis { span {} (axis.labels("answer-axis", "probability")) span {} } }
        }
    };
    let caption = html! {
        "Probability of recorded cooperation, " (page.question.window()) ". "
        @if any {
            "Dot: probability. Thick bar, and the figures under the probability: 80% interval. Thin bar: 95% interval. Diamond: base rate."
            @if axis.high() < 1.0 { " " strong { "The axis ends at " (percent(axis.high()).replace(".0%", "%")) "." } }
        } @else {
            "No domain has a probability; the reasons stand beside each."
        }
    };
    let body = html! {
        (figure("fig-answers", &caption, &plot, &data::answers(page), &page.stem()))
        @if forecasts().any(|(_, f)| f.uncertainty.is_some()) { (parts_of_uncertainty(page)) }
    };
    part("answer", 2, "Answer by domain", &body)
}

fn row(axis: &Axis, i: usize, a: &DomainAnswer) -> Markup {
    match &a.answer {
        Answer::Forecast(f) => html! {
            li {
                div.what { b { (a.label()) } small { (likelihood(f.probability)) } }
                (interval_row(axis, &IntervalRow {
                    id: &format!("answer-{i}"),
                    title: a.label(),
                    probability: f.probability,
                    inner: Some(f.interval80),
                    outer: Some(f.interval95),
                    base: Some(f.base_rate),
                }))
                div.value {
                    b { (percent(f.probability)) }
                    small { (percent_range(f.interval80.low, f.interval80.high)) }
                }
                div.note { (note(f)) }
            }
        },
        Answer::NoBasis { reason } => absent(a, "no basis", reason),
        Answer::NotCoded { reason } => absent(a, "not coded", reason),
    }
}

fn note(f: &ForecastView) -> Markup {
    html! {
        "Base rate " (percent(f.base_rate)) " (" (name(&f.reference_class)) ")."
        @if let Some(p) = &f.previous {
            " Change since the last run: " (p.change_to(f.probability)) "."
        }
    }
}

fn absent(a: &DomainAnswer, word: &str, reason: &str) -> Markup {
    html! {
        li.absent {
            div.what { b { (a.label()) } }
            div.why { span.badge { (word) } " " (name(reason)) }
        }
    }
}

fn parts_of_uncertainty(page: &Page) -> Markup {
    let table = html! {
        table {
            caption { span { "Where the uncertainty lies, in percentage points (standard deviations)" } }
            thead { tr { th scope="col" { "Domain" } th.num scope="col" { "Parameters" }
                th.num scope="col" { "Models" } th.num scope="col" { "Outcome" } } }
            tbody {
                @for a in &page.answers {
                    @if let Answer::Forecast(ForecastView { uncertainty: Some(u), .. }) = &a.answer {
                        tr {
                            th scope="row" { (a.label()) }
                            @for x in [u.parameters, u.models, u.outcome] {
                                td.num { (crate::format::score(Some(x * 100.0), 1)) }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        (crate::html::parts::scroll("Parts of uncertainty", &table))
        p.quiet {
            "Parameters: coefficients estimated from finite data. Models: disagreement between theories. "
            "Outcome: chance that remains even if the probability were known."
        }
    }
}
