//! Linear axes with round ticks.

use super::frame::drawing;
use crate::format::{at, percent, signed};
use maud::{Markup, html};

/// A linear axis from `low` to `high`, drawn over the whole width.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// An axis of probabilities from 0 to the round number above `max` (5 % to 100 %).
    pub(crate) fn probability(max: f64) -> Self {
        let steps = [(0.05, 0.01), (0.1, 0.02), (0.25, 0.05), (0.5, 0.1)];
        let found = steps.into_iter().find(|(high, _)| max <= *high);
        let (high, step) = found.unwrap_or((1.0, 0.25));
        Self { low: 0.0, high, step }
    }

    /// An axis symmetric around zero that holds `±max`.
    pub(crate) fn symmetric(max: f64) -> Self {
        let max = if max.is_finite() && max > 0.0 { max } else { 1.0 };
        let magnitude = 10_f64.powf(max.log10().floor());
        let round = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0].map(|m| m * magnitude);
        let high = round.into_iter().find(|r| max <= *r * 1.000_001).unwrap_or(10.0 * magnitude);
        Self { low: -high, high, step: high / 2.0 }
    }

    /// Upper end.
    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// Position in percent of the width, clamped to the axis.
    pub(crate) fn x(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        if share.is_finite() { share.clamp(0.0, 1.0) * 100.0 } else { 0.0 }
    }

    fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step).round();
        (0..=20)
            .map(f64::from)
            .take_while(|i| *i <= n)
            .map(|i| self.low + i * self.step)
            .map(|t| if t.abs() < self.step * 1e-9 { 0.0 } else { t })
            .collect()
    }

    /// Vertical lines at the ticks.
    pub(crate) fn grid(&self) -> Markup {
        html! {
            @for t in self.ticks() {
                line class=(if t == 0.0 { "zero" } else { "grid" })
                    x1=(at(self.x(t))) x2=(at(self.x(t))) y1="0" y2="100%" {}
            }
        }
    }

    /// The axis as a drawing of its own, labels as percentages or as signed numbers.
    pub(crate) fn labels(&self, id: &str, what: &str) -> Markup {
        let signed_axis = self.low < 0.0;
        let whole = |d: i32| {
            let x = self.step * 10_f64.powi(d);
            (x - x.round()).abs() < 1e-6
        };
        let digits = [0_u8, 1, 2, 3].into_iter().find(|d| whole(i32::from(*d))).unwrap_or(4);
        let label = |t: f64| {
            if t == 0.0 {
                "0".to_owned()
            } else if signed_axis {
                signed(t, digits.into())
            } else {
                percent(t).replace(".0%", "%")
            }
        };
        let ticks = self.ticks();
        let last = ticks.len().saturating_sub(1);
        let first = ticks.first().map_or_else(String::new, |t| label(*t));
        let end = ticks.last().map_or_else(String::new, |t| label(*t));
        let body = html! {
            @for (i, t) in ticks.iter().enumerate() {
                text class="tick" x=(at(self.x(*t))) y="14"
                    text-anchor=(if i == 0 { "start" } else if i == last { "end" } else { "middle" })
                    { (label(*t)) }
            }
        };
        drawing(id, &format!("Axis: {what}"), &format!("From {first} to {end}."), 20, &body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_their_values_and_end_round() {
        assert_eq!(Axis::probability(0.03).high(), 0.05);
        assert_eq!(Axis::probability(0.3).high(), 0.5);
        assert_eq!(Axis::probability(0.51).high(), 1.0);
        assert_eq!(Axis::symmetric(1.7).high(), 2.0);
        assert_eq!(Axis::symmetric(0.0).high(), 1.0);
        assert_eq!(Axis::symmetric(f64::NAN).high(), 1.0);
        let a = Axis::symmetric(0.02);
        assert!((a.high() - 0.02).abs() < 1e-12);
        assert_eq!(a.x(0.0), 50.0);
        assert_eq!(a.x(9.0), 100.0);
        assert_eq!(a.ticks().len(), 5);
    }
}
