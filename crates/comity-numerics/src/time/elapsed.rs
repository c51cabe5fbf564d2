//! Time since the last event.

use crate::error::{NumericsError, Result, same_length};
use crate::grouping::Grouping;

/// Time since the last event of each row's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Elapsed {
    /// Time since the unit's last event before the row, or since its first row when there
    /// was none: zero in the first row, in the unit of the time given elsewhere.
    pub time: Vec<f64>,
    /// Whether the clock started at an event; else the spell is left-censored, and the
    /// unit's true waiting time may be longer.
    pub from_event: Vec<bool>,
    /// How many events the unit had before the row.
    pub events_before: Vec<usize>,
}

/// Counts time since the last event within units, as a binary panel model with duration
/// dependence needs it: Beck, Katz and Tucker (1998), "Taking Time Seriously", *American
/// Journal of Political Science* 42(4). The row's own event does not count. Gaps in a
/// unit's rows pass as time.
///
/// ```
/// use comity_numerics::Grouping;
/// use comity_numerics::time::since_event;
/// let dyad = Grouping::new(&[1, 1, 1, 1, 2])?;
/// let years = [2000, 2001, 2002, 2003, 2001];
/// let e = since_event(&dyad, &years, &[false, true, false, false, true])?;
/// assert_eq!(e.time, [0.0, 1.0, 1.0, 2.0, 0.0]);
/// assert_eq!(e.from_event, [false, false, true, true, false]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`NumericsError::Dimension`] when the lengths differ, [`NumericsError::Parameter`] when a
/// unit has two rows of the same time.
pub fn since_event(units: &Grouping, time: &[i64], event: &[bool]) -> Result<Elapsed> {
    same_length("the times", time.len(), units.rows())?;
    same_length("the events", event.len(), units.rows())?;
    let n = units.rows();
    let mut found =
        Elapsed { time: vec![0.0; n], from_event: vec![false; n], events_before: vec![0; n] };
    let members = units.members();
    for unit in 0..units.count() {
        let mut rows = members.of(unit).to_vec();
        rows.sort_unstable_by_key(|&i| time[i]);
        if let Some(pair) = rows.windows(2).find(|w| time[w[0]] == time[w[1]]) {
            return Err(NumericsError::Parameter {
                name: "a unit's time",
                value: time[pair[1]] as f64,
                range: "different in every row of the unit",
            });
        }
        let mut clock = rows.first().map_or(0, |&i| time[i]);
        let mut events = 0;
        for i in rows {
            found.time[i] = time[i].saturating_sub(clock) as f64;
            found.from_event[i] = events > 0;
            found.events_before[i] = events;
            if event[i] {
                clock = time[i];
                events += 1;
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_may_come_in_any_order_and_with_gaps() {
        let units = Grouping::new(&[7, 3, 7, 7]).unwrap();
        let e =
            since_event(&units, &[2010, 2000, 1999, 2003], &[false, true, false, true]).unwrap();
        assert_eq!(e.time, [7.0, 0.0, 0.0, 4.0]);
        assert_eq!(e.events_before, [1, 0, 0, 0]);
        let twice = Grouping::new(&[1, 1]).unwrap();
        assert!(since_event(&twice, &[5, 5], &[false, false]).is_err());
        assert!(since_event(&twice, &[5], &[false, false]).is_err());
    }
}
