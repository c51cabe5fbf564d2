//! What drawings of sweeps share: ticks, legend, hatching.

use super::canvas::{Anchor, label};
use super::sweep;
use crate::format::{coord, number, percent};
use crate::page::SweepFigure;
use crate::text::wrap;
use maud::{Markup, html};

/// Colours of classes that are not neutral.
const COLOURS: usize = 4;
/// The colour of a neutral class.
const NEUTRAL: usize = 5;

/// How a class is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// The number of the colour.
    pub(super) colour: usize,
    /// The number of the hatching; nothing for a neutral class.
    pub(super) hatch: Option<usize>,
}

/// The look of a class: the same in every sweep of one game.
pub(super) fn look(f: &SweepFigure, class: u16) -> Look {
    let before = f.classes.iter().take(class as usize).filter(|c| !c.neutral).count();
    if f.classes.get(class as usize).is_some_and(|c| c.neutral) {
        return Look { colour: NEUTRAL, hatch: None };
    }
    Look { colour: before % COLOURS, hatch: Some((before + before / COLOURS) % HATCHES.len()) }
}

/// Hatchings: lines on a tile of ten by ten.
const HATCHES: [&str; 5] = [
    "M-1 1l2-2M0 10l10-10M9 11l2-2",
    "M-1 9l2 2M0 0l10 10M9-1l2 2",
    "M0 5h10",
    "M5 0v10",
    "M0 5h10M5 0v10",
];

/// The hatchings of a figure's classes, on tiles that `scale` makes ten pixels wide.
pub(super) fn hatches(f: &SweepFigure, id: &str, scale: (f64, f64)) -> Markup {
    html! {
        @for class in sweep::occurring(f) {
            @let look = look(f, class);
            @if let Some(lines) = look.hatch.and_then(|h| HATCHES.get(h)) {
                g class={ "s" (look.colour) } {
                    pattern id={ (id) "-h" (class) } width="10" height="10" patternUnits="userSpaceOnUse"
                        patternTransform={ "scale(" (fine(scale.0)) " " (fine(scale.1)) ")" } {
                        path class="hl" d=(lines) {}
                    }
                }
            }
        }
    }
}

/// A factor to six decimals.
pub(super) fn fine(x: f64) -> String {
    let text = format!("{x:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The reference to a hatching.
pub(super) fn hatch(id: &str, class: u16) -> String {
    format!("url(#{id}-h{class})")
}

/// The legend, one line a class that occurs, from a point down; and where it ends.
pub(super) fn legend(f: &SweepFigure, id: &str, (x, y): (f64, f64), wide: usize) -> (Markup, f64) {
    let total = f.rows.iter().map(Vec::len).sum::<usize>().max(1);
    let mut items = Vec::new();
    let mut at = y;
    for class in sweep::occurring(f) {
        let look = look(f, class);
        let count = f.rows.iter().flatten().filter(|c| **c == class).count();
        let name = sweep::label(f, class);
        let share = format!("{} of the cells", percent(count as f64 / total as f64));
        items.push(html! {
            g class={ "s" (look.colour) } {
                rect class="rg" x=(coord(x)) y=(coord(at)) width="28" height="18" {}
                @if look.hatch.is_some() {
                    rect fill=(hatch(&format!("{id}-l"), class)) x=(coord(x)) y=(coord(at)) width="28" height="18" {}
                }
                rect class="edge" x=(coord(x)) y=(coord(at)) width="28" height="18" {}
            }
        });
        let lines = wrap(name, wide);
        for (i, line) in lines.iter().enumerate() {
            items.push(label(x + 36.0, at + 10.0 + 15.0 * i as f64, Anchor::Start, "", line));
        }
        let below = at + 10.0 + 15.0 * lines.len() as f64;
        items.push(label(x + 36.0, below, Anchor::Start, "soft small", &share));
        at = below + 14.0;
    }
    (html! { @for i in &items { (i) } }, at)
}

/// Round values between two ends, about `count` of them.
pub(super) fn ticks(low: f64, high: f64, count: f64) -> Vec<f64> {
    let raw = (high - low) / count;
    if raw <= 0.0 || !raw.is_finite() {
        return vec![low];
    }
    let magnitude = 10_f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * magnitude);
    let step = steps.into_iter().find(|s| raw <= s * 1.000_001).unwrap_or(raw);
    let first = (low / step - 1e-9).ceil();
    (0..=40)
        .map(|i| (first + f64::from(i)) * step)
        .take_while(|t| *t <= high + step * 1e-9)
        .map(|t| if t.abs() < step * 1e-9 { 0.0 } else { t })
        .collect()
}

/// A tick in words.
pub(super) fn tick(t: f64) -> String {
    number(t)
}

/// Lines of small text from a point down.
pub(super) fn lines(caption: &[String], (x, y): (f64, f64), wide: usize) -> (Markup, f64) {
    let all: Vec<String> = caption.iter().flat_map(|c| wrap(c, wide)).collect();
    let drawn = html! {
        @for (i, line) in all.iter().enumerate() {
            (label(x, y + 15.0 * i as f64, Anchor::Start, "soft small", line))
        }
    };
    (drawn, y + 15.0 * all.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        let shown =
            |low, high| -> Vec<String> { ticks(low, high, 5.0).into_iter().map(tick).collect() };
        assert_eq!(shown(0.0, 1.0), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(shown(0.13, 0.27), ["0.15", "0.2", "0.25"]);
        assert_eq!(shown(2.0, 2.0), ["2"]);
        assert!(ticks(-3.0, 8.0, 6.0).iter().all(|t| (-3.0..=8.0).contains(t)));
    }
}
