//! Section 6: the timeline.

use crate::data;
use crate::html::parts::{figure, name, section as part};
use crate::page::{LaneKind, Page, Timeline};
use crate::svg::{lane, lane_axis};
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = match page.timeline.as_ref().filter(|t| !t.lanes.is_empty()) {
        None => html! { p.quiet { "No dated claim concerns this pair." } },
        Some(t) => drawn(page, t),
    };
    part("timeline", 6, "Timeline of sourced claims", &body)
}

fn drawn(page: &Page, t: &Timeline) -> Markup {
    let (a, b) = (&page.question.a.name, &page.question.b.name);
    let is_pair = |k: LaneKind| matches!(k, LaneKind::Any | LaneKind::Domain(_));
    let of = |keep: &dyn Fn(LaneKind) -> bool| -> Vec<usize> {
        t.lanes.iter().enumerate().filter(|(_, l)| keep(l.kind)).map(|(i, _)| i).collect()
    };
    let groups = [
        ("Cooperation of the pair", of(&is_pair)),
        ("Sponsors", of(&|k| k == LaneKind::Sponsor)),
        ("Adversaries", of(&|k| k == LaneKind::Adversary)),
    ];
    let plot = html! {
        @for (title, lanes) in &groups {
            @if !lanes.is_empty() {
                h3.level { (title) }
                ul.rows.lanes {
                    @for i in lanes {
                        @if let Some(l) = t.lanes.get(*i) {
                            li { div.what { (name(&l.label)) } (lane(&format!("lane-{i}"), t, l)) }
                        }
                    }
                }
            }
        }
        ul.rows.lanes { li.axis { span {} (lane_axis("lane-axis", t)) } }
        ul.key {
            li { span.sw.block {} "coded" }
            li { span.sw.open {} "possible, not attributable to the pair or domain alone" }
            li { span.sw.seen {} "observed, nothing coded" }
            li { span.sw.dots {} "not coded" }
            li { span.sw.upper {} "upper half: " (name(a)) }
            li { span.sw.lower {} "lower half: " (name(b)) }
        }
    };
    let caption = html! {
        "Claims by year, " (t.first) "–" (t.last) ". A coded year is a report, not a fact. "
        "In the lanes of sponsors and adversaries a full-height block concerns both."
    };
    figure("fig-timeline", &caption, &plot, &data::timeline(page), &page.stem())
}
