//! Values by name, for one row of a panel or for a scenario.
//!
//! A model asks for values by name through a function `&dyn Fn(&str) -> f64`. Besides the
//! panel's columns there are names that only models use, listed here; a caller that changes
//! values (a scenario, a simulated path) answers the names it changes and passes the rest
//! on to [`RowValues`].

use comity_panel::Panel;

/// The calendar year of the row.
pub const YEAR: &str = "year";

/// The name of an outcome's value in the year before: 0, 1 or NaN when not coded.
/// For `coop_any` it is the panel column `tie_lag1`.
#[must_use]
pub fn lag(outcome: &str) -> String {
    match base(outcome) {
        "coop_any" => "tie_lag1".to_owned(),
        base => format!("{base}_lag1"),
    }
}

/// The name of the number of earlier years with the outcome yes, a year counting `decay`
/// times the year after it and the year before counting 1.
#[must_use]
pub fn decayed_yes(outcome: &str, decay: f64) -> String {
    format!("{}:past-yes:{decay}", base(outcome))
}

/// The name of the number of earlier years with the outcome no, decayed in the same way.
#[must_use]
pub fn decayed_no(outcome: &str, decay: f64) -> String {
    format!("{}:past-no:{decay}", base(outcome))
}

/// The outcome without its spell: `coop_any` for `coop_any_onset`.
pub(crate) fn base(outcome: &str) -> &str {
    let stem = outcome.strip_suffix("_onset").or_else(|| outcome.strip_suffix("_continuation"));
    stem.unwrap_or(outcome)
}

/// The values of one row of a panel, by name.
///
/// Past outcomes are taken from the pair's earlier rows, so a row of the first year ahead
/// sees what is known when it is forecast; to look further ahead, build the panel as of the
/// earlier date.
#[derive(Clone, Copy, Debug)]
pub struct RowValues<'a> {
    panel: &'a Panel,
    row: usize,
}

impl<'a> RowValues<'a> {
    /// The values of one row.
    #[must_use]
    pub fn new(panel: &'a Panel, row: usize) -> Self {
        Self { panel, row }
    }

    /// The value of that name; NaN when it is missing or unknown.
    #[must_use]
    pub fn get(&self, name: &str) -> f64 {
        if let Some(column) = self.panel.column(name) {
            return column.get(self.row).copied().unwrap_or(f64::NAN);
        }
        if name == YEAR {
            return self.panel.year().get(self.row).map_or(f64::NAN, |y| f64::from(*y));
        }
        if let Some((outcome, decay)) = split(name, ":past-yes:") {
            return self.past(outcome, decay).0;
        }
        if let Some((outcome, decay)) = split(name, ":past-no:") {
            return self.past(outcome, decay).1;
        }
        name.strip_suffix("_lag1")
            .and_then(|outcome| self.panel.column(outcome))
            .map_or(f64::NAN, |column| self.lagged(column))
    }

    fn lagged(&self, column: &[f64]) -> f64 {
        let Some(before) = self.row.checked_sub(1) else { return f64::NAN };
        let p = self.panel;
        let follows = p.a().get(before) == p.a().get(self.row)
            && p.b().get(before) == p.b().get(self.row)
            && p.year().get(before).map(|y| y + 1) == p.year().get(self.row).copied();
        if follows { column.get(before).copied().unwrap_or(f64::NAN) } else { f64::NAN }
    }

    fn past(&self, outcome: &str, decay: f64) -> (f64, f64) {
        let p = self.panel;
        let (Some(column), Some(a), Some(b)) =
            (p.column(outcome), p.a().get(self.row), p.b().get(self.row))
        else {
            return (0.0, 0.0);
        };
        let same = |&r: &usize| p.a().get(r) == Some(a) && p.b().get(r) == Some(b);
        let first = (0..self.row).rev().take_while(same).last().unwrap_or(self.row);
        let mut past = Past::default();
        for (year, outcome) in p.year().iter().zip(column).take(self.row).skip(first) {
            past.advance(*year, decay);
            past.record(*outcome);
        }
        past.advance(p.year()[self.row], decay);
        (past.yes, past.no)
    }
}

fn split<'n>(name: &'n str, mark: &str) -> Option<(&'n str, f64)> {
    let (outcome, decay) = name.split_once(mark)?;
    Some((outcome, decay.parse().ok()?))
}

/// Decayed numbers of past yes and no of one pair, year by year.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Past {
    pub(crate) yes: f64,
    pub(crate) no: f64,
    year: Option<i16>,
    last: f64,
}

impl Past {
    /// Moves on to a later year.
    pub(crate) fn advance(&mut self, year: i16, decay: f64) {
        if let Some(before) = self.year {
            // What was recorded in year s counts decay^(t − 1 − s) in year t.
            let fresh = powi(decay, year - before - 1);
            let stale = powi(decay, year - before);
            self.yes = self.yes * stale + if self.last == 1.0 { fresh } else { 0.0 };
            self.no = self.no * stale + if self.last == 0.0 { fresh } else { 0.0 };
        }
        self.year = Some(year);
        self.last = f64::NAN;
    }

    /// Records the outcome of the year moved to: 0, 1 or NaN.
    pub(crate) fn record(&mut self, outcome: f64) {
        self.last = outcome;
    }
}

/// A power with a whole exponent by repeated multiplication: the same bits everywhere.
fn powi(base: f64, exponent: i16) -> f64 {
    (0..exponent.max(0)).fold(1.0, |product, _| product * base)
}
