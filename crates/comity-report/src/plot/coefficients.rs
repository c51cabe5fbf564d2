//! The coefficient plot.

use super::figure::{Figure, of_fits};
use super::forest::{Forest, ForestRow, Mark};
use crate::format::signed;
use crate::page::{Coefficient, TheoryFigures};
use crate::paper;
use crate::words;

/// Coefficients of every theory's terms with 95 % intervals, one row a term.
pub(super) fn figure(f: &TheoryFigures) -> Figure {
    let models = &f.table.models;
    let mut order: Vec<&Coefficient> = Vec::new();
    for c in models.iter().flat_map(|m| &m.coefficients).filter(|c| c.term) {
        if !order.iter().any(|o| o.variable == c.variable) {
            order.push(c);
        }
    }
    // By level in the order of the reports; what belongs to none comes last.
    order.sort_by_key(|c| c.level.map_or(9, |l| l as u8));
    let mut alternative = Vec::new();
    let rows = order
        .into_iter()
        .map(|row| {
            let found = models.iter().enumerate().filter_map(|(k, m)| {
                let c = m.coefficients.iter().find(|c| c.term && c.variable == row.variable)?;
                Some((k, c))
            });
            let marks: Vec<Mark> = found.map(|(k, c)| mark(k, c)).collect();
            let said: Vec<String> = marks
                .iter()
                .map(|m| {
                    let (low, high) = (m.low.unwrap_or(m.value), m.high.unwrap_or(m.value));
                    let id = models.get(m.series).map_or("", |m| m.id.as_str());
                    format!(
                        "{id} {} ({} to {})",
                        signed(m.value, 2),
                        signed(low, 2),
                        signed(high, 2)
                    )
                })
                .collect();
            alternative.push(format!("{}: {}.", row.label, said.join("; ")));
            let group =
                row.level.map_or_else(|| "Other terms".to_owned(), |l| words::level(l).to_owned());
            ForestRow { group, label: row.label.clone(), detail: String::new(), marks }
        })
        .collect();
    let title = "Coefficients of the theories".to_owned();
    let series = models
        .iter()
        .map(|m| if m.user { format!("{} (user’s)", m.title) } else { m.title.clone() });
    let summary = format!(
        "{} with 95% intervals; the numbers are in the data and the text beside the figure.",
        title
    );
    let forest = Forest {
        id: "coefficients",
        title: &title,
        alternative: &summary,
        series: series.collect(),
        axis: "change of the linear predictor: no → yes, or two standard deviations",
        numbers: &["estimate"],
        rows,
    };
    let mut caption = vec![
        "Points: estimates. Lines: 95% intervals; an arrow marks one that is cut. Columns of yes and no: from no \
         to yes; all others: two standard deviations of the column, so that the rows can be compared."
            .to_owned(),
    ];
    caption.extend(of_fits(f));
    Figure {
        name: "coefficients",
        svg: forest.svg(),
        title,
        caption,
        alternative,
        data: paper::coefficient_data(&f.table),
    }
}

fn mark(series: usize, c: &Coefficient) -> Mark {
    Mark {
        series,
        value: c.coef * c.scale,
        low: Some(c.low * c.scale),
        high: Some(c.high * c.scale),
        numbers: vec![signed(c.coef * c.scale, 2)],
    }
}
