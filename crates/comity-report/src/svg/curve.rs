//! Specification curves: sorted estimates with intervals, and strips that say where along the
//! curve each choice was made. Simonsohn, Simmons and Nelson (2020), *Nature Human
//! Behaviour* 4, figure 2.

use super::frame::drawing;
use crate::format::{coord, percent, signed};
use crate::page::TermCurve;
use maud::{Markup, html};
use std::fmt::Write as _;

/// Height of the curve in pixels.
const HEIGHT: u32 = 300;
/// Units across the drawing.
const ACROSS: f64 = 1000.0;
/// Columns of the strips: with more estimates than this, several share one.
const COLUMNS: usize = 160;
/// Shades of the strips.
const SHADES: [&str; 4] = ["shade1", "shade2", "shade3", "shade4"];

/// The vertical scale: from the 2 % to the 98 % quantile of the estimates, zero included.
pub(crate) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Of the sorted estimates of a curve.
    pub(crate) fn of(curve: &TermCurve) -> Self {
        let n = curve.points.len();
        let at = |k: usize| curve.points.get(k).map_or(0.0, |p| p.estimate);
        let (low, high) = (at(n / 50).min(0.0), at((n - n / 50).saturating_sub(1)).max(0.0));
        let room = 0.15 * (high - low).max(1e-6);
        Self { low: low - room, high: high + room }
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        f64::from(HEIGHT) * (1.0 - share)
    }

    fn ticks(&self) -> Vec<f64> {
        let span = self.high - self.low;
        let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
        let step = steps.into_iter().find(|s| span / s <= 6.0).unwrap_or(span);
        let first = (self.low / step).ceil();
        (0..8).map(|k| (first + f64::from(k)) * step).filter(|t| *t <= self.high).collect()
    }

    /// Estimates beyond the scale.
    pub(crate) fn beyond(&self, curve: &TermCurve) -> usize {
        curve.points.iter().filter(|p| p.estimate < self.low || p.estimate > self.high).count()
    }
}

/// Where the interval of a point lies: 0 holds zero, 1 above, 2 below, 3 no interval.
fn side(interval: Option<(f64, f64)>) -> usize {
    match interval {
        None => 3,
        Some((low, _)) if low > 0.0 => 1,
        Some((_, high)) if high < 0.0 => 2,
        Some(_) => 0,
    }
}

/// The sorted estimates with their intervals.
#[expect(clippy::cast_precision_loss, reason = "places of points")]
pub(crate) fn curve(id: &str, curve: &TermCurve) -> Markup {
    let scale = Scale::of(curve);
    let n = curve.points.len().max(1) as f64;
    let mut bars: [String; 4] = Default::default();
    let mut dots: [String; 4] = Default::default();
    for (k, p) in curve.points.iter().enumerate() {
        let x = coord((k as f64 + 0.5) / n * ACROSS);
        let kind = side(p.interval);
        if let (Some((low, high)), Some(bar)) = (p.interval, bars.get_mut(kind)) {
            let (top, bottom) = (coord(scale.y(high)), coord(scale.y(low)));
            // Writing to a string cannot fail.
            let _ = write!(bar, "M{x} {top}V{bottom}");
        }
        if let Some(dot) = dots.get_mut(kind) {
            let _ = write!(dot, "M{x} {}h0", coord(scale.y(p.estimate)));
        }
    }
    let classes = ["holds", "above", "below", "bare"];
    let body = html! {
        @for t in scale.ticks() {
            line class="grid" x1="0" x2="100%" y1=(coord(scale.y(t))) y2=(coord(scale.y(t))) {}
        }
        svg width="100%" height=(HEIGHT) viewBox={ "0 0 " (ACROSS) " " (HEIGHT) } preserveAspectRatio="none" {
            @for (d, class) in bars.iter().zip(classes) {
                @if !d.is_empty() { path class={ "spread " (class) } d=(d) {} }
            }
            @for (d, class) in dots.iter().zip(classes) {
                @if !d.is_empty() { path class={ "estimate " (class) } d=(d) {} }
            }
        }
        line class="zero" x1="0" x2="100%" y1=(coord(scale.y(0.0))) y2=(coord(scale.y(0.0))) {}
        @for t in scale.ticks() {
            text class="tick halo" x="0" y=(coord(scale.y(t) - 3.0)) { (signed(t, if t.fract() == 0.0 { 0 } else { 2 })) }
        }
    };
    drawing(id, &format!("Specification curve: {}", curve.label), &described(curve), HEIGHT, &body)
}

