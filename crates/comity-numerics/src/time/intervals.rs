//! A hazard that is constant within intervals of time.

use crate::error::{NumericsError, Result, all_finite, in_range, same_length};
use serde::{Deserialize, Serialize};

/// Dummies of intervals of time: the baseline hazard without a shape imposed (the temporal
/// dummies of Beck, Katz and Tucker 1998, equation 6). Interval k runs from one cut to just
/// before the next; the first begins before the first cut, the last has no end. The first
/// interval has no column: it is the intercept's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    cuts: Vec<f64>,
}

impl Intervals {
    /// Intervals that begin at the given cuts, ascending: one column a cut.
    ///
    /// # Errors
    /// [`NumericsError::NotFinite`] when a cut is infinite or NaN, [`NumericsError::Parameter`]
    /// when they do not ascend.
    pub fn at(cuts: Vec<f64>) -> Result<Self> {
        all_finite("the cuts", &cuts)?;
        if cuts.windows(2).any(|w| w[0] >= w[1]) {
            return Err(NumericsError::Parameter {
                name: "cuts",
                value: cuts.len() as f64,
                range: "ascending",
            });
        }
        Ok(Self { cuts })
    }

    /// The finest intervals of the distinct times in each of which at least `least` rows
    /// have the event and at least `least` do not, so that no dummy predicts perfectly.
    /// Times that fall short are joined to later ones, and what is left at the end to the
    /// last interval.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the lengths differ, [`NumericsError::NotFinite`] when
    /// a time is infinite or NaN, [`NumericsError::Parameter`] when `least` is zero or the
    /// whole sample falls short of it.
    pub fn with_events(time: &[f64], event: &[bool], least: usize) -> Result<Self> {
        same_length("the events", event.len(), time.len())?;
        all_finite("the times", time)?;
        in_range("least", least as f64, "at least 1", least >= 1)?;
        let yes = event.iter().filter(|e| **e).count();
        let rarer = yes.min(event.len() - yes);
        in_range("events", rarer as f64, "at least as many as an interval needs", rarer >= least)?;
        let mut rows: Vec<(f64, bool)> = time.iter().copied().zip(event.iter().copied()).collect();
        rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut starts, mut counts) = (Vec::new(), [0_usize; 2]);
        for group in rows.chunk_by(|a, b| a.0 == b.0) {
            if starts.is_empty() || counts.iter().all(|c| *c >= least) {
                starts.extend(group.first().map(|r| r.0));
                counts = [0; 2];
            }
            for (_, event) in group {
                counts[usize::from(*event)] += 1;
            }
        }
        if counts.iter().any(|c| *c < least) {
            starts.pop();
        }
        let cuts = if starts.is_empty() { starts } else { starts.split_off(1) };
        Self::at(cuts)
    }

    /// Where the intervals after the first begin.
    #[must_use]
    pub fn cuts(&self) -> &[f64] {
        &self.cuts
    }

    /// Number of columns: one less than intervals.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cuts.len()
    }

    /// The dummies at many times, one column an interval after the first.
    #[must_use]
    pub fn columns(&self, time: &[f64]) -> Vec<Vec<f64>> {
        (0..self.cuts.len())
            .map(|k| {
                let within = |t: &f64| {
                    self.cuts.get(k).is_some_and(|c| t >= c)
                        && self.cuts.get(k + 1).is_none_or(|c| t < c)
                };
                time.iter().map(|t| f64::from(u8::from(within(t)))).collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_enough_of_both_outcomes() {
        let time = [0., 0., 0., 1., 1., 2., 2., 3., 3., 4., 4., 5.];
        let event = [true, true, false, true, false, false, false, true, false, true, false, false];
        let i = Intervals::with_events(&time, &event, 1).unwrap();
        // Time 2 has no event and is joined with 3; time 5 has none and is joined with 4.
        assert_eq!(i.cuts(), [1.0, 2.0, 4.0]);
        let columns = i.columns(&[0.0, 1.0, 3.9, 4.0, 99.0]);
        assert_eq!(columns[1], [0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(columns[2], [0.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!((i.width(), columns[0][1]), (3, 1.0));
    }

    #[test]
    fn damaged_intervals_are_refused() {
        assert!(Intervals::at(vec![1.0, 1.0]).is_err() && Intervals::at(vec![f64::NAN]).is_err());
        assert!(Intervals::with_events(&[1.0, 2.0], &[false, false], 1).is_err());
        assert!(Intervals::with_events(&[1.0], &[true, false], 1).is_err());
        assert!(Intervals::with_events(&[1.0, 2.0], &[false, true], 0).is_err());
        // One interval: no column, the intercept says it all.
        let one = Intervals::with_events(&[1.0, 2.0], &[false, true], 1).unwrap();
        assert_eq!((one.width(), one.columns(&[1.0]).len()), (0, 0));
    }
}
