//! The groups in which the outcome varies, brought together.

use super::outcome::GroupCounts;
use crate::design::Design;
use crate::error::{NumericsError, Result, same_length};
use crate::estimators::Observations;
use crate::grouping::Grouping;
use std::ops::Range;

/// A group: consecutive rows, those with the outcome yes first.
#[derive(Clone, Debug)]
pub(super) struct Stratum {
    pub(super) rows: Range<usize>,
    pub(super) yes: usize,
    pub(super) weight: f64,
}

/// The rows of the groups that vary, group by group, covariates less their group mean.
pub(super) struct Strata {
    pub(super) design: Design,
    pub(super) y: Vec<bool>,
    pub(super) offset: Vec<f64>,
    pub(super) weights: Vec<f64>,
    pub(super) groups: Vec<Stratum>,
    /// The row of the data that each row here was.
    pub(super) order: Vec<usize>,
}

/// Sorts the rows; without a group that varies there are no strata.
pub(super) fn strata(
    data: &Observations<'_>,
    grouping: &Grouping,
) -> Result<(GroupCounts, Option<Strata>)> {
    same_length("the groups", grouping.rows(), data.design().rows())?;
    let members = grouping.members();
    let mut counts = GroupCounts::default();
    let (mut order, mut groups) = (Vec::new(), Vec::new());
    for g in 0..grouping.count() {
        let rows = members.of(g);
        let weight = group_weight(data, rows)?;
        if weight <= 0.0 {
            continue;
        }
        let (yes, no): (Vec<usize>, Vec<usize>) = rows.iter().partition(|&&i| data.y()[i]);
        match (yes.len(), no.len()) {
            (0, n) => {
                counts.none_yes += 1;
                counts.rows_dropped += n;
            }
            (n, 0) => {
                counts.all_yes += 1;
                counts.rows_dropped += n;
            }
            (positive, _) => {
                counts.used += 1;
                counts.rows_used += rows.len();
                let start = order.len();
                order.extend(yes);
                order.extend(no);
                groups.push(Stratum { rows: start..order.len(), yes: positive, weight });
            }
        }
    }
    if groups.is_empty() {
        return Ok((counts, None));
    }
    let columns = data.design().names().iter().zip(data.design().columns());
    let columns = columns.map(|(name, c)| (name.clone(), centred(c, &order, &groups))).collect();
    let strata = Strata {
        design: Design::new(order.len(), columns)?,
        y: order.iter().map(|&i| data.y()[i]).collect(),
        offset: order.iter().map(|&i| data.offset(i)).collect(),
        weights: order.iter().map(|&i| data.weight(i)).collect(),
        groups,
        order,
    };
    Ok((counts, Some(strata)))
}

/// The weight of a group, which its rows share.
fn group_weight(data: &Observations<'_>, rows: &[usize]) -> Result<f64> {
    let first = rows.first().map_or(0.0, |&i| data.weight(i));
    match rows.iter().map(|&i| data.weight(i)).find(|w| *w != first) {
        None => Ok(first),
        Some(value) => Err(NumericsError::Parameter {
            name: "a row's weight",
            value,
            range: "the same in all rows of a group",
        }),
    }
}

/// A column in the new order, less its mean in each group; exactly zero where it is constant.
fn centred(column: &[f64], order: &[usize], groups: &[Stratum]) -> Vec<f64> {
    let mut values: Vec<f64> = order.iter().map(|&i| column[i]).collect();
    for group in groups {
        let Some(rows) = values.get_mut(group.rows.clone()) else { continue };
        let first = rows.first().copied().unwrap_or(0.0);
        for v in rows.iter_mut() {
            *v -= first;
        }
        let mean = rows.iter().sum::<f64>() / rows.len() as f64;
        for v in rows.iter_mut() {
            *v -= mean;
        }
    }
    values
}
