//! Estimates with intervals, one row a quantity, several series a row.

use super::canvas::{Anchor, WIDTH, colour, drawing, label, line, mark};
use super::scale::Scale;
use crate::format::coord;
use crate::text::wrap;
use maud::{Markup, html};

const LABEL: f64 = 268.0;
/// Width of one column of numbers.
const NUMBER: f64 = 92.0;
const LINE: f64 = 16.0;
const HEADING: f64 = 30.0;

/// What the figure shows.
pub(super) struct Forest<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) alternative: &'a str,
    pub(super) series: Vec<String>,
    pub(super) axis: &'a str,
    /// Headings of the numbers on the right.
    pub(super) numbers: &'a [&'a str],
    pub(super) rows: Vec<ForestRow>,
}

/// One quantity.
pub(super) struct ForestRow {
    pub(super) group: String,
    pub(super) label: String,
    /// What is compared, below the label; may be empty.
    pub(super) detail: String,
    pub(super) marks: Vec<Mark>,
}

/// One estimate of it.
pub(super) struct Mark {
    pub(super) series: usize,
    pub(super) value: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    /// Numbers on the right, the last flush with the edge.
    pub(super) numbers: Vec<String>,
}

impl Forest<'_> {
    /// The figure as an SVG document.
    pub(super) fn svg(&self) -> String {
        let scale = self.scale();
        let (legend, mut y) = self.legend();
        let top = y + 8.0;
        let mut body = Vec::new();
        y = top;
        let mut group = "";
        for row in &self.rows {
            if row.group != group {
                group = &row.group;
                y += HEADING;
                body.push(label(8.0, y - 9.0, Anchor::Start, "head", group));
            }
            let mut words = wrap(&row.label, 38);
            let named = words.len();
            words.extend((!row.detail.is_empty()).then(|| row.detail.clone()));
            let lines = row.marks.len().max(words.len()).max(1) as f64;
            let height = lines * LINE + 8.0;
            let first = y + 0.5 * (height - words.len() as f64 * 14.0) + 11.0;
            for (i, w) in words.iter().enumerate() {
                let class = if i < named { "" } else { "soft small" };
                body.push(label(8.0, first + 14.0 * i as f64, Anchor::Start, class, w));
            }
            let start = y + 0.5 * (height - row.marks.len() as f64 * LINE) + 0.5 * LINE;
            for (i, m) in row.marks.iter().enumerate() {
                body.push(drawn(m, &scale, start + LINE * i as f64));
            }
            y += height;
            body.push(line("g", (8.0, y), (WIDTH - 8.0, y)));
        }
        let bottom = y;
        let grid = html! {
            @for t in scale.ticks() {
                (line(if t == 0.0 { "z" } else { "g" }, (scale.at(t), top), (scale.at(t), bottom)))
                (label(scale.at(t), bottom + 17.0, Anchor::Middle, "soft small", &scale.shown(t)))
            }
            (label(LABEL + 0.5 * self.plot(), bottom + 36.0, Anchor::Middle, "soft", self.axis))
            @for (i, n) in self.numbers.iter().rev().enumerate() { (label(right(i), top - 4.0, Anchor::End, "soft small", n)) }
        };
        let all = html! { (legend) (grid) @for b in &body { (b) } };
        drawing(self.id, self.title, self.alternative, bottom + 46.0, &all)
    }

    /// The legend and where it ends.
    fn legend(&self) -> (Markup, f64) {
        let (mut x, mut y) = (8.0, 18.0);
        let mut items = Vec::new();
        for (k, name) in self.series.iter().enumerate() {
            let width = 26.0 + 6.6 * crate::text::width(name) as f64;
            if x + width > WIDTH - 8.0 {
                (x, y) = (8.0, y + 20.0);
            }
            items.push(html! {
                g class=(colour(k)) { (mark(k, x + 7.0, y - 4.0)) }
                (label(x + 18.0, y, Anchor::Start, "small", name))
            });
            x += width;
        }
        (html! { @for i in &items { (i) } }, y + 12.0)
    }

    /// Width of the plot: what labels and numbers leave.
    fn plot(&self) -> f64 {
        WIDTH - LABEL - 20.0 - NUMBER * self.numbers.len() as f64 + 24.0
    }

    /// A scale that holds every estimate; intervals far longer than the others are cut.
    fn scale(&self) -> Scale {
        let marks = || self.rows.iter().flat_map(|r| &r.marks);
        let largest = marks().map(|m| m.value.abs()).fold(0.0, f64::max);
        let mut reach: Vec<f64> = marks()
            .flat_map(|m| [m.low, m.high])
            .flatten()
            .map(f64::abs)
            .filter(|v| v.is_finite())
            .collect();
        reach.sort_unstable_by(f64::total_cmp);
        let typical = reach.get(reach.len() * 19 / 20).copied().unwrap_or(largest);
        let limit = largest.max(typical.min(3.0 * largest)).max(f64::MIN_POSITIVE) * 1.02;
        let end = |of: fn(&Mark) -> f64| marks().map(of).fold(0.0, f64::max).min(limit);
        let left = end(|m| -m.low.unwrap_or(m.value));
        let right = end(|m| m.high.unwrap_or(m.value));
        Scale::round(-left, right, LABEL, LABEL + self.plot())
    }
}

/// The right edge of a column of numbers, counted from the right.
fn right(column: usize) -> f64 {
    WIDTH - 8.0 - NUMBER * column as f64
}

fn drawn(m: &Mark, scale: &Scale, y: f64) -> Markup {
    let (low, high) = (m.low.unwrap_or(m.value), m.high.unwrap_or(m.value));
    let (x0, x1) = (scale.at(low), scale.at(high));
    let tip = |x: f64, side: f64| {
        let d = format!("M{} {}l{} -4v8Z", coord(x), coord(y), coord(-6.0 * side));
        html! { path class="tip" d=(d) {} }
    };
    html! {
        g class=(colour(m.series)) {
            @if x0 < x1 { (line("k", (x0, y), (x1, y))) }
            @if low < scale.low - 1e-12 { (tip(x0 - 5.0, -1.0)) }
            @if high > scale.high + 1e-12 { (tip(x1 + 5.0, 1.0)) }
            (mark(m.series, scale.at(m.value), y))
        }
        @for (i, n) in m.numbers.iter().rev().enumerate() { (label(right(i), y + 4.0, Anchor::End, "small", n)) }
    }
}
