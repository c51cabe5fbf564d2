//! ROC and precision–recall curves, one panel a model, the others behind it.

use super::canvas::{Anchor, WIDTH, drawing, label, line, path};
use super::figure::{Figure, of_forecasts};
use crate::data::{Dataset, Value};
use crate::format::coord;
use crate::page::{ModelForecasts, TheoryFigures};
use crate::text::cut;
use maud::{Markup, html};

/// Panels in a row.
const ACROSS: usize = 3;
const PANEL: f64 = 208.0;
const GAP: f64 = 54.0;
const TOP: f64 = 34.0;
const TALL: f64 = PANEL + 74.0;

/// Ticks of shares.
const SHARES: [(f64, &str); 5] = [(0.0, "0"), (0.25, ""), (0.5, "0.5"), (0.75, ""), (1.0, "1")];

/// How one kind of curve is drawn and told.
struct Kind {
    name: &'static str,
    title: &'static str,
    x: &'static str,
    y: &'static str,
    columns: [&'static str; 2],
    area: &'static str,
    points: fn(&ModelForecasts) -> &[(f64, f64)],
    value: fn(&ModelForecasts) -> Option<f64>,
    /// The curve of a model that knows nothing.
    blind: [(f64, f64); 2],
}

/// ROC curves.
pub(super) fn roc(f: &TheoryFigures) -> Figure {
    figure(
        f,
        &Kind {
            name: "roc",
            title: "ROC curves",
            x: "share of non-events",
            y: "share of events",
            columns: ["false_positive_rate", "true_positive_rate"],
            area: "area",
            points: |m| &m.roc,
            value: |m| m.roc_area,
            blind: [(0.0, 0.0), (1.0, 1.0)],
        },
        "With rare events the area flatters every model: most non-events are easy. Read the precision–recall curves beside it.",
    )
}

/// Precision–recall curves.
pub(super) fn precision_recall(f: &TheoryFigures) -> Figure {
    let base = f.forecasts.first().map_or(0.0, |m| {
        m.happened.iter().filter(|y| **y).count() as f64 / m.happened.len().max(1) as f64
    });
    figure(
        f,
        &Kind {
            name: "precision-recall",
            title: "Precision–recall curves",
            x: "recall",
            y: "precision",
            columns: ["recall", "precision"],
            area: "average precision",
            points: |m| &m.precision,
            value: |m| m.average_precision,
            blind: [(0.0, base), (1.0, base)],
        },
        "Recall: share of events found. Precision: share of events among those found. The area under the steps is the average precision.",
    )
}

fn figure(f: &TheoryFigures, kind: &Kind, hint: &str) -> Figure {
    let rows = f.forecasts.len().div_ceil(ACROSS);
    let height = 8.0 + TALL * rows as f64;
    let body = html! {
        defs {
            @for (k, m) in f.forecasts.iter().enumerate() {
                path id={ (kind.name) "-" (k) } d=(unit_path((kind.points)(m))) {}
            }
        }
        @for (i, m) in f.forecasts.iter().enumerate() { (panel(f, kind, i, m)) }
    };
    let alternative: Vec<String> = f
        .forecasts
        .iter()
        .map(|m| match (kind.value)(m) {
            Some(v) => format!("{}: {} {v:.3}.", m.title, kind.area),
            None => format!("{}: no {}.", m.title, kind.area),
        })
        .collect();
    let summary = format!(
        "{}, one panel a model, with the curves of the others in grey behind it.",
        kind.title
    );
    let mut caption = vec![format!(
        "One panel a model; the grey curves are the other models. Dashed: a model that knows nothing. {hint}"
    )];
    caption.extend(of_forecasts(f));
    let data = f.forecasts.iter().flat_map(|m| {
        (kind.points)(m).iter().map(|(x, y)| vec![m.id.as_str().into(), (*x).into(), (*y).into()])
    });
    Figure {
        name: kind.name,
        title: kind.title.to_owned(),
        caption,
        alternative,
        svg: drawing(kind.name, kind.title, &summary, height, &body),
        data: Dataset {
            name: kind.name,
            title: kind.title.to_owned(),
            columns: vec!["model", kind.columns[0], kind.columns[1]],
            rows: data.collect::<Vec<Vec<Value>>>(),
        },
    }
}

/// The corner of a panel.
pub(super) fn corner(i: usize) -> (f64, f64) {
    let left = 0.5 * (WIDTH - ACROSS as f64 * PANEL - (ACROSS - 1) as f64 * GAP) + 18.0;
    (left + (i % ACROSS) as f64 * (PANEL + GAP), TOP + (i / ACROSS) as f64 * TALL)
}

/// Height of a figure of panels.
pub(super) fn height(panels: usize) -> f64 {
    8.0 + TALL * panels.div_ceil(ACROSS) as f64
}

/// A square from 0 to 1 both ways with its axes, and a function from shares of it to pixels.
/// Ticks are (share, words), the same both ways.
pub(super) fn square(
    i: usize,
    (x, y): (&str, &str),
    ticks: &[(f64, &str)],
) -> (Markup, impl Fn((f64, f64)) -> (f64, f64)) {
    let (left, top) = corner(i);
    let at = move |(px, py): (f64, f64)| {
        (left + px.clamp(0.0, 1.0) * PANEL, top + (1.0 - py.clamp(0.0, 1.0)) * PANEL)
    };
    let frame = html! {
        @for &(t, words) in ticks {
            (line("g", at((t, 0.0)), at((t, 1.0))))
            (line("g", at((0.0, t)), at((1.0, t))))
            (label(at((t, 0.0)).0, top + PANEL + 15.0, Anchor::Middle, "soft small", words))
            (label(left - 6.0, at((0.0, t)).1 + 4.0, Anchor::End, "soft small", words))
        }
        (label(left + 0.5 * PANEL, top + PANEL + 31.0, Anchor::Middle, "soft small", x))
        text class="soft small" text-anchor="middle"
            transform={ "translate(" (coord(left - 38.0)) " " (coord(top + 0.5 * PANEL)) ") rotate(-90)" } { (y) }
    };
    (frame, at)
}

/// The title of a panel with a number.
pub(super) fn heading(i: usize, title: &str, number: &str) -> Markup {
    let (left, top) = corner(i);
    html! {
        (label(left, top - 8.0, Anchor::Start, "head", &cut(brief(title), if number.is_empty() { 27 } else { 21 })))
        (label(left + PANEL, top - 8.0, Anchor::End, "soft", number))
    }
}

/// A title without what follows a colon or a bracket.
fn brief(title: &str) -> &str {
    title.split([':', '(']).next().unwrap_or(title).trim_end()
}

fn panel(f: &TheoryFigures, kind: &Kind, i: usize, m: &ModelForecasts) -> Markup {
    let (frame, at) = square(i, (kind.x, kind.y), &SHARES);
    let number = (kind.value)(m).map(|v| format!("{v:.3}")).unwrap_or_default();
    let (left, top) = corner(i);
    let curve = |k: usize, class: &str| {
        html! {
            use class=(class) href={ "#" (kind.name) "-" (k) }
                transform={ "translate(" (coord(left)) " " (coord(top)) ")" } {}
        }
    };
    html! {
        (frame)
        (path("d", kind.blind.iter().map(|p| at(*p))))
        @for k in (0..f.forecasts.len()).filter(|k| *k != i) { (curve(k, "o")) }
        (curve(i, "l"))
        (heading(i, &m.title, &number))
    }
}

/// A curve in the coordinates of a panel; points less than half a pixel apart are one.
fn unit_path(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    let mut last = (f64::INFINITY, f64::INFINITY);
    for (i, (x, y)) in points.iter().enumerate() {
        let here = (x.clamp(0.0, 1.0) * PANEL, (1.0 - y.clamp(0.0, 1.0)) * PANEL);
        let near = (here.0 - last.0).abs() < 0.5 && (here.1 - last.1).abs() < 0.5;
        if near && i + 1 < points.len() {
            continue;
        }
        last = here;
        d.push(if d.is_empty() { 'M' } else { 'L' });
        d.push_str(&format!("{} {}", short(here.0), short(here.1)));
    }
    d
}

/// A coordinate to a tenth of a pixel.
fn short(x: f64) -> String {
    coord((x * 10.0).round() / 10.0)
}
