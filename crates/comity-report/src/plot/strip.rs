//! The strip: which class of solution holds along one parameter.

use super::canvas::{Anchor, WIDTH, label, line, sized};
use super::phase_parts::{hatch, hatches, legend, lines, look, tick, ticks};
use super::sweep::{self, SweepRun};
use crate::format::{coord, number};
use crate::page::SweepFigure;
use crate::text;
use maud::{Markup, html};

const ID: &str = "sweep";
const LEFT: f64 = 24.0;
const WIDE: f64 = WIDTH - 2.0 * LEFT;
const TOP: f64 = 76.0;
const HIGH: f64 = 54.0;

/// The figure as an SVG document.
pub(super) fn svg(f: &SweepFigure) -> String {
    let low = f.x.values.first().copied().unwrap_or(0.0);
    let high = f.x.values.last().copied().unwrap_or(1.0);
    let at = |v: f64| LEFT + WIDE * ((v - low) / (high - low)).clamp(0.0, 1.0);
    let runs: Vec<SweepRun> = sweep::sweep_runs(f).into_iter().filter(|r| r.row == 0).collect();
    let bottom = TOP + HIGH;
    let (key, below) = legend(f, ID, (LEFT, bottom + 66.0), 90);
    let (caption, end) = lines(&f.caption, (LEFT, below + 12.0), 130);
    let mut borders: Vec<f64> = Vec::new();
    for pair in runs.windows(2) {
        if let [a, b] = pair {
            borders.push(if a.exact { a.to } else { 0.5 * (a.to + b.from) });
        }
    }
    let starts = || std::iter::once(low).chain(borders.iter().copied());
    let ends = || borders.iter().copied().chain([high]);
    let body = html! {
        defs { (hatches(f, &format!("{ID}-l"), (1.0, 1.0))) }
        (label(LEFT, 20.0, Anchor::Start, "head", &f.title))
        @for (run, (from, to)) in runs.iter().zip(starts().zip(ends())) { (part(f, run.class, at(from), at(to))) }
        @for (i, b) in borders.iter().enumerate() { (border(at(*b), *b, i, &borders, &at)) }
        (line("e", (LEFT, bottom + 6.0), (LEFT + WIDE, bottom + 6.0)))
        @for t in ticks(low, high, 8.0) {
            (line("e", (at(t), bottom + 6.0), (at(t), bottom + 11.0)))
            (label(at(t), bottom + 25.0, Anchor::Middle, "soft", &tick(t)))
        }
        (label(LEFT + 0.5 * WIDE, bottom + 46.0, Anchor::Middle, "", &f.x.label))
        (key)
        (caption)
    };
    let alternative = sweep::sweep_words(f).join(" ");
    sized(ID, [&f.title, &alternative], (WIDTH, end + 4.0), &body)
}

fn part(f: &SweepFigure, class: u16, from: f64, to: f64) -> Markup {
    let look = look(f, class);
    let (x, y, w, h) = (coord(from), coord(TOP), coord(to - from), coord(HIGH));
    let words = sweep::label(f, class);
    let fits = 7.4 * text::width(words) as f64 + 10.0 <= to - from;
    html! {
        g class={ "s" (look.colour) } {
            rect class="rg" x=(x) y=(y) width=(w) height=(h) {}
            @if look.hatch.is_some() {
                rect fill=(hatch(&format!("{ID}-l"), class)) x=(x) y=(y) width=(w) height=(h) {}
            }
        }
        rect class="edge" x=(x) y=(y) width=(w) height=(h) {}
        @if fits { (label(0.5 * (from + to), TOP + 0.5 * HIGH + 5.0, Anchor::Middle, "lb", words)) }
    }
}

/// The value of a border above the strip; one close to the border before it stands higher.
fn border(x: f64, value: f64, i: usize, all: &[f64], at: &impl Fn(f64) -> f64) -> Markup {
    let close = |j: usize| all.get(j).is_some_and(|v| x - at(*v) < 64.0);
    let mut level = 0;
    for j in 0..i {
        level = if close(j) { (level + 1) % 3 } else { 0 };
    }
    let y = TOP - 8.0 - 14.0 * f64::from(level);
    html! {
        (line("e", (x, y + 3.0), (x, TOP)))
        (label(x.clamp(LEFT + 26.0, LEFT + WIDE - 26.0), y, Anchor::Middle, "small", &number(value)))
    }
}
