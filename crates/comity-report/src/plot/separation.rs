//! The separation plot.
//!
//! Greenhill, Ward and Sacks (2011), "The Separation Plot: A New Visual Method for Evaluating
//! the Fit of Binary Models", *American Journal of Political Science* 55(4): rows in order of
//! their probability, events as lines, the probability as a curve, and a mark where the
//! events would begin if the model separated them and their number were the expected one.

use super::canvas::{Anchor, WIDTH, drawing, label, line, path};
use super::figure::{Figure, of_forecasts};
use crate::data::{Dataset, Value};
use crate::format::coord;
use crate::page::{ModelForecasts, TheoryFigures};
use maud::{Markup, html};

const LEFT: f64 = 8.0;
const STRIP: f64 = 44.0;
const ROW: f64 = 92.0;
/// Points of the curve.
const POINTS: usize = 240;

/// One strip a model.
pub(super) fn figure(f: &TheoryFigures) -> Figure {
    let title = "Separation plot".to_owned();
    let alternative: Vec<String> = f.forecasts.iter().map(said).collect();
    let height = 14.0 + ROW * f.forecasts.len() as f64 + 26.0;
    let body = html! {
        @for (i, m) in f.forecasts.iter().enumerate() { (strip(m, 14.0 + ROW * i as f64)) }
        (label(LEFT, height - 10.0, Anchor::Start, "soft small", "least likely by the model"))
        (label(WIDTH - LEFT, height - 10.0, Anchor::End, "soft small", "most likely by the model"))
    };
    let summary = "Forecasts of each model from the least to the most likely; events as dark lines. The better the model, the more of them stand at the right end.";
    let mut caption = vec![
        "Every row that was forecast, from the least to the most likely, by its rank; each dark line is an event. \
         The curve is the probability, from 0 to 1. The triangle stands where the events would begin if there \
         were as many as expected and the model separated them (Greenhill, Ward and Sacks 2011)."
            .to_owned(),
    ];
    caption.extend(of_forecasts(f));
    Figure {
        name: "separation",
        svg: drawing("separation", &title, summary, height, &body),
        title,
        caption,
        alternative,
        data: dataset(f),
    }
}

fn x(rank: f64, n: usize) -> f64 {
    LEFT + (WIDTH - 2.0 * LEFT) * rank / n.max(1) as f64
}

fn strip(m: &ModelForecasts, top: f64) -> Markup {
    let n = m.probability.len();
    let base = top + 20.0 + STRIP;
    let expected: f64 = m.probability.iter().sum();
    let events = m.happened.iter().enumerate().filter(|(_, y)| **y).map(|(i, _)| i);
    let curve = || {
        sampled(n).map(|i| {
            let p = m.probability.get(i).copied().unwrap_or(0.0);
            (x(i as f64 + 0.5, n), base - STRIP * p.clamp(0.0, 1.0))
        })
    };
    let at = x(n as f64 - expected, n);
    let triangle = format!("M{} {}l-5 9h10Z", coord(at), coord(base + 1.0));
    html! {
        (label(LEFT, top + 13.0, Anchor::Start, "head", &m.title))
        rect class="wash" x=(coord(LEFT)) y=(coord(base - STRIP)) width=(coord(WIDTH - 2.0 * LEFT)) height=(coord(STRIP)) {}
        @for i in events { (line("e", (x(i as f64 + 0.5, n), base - STRIP), (x(i as f64 + 0.5, n), base))) }
        (path("halo", curve()))
        (path("l", curve()))
        g class="s1" { path class="tip" d=(triangle) {} }
    }
}

/// Ranks at which the curve is drawn: evenly, and closer at the end, where it rises.
fn sampled(n: usize) -> impl Iterator<Item = usize> {
    let last = n.saturating_sub(1);
    let even = (0..POINTS / 2).map(move |i| last * i / (POINTS / 2));
    let close = (0..=POINTS / 2).map(move |i| last - (last / 10) * (POINTS / 2 - i) / (POINTS / 2));
    even.take_while(move |i| *i < last - last / 10).chain(close)
}

fn said(m: &ModelForecasts) -> String {
    let n = m.probability.len();
    let events = m.happened.iter().filter(|y| **y).count();
    let tenth = n - n / 10;
    let top = m.happened.iter().skip(tenth).filter(|y| **y).count();
    format!(
        "{}: {top} of {events} events are among the likeliest tenth of {n} forecasts; expected number of events {:.1}.",
        m.title,
        m.probability.iter().sum::<f64>()
    )
}

fn dataset(f: &TheoryFigures) -> Dataset {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for m in &f.forecasts {
        let n = m.probability.len();
        let drawn: Vec<usize> = sampled(n).collect();
        for (i, (p, y)) in m.probability.iter().zip(&m.happened).enumerate() {
            if *y || drawn.binary_search(&i).is_ok() {
                rows.push(vec![
                    m.id.as_str().into(),
                    Value::Whole((i + 1).try_into().unwrap_or(i64::MAX)),
                    Value::Whole(n.try_into().unwrap_or(i64::MAX)),
                    (*p).into(),
                    (*y).into(),
                ]);
            }
        }
    }
    Dataset {
        name: "separation",
        title: "Separation plot: every event and the points of the curve".into(),
        columns: vec!["model", "rank", "of", "probability", "event"],
        rows,
    }
}
