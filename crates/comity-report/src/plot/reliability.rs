//! Calibration, one panel a model. See [`crate::svg`] for the plot on a pair's page.

use super::canvas::{drawing, line};
use super::curves::{heading, height, square};
use super::figure::{Figure, of_forecasts};
use crate::data::{Dataset, Value};
use crate::format::{coord, percent};
use crate::page::{CalibrationBin, ModelForecasts, TheoryFigures};
use maud::{Markup, html};

/// Observed shares against forecasts with consistency bands.
pub(super) fn figure(f: &TheoryFigures) -> Figure {
    let title = "Calibration".to_owned();
    let reach = f
        .forecasts
        .iter()
        .flat_map(|m| &m.bins)
        .map(|b| b.predicted.max(b.observed).max(b.band_high))
        .fold(0.0, f64::max);
    let axis = Axis::new(reach);
    let body = html! { @for (i, m) in f.forecasts.iter().enumerate() { (panel(i, m, &axis)) } };
    let alternative: Vec<String> = f
        .forecasts
        .iter()
        .map(|m| {
            let outside = m.bins.iter().filter(|b| !inside(b)).count();
            let bins: Vec<String> = m
                .bins
                .iter()
                .map(|b| {
                    format!("{} forecast, {} observed", percent(b.predicted), percent(b.observed))
                })
                .collect();
            format!(
                "{}: {outside} of {} bins outside the consistency band ({}).",
                m.title,
                m.bins.len(),
                bins.join("; ")
            )
        })
        .collect();
    let rows = f.forecasts.iter().flat_map(|m| {
        m.bins.iter().map(|b| -> Vec<Value> {
            vec![
                m.id.as_str().into(),
                b.predicted.into(),
                b.observed.into(),
                b.count.into(),
                b.band_low.into(),
                b.band_high.into(),
            ]
        })
    });
    let mut caption = vec![
        "Observed share against mean forecast by bin. Bars: where the observed share of a calibrated model would \
         fall by chance, 90% (Bröcker and Smith 2007); hollow points lie outside. The larger the point, the more \
         forecasts. Both axes are on a square-root scale."
            .to_owned(),
    ];
    caption.extend(of_forecasts(f));
    let summary =
        "Observed share against forecast probability, one panel a model, with consistency bands.";
    Figure {
        name: "calibration",
        svg: drawing("calibration", &title, summary, height(f.forecasts.len()), &body),
        title,
        caption,
        alternative,
        data: Dataset {
            name: "calibration",
            title: "Reliability: forecast and observed share by bin".into(),
            columns: vec!["model", "predicted", "observed", "count", "band_low", "band_high"],
            rows: rows.collect(),
        },
    }
}

/// Square-root scale from 0 to a round probability: most forecasts of rare events are small.
struct Axis {
    high: f64,
    ticks: Vec<(f64, &'static str)>,
}

impl Axis {
    fn new(reach: f64) -> Self {
        const TICKS: [(f64, &str); 7] = [
            (0.0, "0"),
            (0.01, "1%"),
            (0.05, "5%"),
            (0.1, "10%"),
            (0.25, "25%"),
            (0.5, "50%"),
            (1.0, "100%"),
        ];
        let high = [0.1, 0.25, 0.5].into_iter().find(|h| reach <= *h).unwrap_or(1.0);
        let shown = TICKS.into_iter().filter(|t| t.0 <= high);
        Self { high, ticks: shown.map(|(p, words)| ((p / high).sqrt(), words)).collect() }
    }

    fn share(&self, p: f64) -> f64 {
        (p.max(0.0) / self.high).sqrt()
    }
}

fn inside(b: &CalibrationBin) -> bool {
    (b.band_low..=b.band_high).contains(&b.observed)
}

#[expect(clippy::cast_precision_loss, reason = "a radius needs no more than f64 precision")]
fn panel(i: usize, m: &ModelForecasts, axis: &Axis) -> Markup {
    let (frame, place) = square(i, ("forecast probability", "observed share"), &axis.ticks);
    let at = |(x, y): (f64, f64)| place((axis.share(x), axis.share(y)));
    let most = m.bins.iter().map(|b| b.count).max().unwrap_or(1).max(1);
    let radius =
        |n: u64| 3.0 + 3.0 * ((n as f64 + 1.0).ln() / (most as f64 + 1.0).ln()).clamp(0.0, 1.0);
    html! {
        (frame)
        (line("d", place((0.0, 0.0)), place((1.0, 1.0))))
        @for b in &m.bins {
            @let ((x, low), (_, high)) = (at((b.predicted, b.band_low)), at((b.predicted, b.band_high)));
            rect class="band" x=(coord(x - 3.5)) width="7" y=(coord(high)) height=(coord((low - high).max(1.0))) {}
        }
        @for b in &m.bins {
            @let (x, y) = at((b.predicted, b.observed));
            circle class=(if inside(b) { "pt" } else { "pt h" }) cx=(coord(x)) cy=(coord(y)) r=(coord(radius(b.count))) {}
        }
        (heading(i, &m.title, ""))
    }
}
