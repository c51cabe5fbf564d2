//! The page of specification curves.

use super::parts::{self, data_files, figure, name, prose, scroll};
use super::sections::footer;
use super::shell::{Entry, document};
use crate::data;
use crate::format::{count, signed};
use crate::page::{CurvePage, TermCurve};
use crate::svg::{Scale, curve as drawn, strip};
use maud::{Markup, html as markup};

const CONTENTS: [Entry; 3] = [
    Entry { id: "curves", label: "Curves" },
    Entry { id: "notes", label: "What was not tried" },
    Entry { id: "provenance", label: "Provenance" },
];

/// Specification curves as one self-contained HTML document: for each term the sorted
/// estimates with intervals, strips that say where along the curve each choice was made, the
/// joint test, and how the fits ended. `stem` begins the names of the files of
/// [`crate::curve_data`].
#[must_use]
pub fn curve_html(page: &CurvePage, stem: &str) -> String {
    let header = markup! {
        header.masthead {
            p.eyebrow { "comity · specification curve over all pairs" }
            h1 { (name(&page.title)) }
            div.lede { (prose(&page.method)) }
        }
    };
    let curves = markup! {
        @for (i, c) in page.curves.iter().enumerate() { (term(i, c, stem)) }
        (data_files(&data::curve_estimates(page), stem))
    };
    let notes = markup! {
        @if page.notes.is_empty() { p.quiet { "Nothing." } }
        ul { @for n in &page.notes { li { (name(n)) } } }
    };
    let body = markup! {
        (parts::section("curves", 1, "Curves", &curves))
        (parts::section("notes", 2, "What was not tried", &notes))
        (footer::section(&page.provenance, 3))
    };
    document(&page.title, &page.method, &CONTENTS, &header, &body)
}

fn term(i: usize, c: &TermCurve, stem: &str) -> Markup {
    let scale = Scale::of(c);
    let plot = markup! {
        ul.rows.lanes { li { div.what { b { "relative effect" } small { "per unit of the term" } } (drawn(&format!("curve-{i}"), c)) } }
        @for (j, choice) in c.choices.iter().enumerate() {
            p.level { (name(&choice.name)) @if let Some(m) = choice.moves { small { " moves the median by " (signed(m, 2)) } } }
            ul.rows.lanes {
                @for (k, v) in choice.values.iter().enumerate() {
                    li { div.what { (name(&v.name)) } (strip(&format!("strip-{i}-{j}-{k}"), c, j, k)) }
                }
            }
        }
        ul.key {
            li { span.sw.above {} "interval above zero" }
            li { span.sw.below {} "interval below zero" }
            li { span.sw.holds {} "interval holds zero" }
            li { "strips: the darker, the more of the estimates at this place of the curve have the choice" }
        }
    };
    let beyond = scale.beyond(c);
    let caption = markup! {
        "Every estimate of “" (name(&c.label)) "”, from smallest to largest, with 95% intervals from the dyadic-robust "
        "variance. The relative effect is the change of the probability per unit of the term as a share of the mean "
        "probability; where cooperation is rare it is close to a logit’s coefficient. "
        @if beyond > 0 { (count(beyond as u64)) " estimates lie beyond the drawing and stand at its edge. " }
        "Choices that move the median most come first."
    };
    markup! {
        h3 { (name(&c.label)) }
        (prose(&c.prediction))
        (prose(&c.sentence))
        p.quiet {
            "Fits: "
            @for (k, (ending, n)) in c.endings.iter().enumerate() { @if k > 0 { ", " } (count(*n)) " " (name(ending)) }
            "."
        }
        @if !c.tests.is_empty() { (tests(c)) }
        (figure(&format!("fig-curve-{i}"), &caption, &plot, &data::curve_choices(c), stem))
    }
}

fn tests(c: &TermCurve) -> Markup {
    let table = markup! {
        table {
            caption { span { (name(&c.test_method)) } }
            thead { tr {
                th scope="col" { "Joint test" } th.num scope="col" { "Observed" }
                th.num scope="col" { "Median if permuted" } th.num scope="col" { "p" }
                th.num scope="col" { "p, other direction" }
            } }
            tbody {
                @for t in &c.tests {
                    tr {
                        th scope="row" { (name(&t.name)) }
                        td.num { (signed(t.observed, 3)) } td.num { (signed(t.permuted, 3)) }
                        td.num { (format!("{:.3}", t.p)) small { (format!("±{:.3}", t.p_error)) } }
                        td.num { @if let Some(p) = t.p_against { (format!("{p:.3}")) } @else { "–" } }
                    }
                }
            }
        }
    };
    scroll(&format!("Joint test: {}", c.label), &table)
}
