//! The grid of designs, and the sample that is drawn from it.

use super::choices::{Design, Lag, Levels, Measure, Missing, Period, Spell, Time};
use comity_numerics::sampling::variates::Variates;
use comity_panel::RiskSet;
use serde::Serialize;

/// The product of all choices but the estimator. Designs are numbered: those without a
/// country left out first, then those without the first country, and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grid {
    measures: Vec<Measure>,
    left_out: usize,
}

impl Grid {
    /// The grid over these outcomes, leaving out none or one of so many countries.
    #[must_use]
    pub fn new(measures: Vec<Measure>, left_out: usize) -> Self {
        Self { measures, left_out }
    }

    /// Designs with no country left out.
    #[must_use]
    pub fn whole(&self) -> u64 {
        let sizes = [
            self.measures.len(),
            Spell::ALL.len(),
            RiskSet::ALL.len(),
            Lag::ALL.len(),
            usize::from(Levels::COUNT),
            Time::ALL.len(),
            Period::ALL.len(),
            Missing::ALL.len(),
        ];
        sizes.iter().map(|n| *n as u64).product()
    }

    /// All designs.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.whole() * (1 + self.left_out as u64)
    }

    /// The design with this number; `None` beyond the last.
    #[must_use]
    pub fn design(&self, index: u64) -> Option<Design> {
        let mut rest = index;
        let mut digit = |n: usize| {
            let n = n.max(1) as u64;
            let d = rest % n;
            rest /= n;
            usize::try_from(d).unwrap_or_default()
        };
        let missing = *Missing::ALL.get(digit(Missing::ALL.len()))?;
        let period = *Period::ALL.get(digit(Period::ALL.len()))?;
        let time = *Time::ALL.get(digit(Time::ALL.len()))?;
        let levels = Levels::new(u8::try_from(digit(usize::from(Levels::COUNT))).ok()?);
        let lag = *Lag::ALL.get(digit(Lag::ALL.len()))?;
        let risk_set = *RiskSet::ALL.get(digit(RiskSet::ALL.len()))?;
        let spell = *Spell::ALL.get(digit(Spell::ALL.len()))?;
        let measure = *self.measures.get(digit(self.measures.len()))?;
        let left = usize::try_from(rest).ok()?;
        (left <= self.left_out).then_some(Design {
            index,
            measure,
            spell,
            risk_set,
            lag,
            levels,
            time,
            period,
            missing,
            left_out: left.checked_sub(1),
        })
    }

    /// The first `count` of the designs in random order, half of them (the first, the third
    /// and so on) with no country left out, as long as both halves last. A larger sample with
    /// the same seed begins with the smaller one.
    #[must_use]
    pub fn draw(&self, count: usize, seed: u64) -> Vec<u64> {
        let whole = self.whole();
        let mut full = Shuffled::new(0, whole, Variates::of_chain(seed, 0));
        let mut less = Shuffled::new(whole, self.size() - whole, Variates::of_chain(seed, 1));
        let mut drawn = Vec::new();
        for k in 0..count {
            let next = if k % 2 == 0 {
                full.next().or_else(|| less.next())
            } else {
                less.next().or_else(|| full.next())
            };
            match next {
                Some(index) => drawn.push(index),
                None => break,
            }
        }
        drawn
    }
}

/// Numbers of a range in random order, drawn one by one (Fisher and Yates).
struct Shuffled {
    numbers: Vec<u64>,
    at: usize,
    draws: Variates,
}

impl Shuffled {
    fn new(first: u64, count: u64, draws: Variates) -> Self {
        Self { numbers: (first..first + count).collect(), at: 0, draws }
    }

    fn next(&mut self) -> Option<u64> {
        let left = self.numbers.len().checked_sub(self.at).filter(|n| *n > 0)?;
        let pick = self.at + self.draws.below(left);
        self.numbers.swap(self.at, pick);
        self.at += 1;
        self.numbers.get(self.at - 1).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_number_is_another_design() {
        let grid = Grid::new(vec![Measure::Any, Measure::Military], 2);
        let mut seen = BTreeSet::new();
        for index in 0..grid.size() {
            let d = grid.design(index).unwrap();
            assert_eq!(d.left_out.is_none(), index < grid.whole());
            seen.insert(format!("{:?}", Design { index: 0, ..d }));
        }
        assert_eq!(seen.len() as u64, grid.size());
        assert!(grid.design(grid.size()).is_none());
    }

    #[test]
    fn a_larger_sample_begins_with_the_smaller_one() {
        let grid = Grid::new(vec![Measure::Any], 3);
        let (few, more) = (grid.draw(40, 5), grid.draw(400, 5));
        assert_eq!(few, more[..40]);
        assert_ne!(few, grid.draw(40, 6));
        let whole = more.iter().filter(|i| **i < grid.whole()).count();
        assert_eq!(whole, 200);
        let all = grid.draw(usize::MAX, 5);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len() as u64, grid.size());
    }
}
