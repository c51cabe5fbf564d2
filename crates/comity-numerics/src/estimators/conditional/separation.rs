//! Separation of a conditional logit: a direction that ranks, in every group, all rows with
//! the outcome yes above all others.

use super::strata::Strata;
use crate::design::Design;
use crate::diagnostics::separation::{Separation, SeparationKind, separation};
use crate::estimators::Observations;

/// Pairs of rows up to which the linear programme is solved.
const MOST_PAIRS: usize = 200_000;
/// Gaps smaller than this, relative to the largest, are rounding.
const GAP: f64 = 1e-7;

/// Finds separation: by columns one by one, along `hint`, or by the linear programme on the
/// differences between every yes and every no of a group, on which the conditional
/// likelihood is separated exactly when the logit is. Beyond 200,000 such pairs the
/// programme is not tried.
pub(super) fn separated(strata: &Strata, design: &Design, hint: &[f64]) -> Option<Separation> {
    let width = design.width();
    let unit = |j: usize, sign: f64| {
        let mut d = vec![0.0; width];
        d[j] = sign;
        d
    };
    let single: Vec<(usize, Vec<f64>)> = (0..width)
        .filter_map(|j| {
            let both = [unit(j, 1.0), unit(j, -1.0)];
            both.into_iter().find(|d| along(strata, design, d).is_some()).map(|d| (j, d))
        })
        .collect();
    if !single.is_empty() {
        let direction = (0..width).map(|j| single.iter().map(|(_, d)| d[j]).sum()).collect();
        return report(strata, design, direction);
    }
    let scale = design.columns().iter().map(|c| c.iter().fold(0.0_f64, |m, v| m.max(v.abs())));
    let sizes: Vec<f64> = hint.iter().zip(scale).map(|(h, s)| (h * s).abs()).collect();
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let cleaned = hint
        .iter()
        .zip(&sizes)
        .map(|(h, size)| if *size <= 1e-6 * largest { 0.0 } else { *h })
        .collect();
    report(strata, design, cleaned).or_else(|| by_programme(strata, design))
}

fn report(strata: &Strata, design: &Design, direction: Vec<f64>) -> Option<Separation> {
    let (groups, rows) = along(strata, design, &direction)?;
    Some(Separation {
        kind: if groups == strata.groups.len() {
            SeparationKind::Complete
        } else {
            SeparationKind::QuasiComplete
        },
        columns: (0..direction.len()).filter(|&j| direction[j] != 0.0).collect(),
        direction,
        rows,
    })
}

/// How many groups the direction ranks perfectly, with their rows, if it ranks none wrongly.
fn along(strata: &Strata, design: &Design, direction: &[f64]) -> Option<(usize, usize)> {
    let fitted = design.times(direction);
    let tolerance = GAP * fitted.iter().fold(0.0_f64, |m, f| m.max(f.abs()));
    let (mut groups, mut rows) = (0, 0);
    for group in &strata.groups {
        let values = fitted.get(group.rows.clone())?;
        let (yes, no) = values.split_at(group.yes);
        let lowest = yes.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = no.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if lowest < highest - tolerance {
            return None;
        }
        // A group also moves when some pair differs though others tie.
        let top = yes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let bottom = no.iter().copied().fold(f64::INFINITY, f64::min);
        if lowest > highest + tolerance {
            groups += 1;
        }
        if top > bottom + tolerance {
            rows += values.len();
        }
    }
    (rows > 0).then_some((groups, rows))
}

fn by_programme(strata: &Strata, design: &Design) -> Option<Separation> {
    let pairs: usize = strata.groups.iter().map(|g| g.yes * (g.rows.len() - g.yes)).sum();
    if pairs > MOST_PAIRS {
        return None;
    }
    let difference = |column: &[f64]| {
        let mut values = Vec::with_capacity(pairs);
        for group in &strata.groups {
            let (yes, no) = column.get(group.rows.clone())?.split_at(group.yes);
            values.extend(yes.iter().flat_map(|y| no.iter().map(move |n| y - n)));
        }
        Some(values)
    };
    let columns = design
        .names()
        .iter()
        .zip(design.columns())
        .map(|(name, c)| Some((name.clone(), difference(c)?)))
        .collect::<Option<Vec<_>>>()?;
    let differences = Design::new(pairs, columns).ok()?;
    let yes = vec![true; pairs];
    let found = separation(&Observations::new(&differences, &yes).ok()?)?;
    report(strata, design, found.direction)
}
