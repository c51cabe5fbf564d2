//! The phase diagram: which class of solution holds where, over two parameters.

use super::canvas::{Anchor, WIDTH, label, line, sized};
use super::phase_parts::{fine, hatch, hatches, legend, lines, look, tick, ticks};
use super::regions::{outline, place};
use super::sweep;
use crate::format::coord;
use crate::page::{SweepAxis, SweepFigure};
use crate::text;
use maud::{Markup, html};

const ID: &str = "sweep";
const LEFT: f64 = 72.0;
const TOP: f64 = 40.0;
/// Width and height of the plot.
const WIDE: f64 = 520.0;
const HIGH: f64 = 440.0;

/// The figure as an SVG document.
pub(super) fn svg(f: &SweepFigure, y: &SweepAxis) -> String {
    let (columns, rows) = (f.x.values.len(), f.rows.len());
    let scale =
        (WIDE / (2.0 * (columns.max(2) - 1) as f64), HIGH / (2.0 * (rows.max(2) - 1) as f64));
    let classes = sweep::occurring(f);
    let (key, _) = legend(f, ID, (LEFT + WIDE + 24.0, TOP), 18);
    let (caption, end) = lines(&f.caption, (8.0, TOP + HIGH + 72.0), 130);
    let body = html! {
        defs {
            (hatches(f, ID, (1.0 / scale.0, -1.0 / scale.1)))
            (hatches(f, &format!("{ID}-l"), (1.0, 1.0)))
            @for &class in &classes { path class="ns" id={ (ID) "-r" (class) } d=(outline(&f.rows, class)) {} }
        }
        (label(8.0, 20.0, Anchor::Start, "head", &f.title))
        g transform={ "translate(" (coord(LEFT)) " " (coord(TOP + HIGH)) ") scale(" (fine(scale.0)) " " (fine(-scale.1)) ")" } {
            @for &class in &classes {
                @let look = look(f, class);
                g class={ "s" (look.colour) } {
                    use class="rg" href={ "#" (ID) "-r" (class) } {}
                    @if look.hatch.is_some() { use fill=(hatch(ID, class)) href={ "#" (ID) "-r" (class) } {} }
                }
            }
            @for &class in &classes { use class="edge" href={ "#" (ID) "-r" (class) } {} }
        }
        (axes(f, y))
        @for &class in &classes { (name(f, class)) }
        (key)
        (caption)
    };
    let alternative = sweep::sweep_words(f).join(" ");
    sized(ID, [&f.title, &alternative], (WIDTH, end + 4.0), &body)
}

fn axes(f: &SweepFigure, y: &SweepAxis) -> Markup {
    let ends = |a: &SweepAxis| {
        (a.values.first().copied().unwrap_or(0.0), a.values.last().copied().unwrap_or(1.0))
    };
    let ((x0, x1), (y0, y1)) = (ends(&f.x), ends(y));
    let across = |v: f64| LEFT + WIDE * (v - x0) / (x1 - x0);
    let up = |v: f64| TOP + HIGH - HIGH * (v - y0) / (y1 - y0);
    html! {
        @for t in ticks(x0, x1, 6.0) {
            (line("e", (across(t), TOP + HIGH), (across(t), TOP + HIGH + 5.0)))
            (label(across(t), TOP + HIGH + 20.0, Anchor::Middle, "soft", &tick(t)))
        }
        @for t in ticks(y0, y1, 6.0) {
            (line("e", (LEFT - 5.0, up(t)), (LEFT, up(t))))
            (label(LEFT - 9.0, up(t) + 4.0, Anchor::End, "soft", &tick(t)))
        }
        (label(LEFT + 0.5 * WIDE, TOP + HIGH + 44.0, Anchor::Middle, "", &f.x.label))
        text text-anchor="middle"
            transform={ "translate(20 " (coord(TOP + 0.5 * HIGH)) ") rotate(-90)" } { (text::clean(&y.label)) }
    }
}

/// The name of a class in its region, if it fits there.
fn name(f: &SweepFigure, class: u16) -> Markup {
    let words = sweep::label(f, class);
    let cell = (WIDE / f.x.values.len() as f64, HIGH / f.rows.len() as f64);
    let wide = (7.4 * text::width(words) as f64 + 10.0) / cell.0;
    // As far from the border as there is room: in the middle of the highest place that is free.
    let found = [12.0, 6.0, 3.0, 1.5, 1.0]
        .into_iter()
        .find_map(|room| place(&f.rows, class, wide, room * 20.0 / cell.1));
    html! {
        @if let Some((column, row)) = found {
            (label(LEFT + column * cell.0, TOP + HIGH - row * cell.1 + 5.0, Anchor::Middle, "lb", words))
        }
    }
}
