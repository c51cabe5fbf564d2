//! The tie history along a simulated path.
//!
//! A simulated year of cooperation counts as a tie, a simulated year without it as a coded year
//! without a tie. For an outcome narrower than any cooperation this understates ties.

use comity_core::Year;
use comity_theories::lookup;

/// Yearly decay of `tie_decayed`: an earlier tie halves every five years.
const HALF_LIFE: f64 = 5.0;

/// Cap of `years_since_tie`.
const LONGEST: f64 = 30.0;

/// What happened on a path so far: bit s is set when step s was a yes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct History {
    steps: u8,
    yes: u16,
}

impl History {
    /// The history after `steps` years without cooperation.
    pub(crate) fn quiet(steps: u8) -> Self {
        Self { steps, yes: 0 }
    }

    /// One more year.
    #[must_use]
    pub(crate) fn then(self, happened: bool) -> Self {
        Self { steps: self.steps + 1, yes: self.yes | u16::from(happened) << self.steps }
    }

    /// The value of a name after this history, given its value at the start: `start` looks up
    /// the forecast row, `first_year` is the year of step 0 and `outcome` what the path
    /// simulates.
    pub(crate) fn value(
        self,
        name: &str,
        outcome: &str,
        start: &dyn Fn(&str) -> f64,
        first_year: Year,
    ) -> f64 {
        if name == lookup::YEAR {
            return f64::from(first_year) + f64::from(self.steps);
        }
        let at = start(name);
        if self.steps == 0 {
            return at;
        }
        let known = if at.is_nan() { 0.0 } else { at };
        let last = f64::from(u8::from(self.happened(self.steps - 1)));
        match name {
            "tie_lag1" => last,
            "tie_coded_lag1" => 1.0,
            "tie_count" => known + f64::from(self.yes.count_ones()),
            "tie_decayed" => self.decayed(known, (-1.0 / HALF_LIFE).exp2(), true),
            "years_since_tie" => self.years_since(known),
            "years_since_tie_2" => (self.years_since(start("years_since_tie")) / 10.0).powi(2),
            "years_since_tie_3" => (self.years_since(start("years_since_tie")) / 10.0).powi(3),
            _ if name == lookup::lag(outcome) => last,
            _ => self.past(name, outcome, known).unwrap_or(at),
        }
    }

    fn happened(self, step: u8) -> bool {
        self.yes >> step & 1 == 1
    }

    /// A decayed number of past years with the outcome `yes`, after this history.
    fn decayed(self, at_start: f64, decay: f64, yes: bool) -> f64 {
        (0..self.steps)
            .fold(at_start, |sum, s| sum * decay + f64::from(u8::from(self.happened(s) == yes)))
    }

    /// The decayed numbers that models of recurrence ask for, of the simulated outcome.
    fn past(self, name: &str, outcome: &str, at_start: f64) -> Option<f64> {
        let decay: f64 = name.rsplit_once(':')?.1.parse().ok()?;
        if name == lookup::decayed_yes(outcome, decay) {
            Some(self.decayed(at_start, decay, true))
        } else if name == lookup::decayed_no(outcome, decay) {
            Some(self.decayed(at_start, decay, false))
        } else {
            None
        }
    }

    fn years_since(self, at_start: f64) -> f64 {
        (0..self.steps)
            .fold(at_start, |y, s| if self.happened(s) { 1.0 } else { y + 1.0 })
            .min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(name: &str) -> f64 {
        match name {
            "tie_lag1" => 0.0,
            "tie_count" => 2.0,
            "tie_decayed" => 0.5,
            "years_since_tie" => 6.0,
            "shared_sponsor_lag1" => 1.0,
            _ => f64::NAN,
        }
    }

    #[test]
    fn the_start_is_the_row_itself() {
        let h = History::default();
        assert_eq!(h.value("tie_count", "coop_any", &start, 2018), 2.0);
        assert_eq!(h.value("year", "coop_any", &start, 2018), 2018.0);
        assert!(h.value("unknown", "coop_any", &start, 2018).is_nan());
    }

    #[test]
    fn a_tie_then_a_quiet_year() {
        let h = History::default().then(true).then(false);
        let v = |name| h.value(name, "coop_any", &start, 2018);
        assert_eq!((v("tie_lag1"), v("tie_coded_lag1"), v("tie_count")), (0.0, 1.0, 3.0));
        assert_eq!((v("years_since_tie"), v("years_since_tie_2")), (2.0, 0.2_f64.powi(2)));
        assert_eq!((v("year"), v("shared_sponsor_lag1")), (2020.0, 1.0));
        // 0.5 decays to 2^(−1/5)/2, gains 1, and decays once more.
        let r = (-0.2_f64).exp2();
        assert!((v("tie_decayed") - (0.5 * r + 1.0) * r).abs() < 1e-12);
    }

    #[test]
    fn quiet_years_add_up_to_the_cap() {
        assert_eq!(History::quiet(3).value("years_since_tie", "coop_any", &start, 2018), 9.0);
        assert_eq!(History::quiet(10).value("years_since_tie", "coop_any", &|_| 25.0, 2018), 30.0);
    }

    #[test]
    fn recurrence_names_follow_the_simulated_outcome_only() {
        let h = History::default().then(true).then(false);
        let v = |name: &str| h.value(name, "coop_military", &|_| 2.0, 2018);
        assert_eq!(v("coop_military_lag1"), 0.0);
        assert_eq!(v("coop_security_lag1"), 2.0);
        // 2 → 2·0.5 + 1 = 2 → 2·0.5 + 0 = 1 for yes; 2 → 1 → 1.5 for no.
        assert_eq!(v("coop_military:past-yes:0.5"), 1.0);
        assert_eq!(v("coop_military:past-no:0.5"), 1.5);
        assert_eq!(v("coop_any:past-yes:0.5"), 2.0);
    }
}
