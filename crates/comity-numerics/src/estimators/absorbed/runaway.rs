//! Separation with fixed effects: a step that moves some rows without end and no other.

use super::family::Family;
use crate::design::Design;

/// A row that is predicted perfectly moves by about one unit a step.
const MOVES: f64 = 0.5;
/// Other rows stand still when the rest of the fit has converged.
const STILL: f64 = 1e-3;
/// Rows that move by less than `MOVES` but by more than this share of it move all the same.
const SHARE: f64 = 0.1;
/// Some row that runs away has come this far.
const FAR: f64 = 6.0;

/// A step of the iterations.
pub(super) struct Step<'a> {
    /// Change of the linear predictor, one entry a row.
    pub(super) predictor: &'a [f64],
    /// Change of the coefficients.
    pub(super) slopes: &'a [f64],
    /// The linear predictor before the step.
    pub(super) at: &'a [f64],
}

/// The columns and rows that run away, if the step raises the likelihood without end.
///
/// The change of the linear predictor is a combination of columns and fixed effects. If it
/// moves no row against its outcome, and some row by a unit, the likelihood rises along it
/// for ever (Albert and Anderson 1984; for counts Correia, Guimarães and Zylkin 2019).
pub(super) fn runaway(
    step: &Step<'_>,
    design: &Design,
    y: &[f64],
    family: Family,
) -> Option<(Vec<usize>, Vec<usize>)> {
    if family == Family::Linear {
        return None;
    }
    let margin = |y: f64, change: f64| match family {
        Family::Poisson if y > 0.0 => -change.abs(),
        _ if y > 0.0 => change,
        _ => -change,
    };
    // A step of a probit shortens as it goes; what counts is its size relative to the longest.
    let longest = step.predictor.iter().fold(0.0_f64, |m, c| m.max(c.abs()));
    let (moves, still) = match family {
        Family::Probit => (MOVES * longest, STILL * longest),
        _ => (MOVES, STILL),
    };
    let far = if family == Family::Probit { 0.5 * FAR } else { FAR };
    let (mut rows, mut certain) = (Vec::new(), false);
    for (i, (&y, (&change, &at))) in y.iter().zip(step.predictor.iter().zip(step.at)).enumerate() {
        let margin = margin(y, change);
        if margin.is_nan() || margin < -still {
            return None;
        }
        certain |= margin > moves && at.abs() > far;
        if margin > SHARE * moves {
            rows.push(i);
        }
    }
    if !certain {
        return None;
    }
    let columns = design
        .columns()
        .iter()
        .zip(step.slopes)
        .enumerate()
        .filter(|(_, (column, slope))| {
            let reach = column.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
            (reach * **slope).abs() > 10.0 * still
        })
        .map(|(j, _)| j)
        .collect();
    Some((columns, rows))
}
