//! Section 5: scenarios.

use crate::data;
use crate::format::{percent, plain, points};
use crate::html::parts::{figure, name, section as part};
use crate::page::{Effect, Page, Scenario, ScenarioResult};
use crate::svg::{Axis, difference_row};
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = if page.scenarios.is_empty() {
        html! { p.quiet { "No scenario was computed." } }
    } else {
        drawn(page)
    };
    part("scenarios", 5, "Scenarios", &body)
}

fn drawn(page: &Page) -> Markup {
    let effects = || {
        page.scenarios.iter().filter_map(|s| match &s.result {
            ScenarioResult::Effect(e) => Some(e),
            ScenarioResult::NotApplicable { .. } => None,
        })
    };
    let max = effects()
        .flat_map(|e| [e.difference.low, e.difference.high, e.difference.value])
        .map(|x| x.abs() * 100.0)
        .filter(|x| x.is_finite())
        .fold(0.0, f64::max);
    let axis = Axis::symmetric(max);
    let plot = html! {
        ul.rows {
            @for (i, s) in page.scenarios.iter().enumerate() {
                @match &s.result {
                    ScenarioResult::Effect(e) => (row(&axis, i, s, e)),
                    ScenarioResult::NotApplicable { reason } => {
                        li.absent {
                            div.what { (name(&s.title)) }
                            div.why { span.badge { "does not apply" } " " (name(reason)) }
                        }
                    }
                }
            }
            @if effects().next().is_some() {
                li.axis { span {} (axis.labels("scenario-axis", "percentage points")) span {} }
            }
        }
    };
    let caption = html! {
        "Difference from the unchanged path, in percentage points, with 95% interval. "
        "A hollow dot leaves the data: the model extrapolates. "
        "Scenarios describe conditions; none recommends an action."
    };
    figure("fig-scenarios", &caption, &plot, &data::scenarios(page), &page.stem())
}

fn row(axis: &Axis, i: usize, s: &Scenario, e: &Effect) -> Markup {
    let mut d = e.difference;
    for x in [&mut d.value, &mut d.low, &mut d.high] {
        *x *= 100.0;
    }
    html! {
        li {
            div.what { (name(&s.title)) small { (changes(s)) } }
            (difference_row(axis, &format!("scenario-{i}"), &s.title, &d, e.extrapolation.is_some()))
            div.value { b { (points(e.difference.value)) } small { "to " (percent(e.probability)) } }
            @if let Some(x) = &e.extrapolation {
                div.note { span.badge { "outside the data" } " " (name(x)) }
            }
        }
    }
}

fn changes(s: &Scenario) -> Markup {
    html! {
        @for (i, c) in s.changes.iter().enumerate() {
            @if i > 0 { "; " }
            (c.year) ": " (name(&c.label)) " "
            @if let Some(f) = c.from { (plain(f)) "\u{a0}→\u{a0}" } @else { "→\u{a0}" }
            (plain(c.to))
        }
    }
}
