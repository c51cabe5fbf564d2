//! How far every parameter is from the values at which the equilibrium's conditions switch.

use super::equilibrium::{Condition, Outcome};
use super::params::{PARAMETERS, Params, ValidParams};

/// A value of a parameter at which one condition starts or ceases to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switch {
    /// Place of the parameter in [`PARAMETERS`].
    pub parameter: usize,
    /// The condition that changes.
    pub condition: Condition,
    /// The value at which it changes.
    pub at: f64,
    /// Signed distance from the present value.
    pub distance: f64,
    /// The outcome just beyond the switch.
    pub beyond: Outcome,
    /// Whether the outcome beyond differs from the one just before.
    pub changes_outcome: bool,
}

/// Points at which each side is looked at before a switch is bisected.
const STEPS: u32 = 256;

impl ValidParams {
    /// For every parameter and condition, the nearest switch below and above the present value.
    ///
    /// Each side is looked at in 256 steps, even ones up to a finite end of the range and ever
    /// longer ones where there is none; between two steps that differ, the switch is found by
    /// bisection to the last digits. Two switches of one condition within one step are missed.
    /// Several parameters meet the limits of others (a share moves both groups' payoffs), and
    /// each is moved alone.
    #[must_use]
    pub fn margins(&self) -> Vec<Switch> {
        let mut found = Vec::new();
        for (place, range) in PARAMETERS.iter().enumerate() {
            let path = Path { base: **self, place, start: self.values()[place] };
            path.search(range.low, &mut found);
            path.search(range.high, &mut found);
        }
        found
    }

    /// The switch of the outcome that is nearest in this parameter (its place in
    /// [`PARAMETERS`]), if there is one.
    #[must_use]
    pub fn nearest_switch(&self, parameter: usize) -> Option<Switch> {
        let range = PARAMETERS.get(parameter)?;
        let path = Path { base: **self, place: parameter, start: *self.values().get(parameter)? };
        let mut found = Vec::new();
        path.search(range.low, &mut found);
        path.search(range.high, &mut found);
        found
            .into_iter()
            .filter(|s| s.changes_outcome)
            .min_by(|a, b| a.distance.abs().total_cmp(&b.distance.abs()))
    }
}

/// One parameter that moves while the others stay.
struct Path {
    base: Params,
    place: usize,
    start: f64,
}

#[derive(Clone, Copy)]
struct Seen {
    value: f64,
    held: u16,
    outcome: Outcome,
}

impl Path {
    fn look(&self, value: f64) -> Seen {
        let mut values = self.base.values();
        values[self.place] = value;
        let equilibrium = ValidParams::trusted(self.base.with_values(values)).equilibrium();
        Seen { value, held: equilibrium.conditions(), outcome: equilibrium.outcome }
    }

    fn point(&self, end: f64, step: u32) -> f64 {
        let t = f64::from(step) / f64::from(STEPS);
        if end.is_finite() {
            self.start + (end - self.start) * t
        } else {
            // Half of the steps lie within the present value or 1, whichever is larger.
            self.start + self.start.max(1.0) * t / (1.0 - t).max(1e-3)
        }
    }

    /// Adds the first switch of each condition on the way to `end`.
    fn search(&self, end: f64, found: &mut Vec<Switch>) {
        if end == self.start {
            return;
        }
        let mut before = self.look(self.start);
        let mut open = (1_u16 << Condition::ALL.len()) - 1;
        for step in 1..=STEPS {
            let after = self.look(self.point(end, step));
            let mut flipped = (before.held ^ after.held) & open;
            open &= !flipped;
            while flipped != 0 {
                let bit = flipped.trailing_zeros();
                flipped &= flipped - 1;
                found.extend(self.bisect(before, after, bit));
            }
            before = after;
        }
    }

    fn bisect(&self, mut near: Seen, mut far: Seen, bit: u32) -> Option<Switch> {
        loop {
            let middle = near.value + (far.value - near.value) / 2.0;
            if middle == near.value || middle == far.value {
                break;
            }
            let seen = self.look(middle);
            if (seen.held ^ near.held) & (1 << bit) == 0 {
                near = seen;
            } else {
                far = seen;
            }
        }
        Some(Switch {
            parameter: self.place,
            condition: *Condition::ALL.get(bit as usize)?,
            at: far.value,
            distance: far.value - self.start,
            beyond: far.outcome,
            changes_outcome: near.outcome != far.outcome,
        })
    }
}
