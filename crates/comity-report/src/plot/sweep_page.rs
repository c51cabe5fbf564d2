//! The page of a sweep.

use super::sweep::{sweep_svg, sweep_words};
use crate::html::{Entry, document, name, scroll, section};
use crate::page::SweepFigure;
use maud::{PreEscaped, html};

/// A sweep as one self-contained HTML document: the figure, what it shows in words, and how to
/// repeat it. `data` is the name of the file with the data beside it.
#[must_use]
pub fn sweep_html(f: &SweepFigure, data: &str, command: &str, hash: &str) -> String {
    let across = match &f.y {
        Some(y) => format!("Which solution holds over {} and {}.", f.x.label, y.label),
        None => format!("Which solution holds over {}.", f.x.label),
    };
    let header = html! {
        header.masthead {
            p.eyebrow { "comity · games" }
            h1 { (name(&f.title)) }
            div.lede { p { (name(&across)) } }
        }
    };
    // The caption stands below the drawing, in letters of the page.
    let drawing = sweep_svg(&SweepFigure { caption: Vec::new(), ..f.clone() });
    let figure = html! {
        figure id="sweep-figure" {
            (scroll(&f.title, &html! { div.paper { (PreEscaped(drawing)) } }))
            figcaption { @for line in &f.caption { p.small { (name(line)) } } }
        }
        details open { summary { "In words" } ul { @for line in sweep_words(f) { li { (name(&line)) } } } }
        p.files { "File beside this page: " a href=(data) { (data) } }
    };
    let origin = html! {
        p.boundary {
            strong { "Not for targeting." }
            " A solution says what follows from a model’s assumptions. It is no forecast, and recommends no action for or against any group."
        }
        dl.facts {
            div.wide { dt { "Repeat with" } dd.mono { (name(command)) } }
            div.wide { dt { "Manifest SHA-256" } dd.mono.hash { (name(hash)) } }
        }
    };
    let contents = [
        Entry { id: "solutions", label: "Solutions" },
        Entry { id: "origin", label: "Provenance" },
    ];
    let body = html! {
        (section("solutions", 1, "Solutions", &figure))
        (section("origin", 2, "Provenance", &origin))
    };
    document(&f.title, &across, &contents, &header, &body)
}
