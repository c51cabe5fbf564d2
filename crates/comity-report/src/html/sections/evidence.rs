//! Section 9: the claims.

use crate::data;
use crate::format::count;
use crate::html::parts::{data_files, doi_link, domains, name, scroll, section as part};
use crate::page::{EvidenceRow, Page};
use crate::words;
use maud::{Markup, html};

/// The section.
pub(in crate::html) fn section(page: &Page) -> Markup {
    let body = if page.evidence.rows.is_empty() {
        html! { p.quiet { "No claim about this pair is in the evidence." } }
    } else {
        html! {
            p.quiet { "Each row is what a source reports, in its own coding; none is a finding of this page." }
            (scroll("Evidence", &table(&page.evidence.rows)))
            @if page.evidence.omitted > 0 {
                p { (count(page.evidence.omitted)) " further claims are left out here." }
            }
            (data_files(&data::evidence(page), &page.stem()))
        }
    };
    part("evidence", 9, "Evidence", &body)
}

fn table(rows: &[EvidenceRow]) -> Markup {
    html! {
        table.evidence {
            caption { span { (rows.len()) " claims" } }
            thead { tr {
                th scope="col" { "Period" }
                th scope="col" { "Claim" }
                th scope="col" { "Domains" }
                th scope="col" { "Source, version" }
                th scope="col" { "Record" }
                th scope="col" { "Certainty" }
                th scope="col" { "Coder, reports" }
            } }
            tbody {
                @for r in rows {
                    tr {
                        td.when { (name(&r.period)) }
                        th scope="row" { (name(&r.claim)) }
                        td { (domains(&r.domains, &r.possible)) }
                        td {
                            (name(&r.source)) " " (name(&r.version))
                            @if let Some(d) = &r.doi { small { (doi_link(d)) } }
                        }
                        td.mono { (name(&r.record)) }
                        td { (words::certainty(r.certainty)) }
                        td {
                            (name(&r.coder))
                            @if let Some(n) = r.reports {
                                small { (n) @if n == 1 { " report" } @else { " reports" } }
                            }
                        }
                    }
                }
            }
        }
    }
}