fn described(curve: &TermCurve) -> String {
    let at = |share: usize| {
        let k = curve.points.len() * share / 100;
        curve.points.get(k.min(curve.points.len().saturating_sub(1))).map(|p| p.estimate)
    };
    let count = |kind: usize| curve.points.iter().filter(|p| side(p.interval) == kind).count();
    match (at(5), at(50), at(95)) {
        (Some(low), Some(middle), Some(high)) => format!(
            "{} estimates from smallest to largest: 5% lie below {}, half below {}, 95% below {}. \
             {} intervals lie above zero, {} below, {} hold it.",
            curve.points.len(),
            signed(low, 2),
            signed(middle, 2),
            signed(high, 2),
            count(1),
            count(2),
            count(0)
        ),
        _ => "No estimate.".to_owned(),
    }
}

/// Where along the curve one value of a choice was taken: the darker, the more of the
/// estimates there have it.
#[expect(clippy::cast_precision_loss, reason = "places of columns")]
pub(crate) fn strip(id: &str, curve: &TermCurve, choice: usize, value: usize) -> Markup {
    let n = curve.points.len();
    let columns = n.clamp(1, COLUMNS);
    let has = |k: usize| {
        let own = curve.points.get(k).and_then(|p| p.values.get(choice));
        own.is_some_and(|v| usize::from(*v) == value)
    };
    let mut paths: [String; 4] = Default::default();
    let mut shares = Vec::with_capacity(columns);
    for c in 0..columns {
        let (from, to) = (c * n / columns, (c + 1) * n / columns);
        let share = (from..to).filter(|k| has(*k)).count() as f64 / (to - from).max(1) as f64;
        shares.push(share);
    }
    let most = shares.iter().copied().fold(0.0, f64::max);
    let width = ACROSS / columns as f64;
    for (c, share) in shares.iter().enumerate().filter(|(_, s)| **s > 0.0) {
        let shade = if *share > 0.75 * most {
            3
        } else if *share > 0.5 * most {
            2
        } else {
            usize::from(*share > 0.25 * most)
        };
        if let Some(path) = paths.get_mut(shade) {
            let _ = write!(
                path,
                "M{} 0h{}v14H{}z",
                coord(c as f64 * width),
                coord(width),
                coord(c as f64 * width)
            );
        }
    }
    let found = curve.choices.get(choice);
    let of = found.and_then(|c| c.values.get(value));
    let title = format!(
        "{}: {}",
        found.map_or("", |c| c.name.as_str()),
        of.map_or("", |v| v.name.as_str())
    );
    let desc = of.map_or_else(String::new, |v| {
        let median = v.median.map_or_else(|| "none".to_owned(), |m| signed(m, 2));
        format!(
            "{} estimates, median {median}; {} positive, {} with an interval above zero, {} below.",
            v.estimates,
            percent(v.positive),
            percent(v.above),
            percent(v.below)
        )
    });
    let body = html! {
        svg width="100%" height="14" viewBox={ "0 0 " (ACROSS) " 14" } preserveAspectRatio="none" {
            @for (d, class) in paths.iter().zip(SHADES) {
                @if !d.is_empty() { path class=(class) d=(d) {} }
            }
        }
    };
    drawing(id, &title, &desc, 14, &body)
}
