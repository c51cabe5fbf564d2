//! Bars, intervals and the ruler of likelihood.

use super::axis::Axis;
use super::frame::drawing;
use crate::format::{at, percent, percent_range, points, signed};
use crate::page::{Bounded, Ranged};
use comity_core::forecast::Interval;
use maud::{Markup, html};

/// Lower ends of the bands of ICD 203, and the end of the last.
const BANDS: [f64; 8] = [0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 0.99];

/// A probability with its intervals on an axis; a diamond marks the base rate.
pub(crate) struct IntervalRow<'a> {
    /// Unique id.
    pub(crate) id: &'a str,
    /// What the probability is of.
    pub(crate) title: &'a str,
    /// The probability.
    pub(crate) probability: f64,
    /// 80 % interval.
    pub(crate) inner: Option<Interval>,
    /// 95 % interval.
    pub(crate) outer: Option<Interval>,
    /// Base rate.
    pub(crate) base: Option<f64>,
}

impl IntervalRow<'_> {
    fn described(&self) -> String {
        let mut text = percent(self.probability);
        for (i, level) in [(self.inner, 80), (self.outer, 95)] {
            if let Some(i) = i {
                text += &format!("; {level}% interval {}", percent_range(i.low, i.high));
            }
        }
        if let Some(b) = self.base {
            text += &format!("; base rate {}", percent(b));
        }
        text + "."
    }
}

/// A span between two values.
fn span(axis: &Axis, i: Interval, class: &str, y: f64, height: f64) -> Markup {
    let (x, end) = (axis.x(i.low), axis.x(i.high));
    html! { rect class=(class) x=(at(x)) width=(at((end - x).max(0.3))) y=(y) height=(height) rx="1" {} }
}

/// A shape given as a path around its own origin, placed at a share of the width.
fn glyph(x: f64, y: f64, class: &str, path: &str) -> Markup {
    html! { svg x=(at(x)) y=(y) width="1" height="1" overflow="visible" { path class=(class) d=(path) {} } }
}

/// One row of an interval figure.
pub(crate) fn interval_row(axis: &Axis, r: &IntervalRow<'_>) -> Markup {
    let body = html! {
        (axis.grid())
        @if let Some(i) = r.outer { (span(axis, i, "outer", 15.0, 4.0)) }
        @if let Some(i) = r.inner { (span(axis, i, "inner", 12.0, 10.0)) }
        @if let Some(b) = r.base { (glyph(axis.x(b), 28.0, "base", "M0,-4.5 4.5,0 0,4.5 -4.5,0Z")) }
        circle class="point" cx=(at(axis.x(r.probability))) cy="17" r="5.5" {}
    };
    drawing(r.id, r.title, &r.described(), 34, &body)
}

/// The headline's ruler: 0 to 100 % with the bands of ICD 203 as steps.
pub(crate) fn ruler(r: &IntervalRow<'_>) -> Markup {
    let axis = Axis::probability(1.0);
    let edges = BANDS.windows(2).enumerate();
    let body = html! {
        rect class="band0" x="0" width="100%" y="10" height="22" {}
        @for (i, w) in edges {
            @if let [from, to] = w {
                rect class=(if i % 2 == 0 { "band1" } else { "band0" }) x=(at(from * 100.0))
                    width=(at((to - from) * 100.0)) y="10" height="22" {}
            }
        }
        @if let Some(i) = r.outer { (span(&axis, i, "outer", 18.5, 5.0)) }
        @if let Some(i) = r.inner { (span(&axis, i, "inner", 15.0, 12.0)) }
        @if let Some(b) = r.base { (glyph(axis.x(b), 37.5, "base", "M0,-5 5,0 0,5 -5,0Z")) }
        circle class="point" cx=(at(axis.x(r.probability))) cy="21" r="8" {}
        text class="tick" x="0" y="58" { "0%" }
        text class="tick" x="20%" y="58" text-anchor="middle" { "20" }
        text class="tick" x="45%" y="58" text-anchor="end" { "45" }
        text class="tick" x="55%" y="58" text-anchor="start" { "55" }
        text class="tick" x="80%" y="58" text-anchor="middle" { "80" }
        text class="tick" x="100%" y="58" text-anchor="end" { "100%" }
    };
    drawing(r.id, r.title, &r.described(), 62, &body)
}

/// A signed bar from zero.
pub(crate) fn signed_row(axis: &Axis, id: &str, title: &str, value: f64) -> Markup {
    let (zero, x) = (axis.x(0.0), axis.x(value));
    let (from, width) = (zero.min(x), (x - zero).abs().max(0.3));
    let body = html! {
        (axis.grid())
        rect class=(if value < 0.0 { "minus" } else { "plus" }) x=(at(from)) width=(at(width))
            y="7" height="14" {}
    };
    drawing(id, title, &format!("{} in log-odds.", signed(value, 2)), 28, &body)
}

/// A signed difference with its interval; hollow when it leaves the data.
pub(crate) fn difference_row(
    axis: &Axis,
    id: &str,
    title: &str,
    d: &Ranged,
    hollow: bool,
) -> Markup {
    let interval = Interval { low: d.low, high: d.high };
    let desc = format!(
        "{}, 95% interval {} to {}.{}",
        points(d.value),
        points(d.low),
        points(d.high),
        if hollow { " Outside the data." } else { "" }
    );
    let body = html! {
        (axis.grid())
        (span(axis, interval, "outer", 15.0, 4.0))
        circle class=(if hollow { "point hollow" } else { "point" }) cx=(at(axis.x(d.value))) cy="17" r="5.5" {}
    };
    drawing(id, title, &desc, 34, &body)
}

/// A difference of probabilities in percentage points with its interval, and below it, hollow,
/// the same in a wider model.
pub(crate) fn effect_row(
    axis: &Axis,
    id: &str,
    title: &str,
    own: &Bounded,
    wider: Option<&Bounded>,
) -> Markup {
    let said = |b: &Bounded| match (b.low, b.high) {
        (Some(l), Some(h)) => {
            format!("{}, 95% interval {} to {}", points(b.value), points(l), points(h))
        }
        _ => points(b.value),
    };
    let all = wider.map(|w| format!(" With all levels: {}.", said(w))).unwrap_or_default();
    let one = |b: &Bounded, y: f64, class: &str| {
        let (low, high) = (b.low.unwrap_or(b.value), b.high.unwrap_or(b.value));
        let interval = Interval { low: 100.0 * low, high: 100.0 * high };
        html! {
            (span(axis, interval, "outer", y - 1.5, 3.0))
            circle class=(class) cx=(at(axis.x(100.0 * b.value))) cy=(y) r="4.5" {}
        }
    };
    let body = html! {
        (axis.grid())
        (one(own, if wider.is_some() { 9.0 } else { 15.0 }, "point"))
        @if let Some(w) = wider { (one(w, 22.0, "point hollow")) }
    };
    drawing(id, title, &format!("{}.{all}", said(own)), 30, &body)
}
