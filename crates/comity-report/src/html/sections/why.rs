//! Section 3: contributions by factor, grouped by level.

use crate::data;
use crate::format::{odds, percent, signed, value};
use crate::html::parts::{figure, name, section as part};
use crate::page::{Contribution, Page, Why};
use crate::svg::{Axis, signed_row};
use crate::words;
use comity_core::Level;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = match page.why.as_ref().filter(|w| !w.contributions.is_empty()) {
        None => html! { p.quiet { "There is no forecast to explain." } },
        Some(w) => explained(page, w),
    };
    part("why", 3, "Why", &body)
}

fn explained(page: &Page, w: &Why) -> Markup {
    let max = w.contributions.iter().map(|c| c.log_odds.abs()).filter(|x| x.is_finite());
    let axis = Axis::symmetric(max.fold(0.0, f64::max));
    let plot = html! {
        @for level in Level::ALL {
            @let rows = of_level(w, level);
            @if !rows.is_empty() {
                h3.level { (words::level(level))
                    small { " sum " (signed(rows.iter().map(|c| c.log_odds).sum(), 2)) } }
                ul.rows {
                    @for (i, c) in rows.iter().enumerate() {
                        (row(&axis, &format!("why-{}-{i}", level.as_str()), c))
                    }
                }
            }
        }
        ul.rows { li.axis { span {} (axis.labels("why-axis", "log-odds")) span {} } }
    };
    let caption = html! {
        "What each factor adds to the log-odds of " (name(&w.outcome)) " in the model “" (name(&w.model))
        "”, against a typical pair. Bars to the right raise the probability, bars to the left lower it. "
        "× is the factor on the odds. These are associations in the record, not causes."
    };
    html! {
        @if let (Some(t), Some(p)) = (w.typical_probability, w.probability) {
            p { "A typical pair: " b { (percent(t)) } ". This pair, in this model: " b { (percent(p)) } "." }
        }
        (figure("fig-why", &caption, &plot, &data::contributions(page), &page.stem()))
    }
}

/// The contributions of a level, largest first, ties by name.
pub(crate) fn of_level(w: &Why, level: Level) -> Vec<&Contribution> {
    let mut rows: Vec<_> = w.contributions.iter().filter(|c| c.level == level).collect();
    rows.sort_by(|x, y| {
        y.log_odds.abs().total_cmp(&x.log_odds.abs()).then_with(|| x.variable.cmp(&y.variable))
    });
    rows
}

fn row(axis: &Axis, id: &str, c: &Contribution) -> Markup {
    html! {
        li {
            div.what {
                (name(&c.label))
                small { (value(c.value, &c.unit)) " · typical " (value(c.typical, &c.unit)) }
            }
            (signed_row(axis, id, &c.label, c.log_odds))
            div.value { b { (signed(c.log_odds, 2)) } small { (odds(c.log_odds)) " odds" } }
        }
    }
}
