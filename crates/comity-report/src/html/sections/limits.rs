//! Section 10: limits.

use crate::data;
use crate::html::parts::{data_files, name, scroll, section as part};
use crate::page::{Limits, Page};
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let l = &page.limits;
    let body = html! {
        @if !l.would_change.is_empty() {
            h3 { "What would change the answer" }
            ul { @for t in &l.would_change { li dir="auto" { (crate::text::clean(t)) } } }
        }
        @if !l.missing.is_empty() {
            h3 { "What is missing" }
            dl.missing {
                @for m in &l.missing { div { dt { (name(&m.what)) } dd { (name(&m.why)) } } }
            }
        }
        @if !l.coverage.is_empty() {
            h3 { "What each source observed" }
            (scroll("Coverage by source", &coverage(page, l)))
            (data_files(&data::coverage(page), &page.stem()))
        }
        @if !l.notes.is_empty() {
            h3 { "Cautions" }
            ul { @for t in &l.notes { li dir="auto" { (crate::text::clean(t)) } } }
        }
        @if *l == Limits::default() { p.quiet { "No limits were recorded for this page." } }
    };
    part("limits", 10, "Limits", &body)
}

fn coverage(page: &Page, l: &Limits) -> Markup {
    html! {
        table {
            caption { span { "Years in which each source observed the pair; a year not observed is not a zero" } }
            thead { tr {
                th scope="col" { "Source" }
                th scope="col" { "Observes" }
                th scope="col" { "Covers" }
                th.num scope="col" { (name(&page.question.a.name)) }
                th.num scope="col" { (name(&page.question.b.name)) }
                th.num scope="col" { "Both" }
            } }
            tbody {
                @for c in &l.coverage {
                    tr {
                        th scope="row" { (name(&c.source)) }
                        td { (name(&c.topic)) }
                        td.when { @if let Some((from, to)) = c.span { (from) "–" (to) } @else { "–" } }
                        td.num { (c.years_a) } td.num { (c.years_b) } td.num { (c.years_both) }
                    }
                }
            }
        }
    }
}
