//! All figures and the table on one page.

use super::figure::{Figure, theory_figures};
use crate::html::{Entry, document, name, scroll, section};
use crate::page::TheoryFigures;
use crate::paper::regression_markup;
use maud::{Markup, PreEscaped, html};

/// The figures and the regression table as one self-contained HTML document; the data and the
/// drawings lie beside it under the names that the page gives.
#[must_use]
pub fn figures_html(f: &TheoryFigures) -> String {
    let figures = theory_figures(f);
    let title = format!("{}: theories in tables and figures", f.table.caption.outcome);
    let header = html! {
        header.masthead {
            p.eyebrow { "comity · tables and figures" }
            h1 { (name(&title)) }
            div.lede { p { (name(&f.table.caption.sample)) } }
        }
    };
    let mut contents = vec![Entry { id: "table", label: "Regression table" }];
    contents.extend(figures.iter().map(|f| Entry { id: f.name, label: short(f.name) }));
    contents.push(Entry { id: "origin", label: "Provenance" });
    let body = html! {
        (section("table", 1, "Regression table", &html! {
            (regression_markup(&f.table))
            p.files { "Files beside this page: " a href="table.csv" { "table.csv" } " · " a href="table.tex" { "table.tex" } " · " a href="table.txt" { "table.txt" } }
        }))
        @for (i, figure) in figures.iter().enumerate() { (one(figure, 2 + i as u8)) }
        @if f.forecasts.is_empty() { p.boundary { (name(&f.forecast_sample)) } }
        (section("origin", 2 + figures.len() as u8, "Provenance", &html! {
            p.boundary { strong { "Not for targeting." } " These figures describe recorded relations between organisations. They recommend no action for or against any of them." }
            dl.facts {
                div.wide { dt { "Repeat with" } dd.mono { (name(&f.table.caption.command)) } }
                div.wide { dt { "Manifest SHA-256" } dd.mono.hash { (name(&f.table.caption.manifest_hash)) } }
            }
            p.files { "The whole manifest: " a href="manifest.json" { "manifest.json" } }
        }))
    };
    document(&title, &f.table.caption.sample, &contents, &header, &body)
}

fn short(figure: &str) -> &'static str {
    match figure {
        "coefficients" => "Coefficients",
        "effects" => "Effects",
        "separation" => "Separation",
        "roc" => "ROC",
        "precision-recall" => "Precision–recall",
        _ => "Calibration",
    }
}

fn one(f: &Figure, number: u8) -> Markup {
    let drawing = html! { div.paper { (PreEscaped(&f.svg)) } };
    section(
        f.name,
        number,
        &f.title,
        &html! {
            figure {
                (scroll(&f.title, &drawing))
                figcaption { @for line in &f.caption { p.small { (name(line)) } } }
            }
            details { summary { "In words" } ul { @for line in &f.alternative { li { (name(line)) } } } }
            p.files {
                "Files beside this page:"
                @for ending in ["svg", "csv", "txt"] {
                    " " a href={ (f.name) "." (ending) } { (f.name) "." (ending) }
                }
            }
        },
    )
}
