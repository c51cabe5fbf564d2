//! Section 7: the network around the pair.

use crate::data;
use crate::html::parts::{data_table, name, scroll, section as part};
use crate::page::Page;
use crate::svg::network as drawing;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = if page.networks.is_empty() {
        html! { p.quiet { "No tie around this pair is coded." } }
    } else {
        drawn(page)
    };
    part("network", 7, "Network around the pair", &body)
}

fn drawn(page: &Page) -> Markup {
    html! {
        figure #fig-network {
            @for (i, n) in page.networks.iter().enumerate() {
                h3.level { (n.year) }
                (scroll(&format!("Network in {}", n.year), &drawing(&format!("network-{i}"), n)))
                @if let Some(t) = &n.note { p.quiet { (name(t)) } }
            }
            ul.key {
                li { span.sw.circle {} "armed group" }
                li { span.sw.square {} "government" }
                li { span.sw.other {} "other" }
                li { span.sw.tie-s {} "support (arrow to the receiver)" }
                li { span.sw.tie-c {} "cooperation" }
                li { span.sw.tie-f {} "conflict" }
            }
            figcaption {
                "Recorded ties around " (name(&page.question.a.name)) " and " (name(&page.question.b.name))
                ". Outer columns: tied to one of them; middle column: tied to both and, below those, to neither."
            }
            (data_table(&data::network(&page.networks), &page.stem()))
        }
    }
}
