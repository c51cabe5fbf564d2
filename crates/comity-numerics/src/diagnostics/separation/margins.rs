//! Margins zᵢ'd of the rows along a direction.

use super::SeparationKind;
use crate::design::Design;
use crate::estimators::Observations;

/// Margins closer to zero than this, relative to the largest term of their sum, are zero.
const MARGIN: f64 = 1e-7;
/// Entries smaller than this, relative to the largest, in units of the columns' scale, are
/// rounding.
const ENTRY: f64 = 1e-6;

pub(super) struct Found {
    pub(super) kind: SeparationKind,
    pub(super) rows: usize,
}

/// Largest absolute value of each column.
pub(super) fn scales(design: &Design) -> Vec<f64> {
    design
        .columns()
        .iter()
        .map(|c| c.iter().fold(0.0_f64, |m, v| m.max(v.abs())))
        .map(|s| if s > 0.0 { s } else { 1.0 })
        .collect()
}

/// The direction with rounding noise set to zero.
pub(super) fn cleaned(design: &Design, direction: &[f64]) -> Vec<f64> {
    let scales = scales(design);
    let size = |(d, s): (&f64, &f64)| (d * s).abs();
    let largest = direction.iter().zip(&scales).map(size).fold(0.0, f64::max);
    direction
        .iter()
        .zip(&scales)
        .map(|(d, s)| if size((d, s)) <= ENTRY * largest { 0.0 } else { *d })
        .collect()
}

/// What the direction separates, if it does.
pub(super) fn along(data: &Observations<'_>, direction: &[f64]) -> Option<Found> {
    let scales = scales(data.design());
    let size = direction.iter().zip(&scales).map(|(d, s)| (d * s).abs()).fold(0.0, f64::max);
    let tolerance = MARGIN * size;
    let (mut counted, mut separated) = (0, 0);
    for (i, fitted) in data.design().times(direction).into_iter().enumerate() {
        if data.weight(i) <= 0.0 {
            continue;
        }
        counted += 1;
        let margin = if data.y()[i] { fitted } else { -fitted };
        if margin < -tolerance {
            return None;
        }
        separated += usize::from(margin > tolerance);
    }
    (separated > 0).then_some(Found {
        kind: if separated == counted {
            SeparationKind::Complete
        } else {
            SeparationKind::QuasiComplete
        },
        rows: separated,
    })
}
