//! As HTML.

use super::rows::{Row, controls, heading, notes, statistics, terms};
use crate::html::{Entry, document, name, scroll, section};
use crate::page::RegressionTable;
use maud::{Markup, html};

/// The table as one self-contained HTML document.
#[must_use]
pub fn regression_html(t: &RegressionTable) -> String {
    let title = format!("{} explained", t.caption.outcome);
    let header = html! {
        header.masthead { p.eyebrow { "comity · regression table" } h1 { (name(&title)) } }
    };
    let body = html! { (section("table", 1, "Theories", &regression_markup(t))) };
    document(&title, &t.caption.sample, &[Entry { id: "table", label: "Theories" }], &header, &body)
}

/// The table with its notes.
pub(crate) fn regression_markup(t: &RegressionTable) -> Markup {
    let theories = if t.models.len() == 1 { "theory" } else { "theories" };
    let explained = format!("explained by {} {theories}", t.models.len());
    let table = html! {
        table.regression {
            caption { span { (name(&t.caption.outcome)) " " (explained) } }
            thead {
                tr {
                    th scope="col" { span.hidden { "Term" } }
                    @for m in &t.models { th.num scope="col" { (name(&heading(m))) } }
                }
            }
            @for rows in [terms(t), controls(t), statistics(t)] {
                tbody { @for r in &rows { (row(r)) } }
            }
        }
    };
    html! {
        (scroll("Regression table", &table))
        @for note in notes(t) { p.small { (name(&note)) } }
    }
}

fn row(r: &Row) -> Markup {
    html! {
        tr {
            th scope="row" { (name(&r.label)) }
            @for c in &r.cells {
                td.num { (c.above) @if !c.below.is_empty() { small { (c.below) } } }
            }
        }
    }
}
