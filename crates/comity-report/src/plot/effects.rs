//! First differences and average marginal effects.

use super::figure::{Figure, of_fits};
use super::forest::{Forest, ForestRow, Mark};
use crate::data::effects;
use crate::format::{points, signed};
use crate::page::{ColumnEffect, TheoryFigures};
use crate::words;

/// The change of a column of yes and no, as captions say it once.
const YES: &str = "no → yes";

/// First differences of every column in percentage points, with the average marginal effects
/// as numbers.
pub(super) fn figure(f: &TheoryFigures) -> Figure {
    let mut order: Vec<&ColumnEffect> = Vec::new();
    for e in f.effects.iter().flat_map(|m| &m.effects) {
        if !order.iter().any(|o| o.variable == e.variable) {
            order.push(e);
        }
    }
    order.sort_by_key(|e| e.level.map_or(9, |l| l as u8));
    let mut alternative = Vec::new();
    let rows = order
        .into_iter()
        .map(|row| {
            let mut marks = Vec::new();
            let mut said = Vec::new();
            for (k, m) in f.effects.iter().enumerate() {
                let Some(e) = m.effects.iter().find(|e| e.variable == row.variable) else {
                    continue;
                };
                let d = e.difference;
                marks.push(Mark {
                    series: k,
                    value: 100.0 * d.value,
                    low: d.low.map(|v| 100.0 * v),
                    high: d.high.map(|v| 100.0 * v),
                    numbers: vec![signed(100.0 * d.value, 2), marginal(e)],
                });
                let interval = match (d.low, d.high) {
                    (Some(l), Some(h)) => format!(" ({} to {})", points(l), points(h)),
                    _ => String::new(),
                };
                said.push(format!("{} {}{interval}", m.id, points(d.value)));
            }
            alternative.push(format!("{}, {}: {}.", row.label, row.change, said.join("; ")));
            ForestRow {
                group: row
                    .level
                    .map_or_else(|| "Other columns".to_owned(), |l| words::level(l).to_owned()),
                label: row.label.clone(),
                detail: if row.change == YES { String::new() } else { row.change.clone() },
                marks,
            }
        })
        .collect();
    let title = "What each element does to the probability".to_owned();
    let forest = Forest {
        id: "effects",
        title: &title,
        alternative: "First differences in percentage points with 95% intervals; the numbers are in the data and the text beside the figure.",
        series: f.effects.iter().map(|m| m.title.clone()).collect(),
        axis: "first difference of the mean probability, in percentage points",
        numbers: &["points", "per unit (s.e.)"],
        rows,
    };
    let mut caption = vec![
        "Points: first differences of the mean predicted probability over the rows observed: from no to yes, or \
         between the values named, which are the quartiles, or the commonest value and the median of all others. \
         Lines: 95% intervals by the delta method; an arrow marks one that is cut. Per unit: average marginal \
         effect in percentage points."
            .to_owned(),
        "Associations in observational data, not effects of an intervention.".to_owned(),
    ];
    caption.extend(of_fits(f));
    Figure {
        name: "effects",
        svg: forest.svg(),
        title,
        caption,
        alternative,
        data: effects(&f.effects),
    }
}

fn marginal(e: &ColumnEffect) -> String {
    let se = e.marginal.se.map(|s| format!(" ({:.2})", 100.0 * s)).unwrap_or_default();
    format!("{}{se}", signed(100.0 * e.marginal.value, 2))
}
