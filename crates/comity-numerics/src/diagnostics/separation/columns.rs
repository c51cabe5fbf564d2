//! Separation by a single column together with the intercept.

use super::{Separation, margins};
use crate::estimators::Observations;

/// Lowest and highest value of a column among the rows of one outcome.
#[derive(Clone, Copy)]
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    const EMPTY: Range = Range { low: f64::INFINITY, high: f64::NEG_INFINITY };

    fn with(self, v: f64) -> Self {
        Self { low: self.low.min(v), high: self.high.max(v) }
    }
}

/// The direction of slope and threshold in which a column separates, if it does.
fn slope(data: &Observations<'_>, column: &[f64], has_intercept: bool) -> Option<(f64, f64)> {
    let (mut yes, mut no) = (Range::EMPTY, Range::EMPTY);
    for (i, &v) in column.iter().enumerate() {
        if data.weight(i) > 0.0 {
            if data.y()[i] {
                yes = yes.with(v);
            } else {
                no = no.with(v);
            }
        }
        // Ranges only widen: once they overlap from both sides, no threshold parts them.
        if has_intercept && i % 64 == 63 && yes.low < no.high && no.low < yes.high {
            return None;
        }
    }
    let constant = yes.low.min(no.low) == yes.high.max(no.high);
    if constant && (has_intercept || yes.low == 0.0) {
        return None;
    }
    if has_intercept {
        let up = (yes.low >= no.high).then(|| (1.0, yes.low.midpoint(no.high)));
        return up.or_else(|| (yes.high <= no.low).then(|| (-1.0, yes.high.midpoint(no.low))));
    }
    let up = (yes.low >= 0.0 && no.high <= 0.0).then_some((1.0, 0.0));
    up.or_else(|| (yes.high <= 0.0 && no.low >= 0.0).then_some((-1.0, 0.0)))
}

/// Every column that separates by itself.
fn separating(data: &Observations<'_>) -> Vec<usize> {
    let intercept = data.design().intercept().map(|(j, _)| j);
    let columns = data.design().columns().iter().enumerate();
    columns
        .filter(|(j, _)| Some(*j) != intercept)
        .filter(|(_, column)| slope(data, column, intercept.is_some()).is_some())
        .map(|(j, _)| j)
        .collect()
}

/// Separation by the columns that separate by themselves (with the intercept), all at once:
/// the quick part of [`super::separation`]. `None` does not mean that a maximum exists.
#[must_use]
pub fn by_single_columns(data: &Observations<'_>) -> Option<Separation> {
    let columns = separating(data);
    let intercept = data.design().intercept();
    let scales = margins::scales(data.design());
    let mut direction = vec![0.0; data.design().width()];
    for &j in &columns {
        let (sign, threshold) = slope(data, &data.design().columns()[j], intercept.is_some())?;
        direction[j] = sign / scales[j];
        if let Some((k, value)) = intercept {
            direction[k] -= sign * threshold / (scales[j] * value);
        }
    }
    let found = margins::along(data, &direction)?;
    Some(Separation { kind: found.kind, columns, direction, rows: found.rows })
}
