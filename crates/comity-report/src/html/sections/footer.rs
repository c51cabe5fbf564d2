//! The last section: provenance, licences, attribution.

use crate::format::count;
use crate::html::parts::{cited, name, scroll, section as part};
use crate::page::Provenance;
use maud::{Markup, html};

/// The section, as number `number` of the page.
pub(in crate::html) fn section(p: &Provenance, number: u8) -> Markup {
    let m = &p.manifest;
    let body = html! {
        p.boundary {
            strong { "Not for targeting." }
            " This page describes recorded relations between organisations. It recommends no action for or against "
            "any of them and holds no data on private individuals. A name is the data set’s own and no judgement."
        }
        dl.facts {
            div { dt { "Program" } dd { "comity " (name(&m.program)) } }
            div { dt { "Codebook" } dd { (name(&m.codebook)) } }
            div { dt { "Seed" } dd.mono { (m.seed) } }
            div { dt { "As of (events)" } dd { @if let Some(y) = m.as_of.event { (y) } @else { "no limit" } } }
            div { dt { "As of (releases)" } dd { @if let Some(d) = m.as_of.released { (d) } @else { "no limit" } } }
            div.wide { dt { "Repeat with" } dd.mono { (name(&p.command)) } }
            div.wide { dt { "Manifest SHA-256" } dd.mono.hash { (name(&p.manifest_hash)) } }
        }
        @if !m.specification.is_empty() {
            details {
                summary { "Specification (" (m.specification.len()) " settings)" }
                (scroll("Specification", &html! {
                    table {
                        caption.hidden { "Specification" }
                        thead { tr { th scope="col" { "Setting" } th scope="col" { "Value" } } }
                        tbody { @for (k, v) in &m.specification { tr { th scope="row" { (name(k)) } td { (name(v)) } } } }
                    }
                }))
            }
        }
        @if !m.inputs.is_empty() { (inputs(p)) }
        @if !p.citation.is_empty() { h3 { "Cite as" } p { (cited(&p.citation)) } }
        @if !p.attribution.is_empty() {
            h3 { "Data attribution" }
            ul.small { @for a in &p.attribution { li { (cited(a)) } } }
        }
    };
    html! { footer { (part("provenance", number, "Provenance", &body)) } }
}

fn inputs(p: &Provenance) -> Markup {
    let table = html! {
        table {
            caption { span { "Inputs" } }
            thead { tr {
                th scope="col" { "Source" } th scope="col" { "Version" } th.num scope="col" { "Rows" }
                th scope="col" { "Licence" } th scope="col" { "SHA-256" } th scope="col" { "Citation" }
            } }
            tbody {
                @for i in &p.manifest.inputs {
                    tr {
                        th scope="row" { (name(&i.source)) @if i.bundled { small { "bundled extract" } } }
                        td { (name(&i.version)) }
                        td.num { (count(i.rows)) }
                        td { (name(&i.licence)) }
                        td.mono.hash { (name(&i.sha256)) }
                        td.cite { (cited(&i.citation)) }
                    }
                }
            }
        }
    };
    html! { details open[p.manifest.inputs.len() <= 4] { summary { "Inputs (" (p.manifest.inputs.len()) ")" } (scroll("Inputs", &table)) } }
}
