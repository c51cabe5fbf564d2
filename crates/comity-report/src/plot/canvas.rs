//! The element around a standalone drawing, and the marks that figures share.

use crate::format::coord;
use crate::text;
use maud::{Markup, PreEscaped, html};

/// Width of every figure, in pixels.
pub(super) const WIDTH: f64 = 800.0;

/// Colours of series; further series repeat them with hollow marks.
pub(super) const COLOURS: usize = 6;

const STYLE: &str = include_str!("plot.css");

/// A whole SVG document of the usual width. `id` begins the ids within it.
pub(super) fn drawing(id: &str, title: &str, alt: &str, height: f64, body: &Markup) -> String {
    sized(id, [title, alt], (WIDTH, height), body)
}

/// A whole SVG document, with title and description, of any size.
pub(super) fn sized(
    id: &str,
    [title, alt]: [&str; 2],
    (width, height): (f64, f64),
    body: &Markup,
) -> String {
    html! {
        svg xmlns="http://www.w3.org/2000/svg" class="cf" role="img"
            viewBox={ "0 0 " (coord(width)) " " (coord(height)) } width=(coord(width)) height=(coord(height))
            aria-labelledby={ (id) "-t " (id) "-d" } {
            title id={ (id) "-t" } { (text::clean(title)) }
            desc id={ (id) "-d" } { (text::clean(alt)) }
            style { (PreEscaped(STYLE)) }
            rect class="bg" width="100%" height="100%" {}
            (body)
        }
    }
    .into_string()
}

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text.
pub(super) fn label(x: f64, y: f64, anchor: Anchor, class: &str, words: &str) -> Markup {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    html! { text class=(class) x=(coord(x)) y=(coord(y)) text-anchor=(anchor) { (text::clean(words)) } }
}

/// A straight line.
pub(super) fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> Markup {
    html! { line class=(class) x1=(coord(from.0)) y1=(coord(from.1)) x2=(coord(to.0)) y2=(coord(to.1)) {} }
}

/// A line through points.
pub(super) fn path(class: &str, points: impl Iterator<Item = (f64, f64)>) -> Markup {
    let mut d = String::new();
    for (x, y) in points {
        d.push(if d.is_empty() { 'M' } else { 'L' });
        d.push_str(&format!("{} {}", coord(x), coord(y)));
    }
    html! { path class=(class) d=(d) {} }
}

/// The mark of a series: its shape and whether it is filled tell it apart without colour.
pub(super) fn mark(series: usize, x: f64, y: f64) -> Markup {
    const SHAPES: [&str; 4] = [
        "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0Z",
        "M-4,-4H4V4H-4Z",
        "M0,-5.6L5.6,0L0,5.6L-5.6,0Z",
        "M0,-5.2L5,4H-5Z",
    ];
    let shape = SHAPES.get(series % SHAPES.len()).copied().unwrap_or_default();
    let hollow = if series % 8 >= SHAPES.len() { "m h" } else { "m" };
    html! { path class=(hollow) transform={ "translate(" (coord(x)) " " (coord(y)) ")" } d=(shape) {} }
}

/// The class that gives a series its colour.
pub(super) fn colour(series: usize) -> String {
    format!("s{}", series % COLOURS)
}
