//! Linear scales with round ticks.

/// From values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that holds `low` and `high` and ends at round numbers, drawn from pixel `from`
    /// to pixel `to`.
    pub(super) fn round(low: f64, high: f64, from: f64, to: f64) -> Self {
        let (low, high) =
            if low < high && (high - low).is_finite() { (low, high) } else { (-1.0, 1.0) };
        let raw = (high - low) / 5.0;
        let magnitude = 10_f64.powf(raw.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * magnitude);
        let step = step.into_iter().find(|s| raw <= s * 1.000_001).unwrap_or(10.0 * magnitude);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Self { low, high, step, from, to }
    }

    /// The pixel of a value, within the scale.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        self.from + share * (self.to - self.from)
    }

    /// Round values from end to end.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let n = ((self.high - self.low) / self.step).round();
        (0..=40)
            .map(f64::from)
            .take_while(|i| *i <= n)
            .map(|i| self.low + i * self.step)
            .map(|t| if t.abs() < self.step * 1e-9 { 0.0 } else { t })
            .collect()
    }

    /// A tick in words.
    pub(super) fn shown(&self, tick: f64) -> String {
        let digits = (0..4).find(|d| {
            let x = self.step * 10_f64.powi(*d);
            (x - x.round()).abs() < 1e-6
        });
        let digits = usize::try_from(digits.unwrap_or(4)).unwrap_or(4);
        if tick == 0.0 { "0".to_owned() } else { crate::format::signed(tick, digits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_hold_their_values_and_end_round() {
        let s = Scale::round(-1.3, 4.1, 100.0, 500.0);
        assert_eq!((s.low, s.high), (-2.0, 6.0));
        assert_eq!(s.ticks(), [-2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!((s.at(-2.0), s.at(6.0), s.at(99.0)), (100.0, 500.0, 500.0));
        let odd = Scale::round(f64::NAN, 1.0, 0.0, 1.0);
        assert!(odd.low < odd.high && odd.at(f64::NAN) == 0.0);
        assert_eq!(Scale::round(0.0, 0.1, 0.0, 1.0).shown(0.02), "+0.02");
    }
}
