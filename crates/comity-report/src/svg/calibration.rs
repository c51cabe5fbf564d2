//! Reliability plots with consistency bands.
//!
//! Source: Bröcker and Smith (2007), "Increasing the reliability of reliability diagrams",
//! *Weather and Forecasting* 22, 651–661: the band is where the observed share of a
//! calibrated model falls.

use crate::format::{coord, percent};
use crate::page::Calibration;
use crate::text;
use maud::{Markup, html};

/// Side of the drawing and of the plot within it.
const SIDE: f64 = 320.0;
const LEFT: f64 = 44.0;
const PLOT: f64 = 256.0;
const TOP: f64 = 12.0;

fn x(p: f64) -> f64 {
    LEFT + p.clamp(0.0, 1.0) * PLOT
}

fn y(p: f64) -> f64 {
    TOP + (1.0 - p.clamp(0.0, 1.0)) * PLOT
}

/// The plot of one model: filled points lie in the band, hollow ones outside it.
pub(crate) fn calibration(id: &str, c: &Calibration) -> Markup {
    let outside = c.bins.iter().filter(|b| !inside(b)).count();
    let desc = format!(
        "Observed share against forecast in {} bins; {outside} outside the consistency band.",
        c.bins.len()
    );
    let most = c.bins.iter().map(|b| b.count).max().unwrap_or(1).max(1);
    html! {
        svg role="img" class="reliability" viewBox={ "0 0 " (SIDE) " " (SIDE) }
            aria-labelledby={ (id) "-t " (id) "-d" } {
            title id={ (id) "-t" } { "Reliability: " (text::clean(&c.model)) }
            desc id={ (id) "-d" } { (desc) }
            @for t in [0.0, 0.25, 0.5, 0.75, 1.0] {
                line class="grid" x1=(coord(x(t))) x2=(coord(x(t))) y1=(coord(y(0.0))) y2=(coord(y(1.0))) {}
                line class="grid" y1=(coord(y(t))) y2=(coord(y(t))) x1=(coord(x(0.0))) x2=(coord(x(1.0))) {}
                text class="tick" x=(coord(x(t))) y=(coord(y(0.0) + 17.0)) text-anchor="middle" { (tick(t)) }
                text class="tick" x=(coord(LEFT - 7.0)) y=(coord(y(t) + 4.0)) text-anchor="end" { (tick(t)) }
            }
            line class="diagonal" x1=(coord(x(0.0))) y1=(coord(y(0.0))) x2=(coord(x(1.0))) y2=(coord(y(1.0))) {}
            @for b in &c.bins {
                rect class="band" x=(coord(x(b.predicted) - 5.0)) width="10" y=(coord(y(b.band_high)))
                    height=(coord((y(b.band_low) - y(b.band_high)).max(1.0))) {}
            }
            @for b in &c.bins {
                circle class=(if inside(b) { "point" } else { "point hollow" }) cx=(coord(x(b.predicted)))
                    cy=(coord(y(b.observed))) r=(coord(radius(b.count, most))) {
                    title { "Forecast " (percent(b.predicted)) ", observed " (percent(b.observed)) ", " (b.count) " forecasts" }
                }
            }
            text class="axis" x=(coord(x(0.5))) y=(coord(SIDE - 8.0)) text-anchor="middle" { "forecast probability" }
            text class="axis" x=(coord(x(0.0) + 5.0)) y=(coord(y(1.0) + 14.0)) { "observed share" }
        }
    }
}

fn tick(t: f64) -> String {
    format!("{:.0}%", t * 100.0)
}

fn inside(b: &crate::page::CalibrationBin) -> bool {
    (b.band_low..=b.band_high).contains(&b.observed)
}

/// Area grows with the logarithm of the count: bins of rare events differ by 10³.
#[expect(clippy::cast_precision_loss, reason = "a radius needs no more than f64 precision")]
fn radius(count: u64, most: u64) -> f64 {
    let share = (count as f64 + 1.0).ln() / (most as f64 + 1.0).ln();
    3.0 + 4.0 * share.clamp(0.0, 1.0).sqrt()
}
