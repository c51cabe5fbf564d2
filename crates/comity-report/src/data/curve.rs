//! Data of specification curves.

use super::dataset::{Dataset, Value};
use super::scores::files;
use crate::page::{CurvePage, TermCurve};

/// The estimates of one term by choice.
pub(crate) fn by_choice(curve: &TermCurve) -> Dataset {
    let rows = curve.choices.iter().flat_map(|c| {
        c.values.iter().map(|v| {
            vec![
                curve.term.as_str().into(),
                c.name.as_str().into(),
                v.name.as_str().into(),
                v.fits.into(),
                v.estimates.into(),
                v.median.into(),
                v.low.into(),
                v.high.into(),
                v.positive.into(),
                v.above.into(),
                v.below.into(),
            ]
        })
    });
    Dataset {
        name: "choices",
        title: format!("{}: estimates by choice", curve.label),
        columns: vec![
            "term",
            "choice",
            "value",
            "fits",
            "estimates",
            "median",
            "q05",
            "q95",
            "positive",
            "above",
            "below",
        ],
        rows: rows.collect(),
    }
}

/// Every estimate of every term, in the order of the curve.
pub(crate) fn estimates(page: &CurvePage) -> Dataset {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for curve in &page.curves {
        for (rank, p) in (1_u64..).zip(&curve.points) {
            rows.push(vec![
                curve.term.as_str().into(),
                rank.into(),
                p.specification.as_str().into(),
                p.estimate.into(),
                p.interval.map(|i| i.0).into(),
                p.interval.map(|i| i.1).into(),
            ]);
        }
    }
    Dataset {
        name: "curve",
        title: "Every estimate, sorted".into(),
        columns: vec!["term", "rank", "specification", "relative", "low", "high"],
        rows,
    }
}

/// The data of a page of curves: (file name, bytes), CSV and JSON of each table, in a fixed
/// order. Names begin with `stem`.
#[must_use]
pub fn curve_data(page: &CurvePage, stem: &str) -> Vec<(String, Vec<u8>)> {
    let mut choices: Option<Dataset> = None;
    for curve in &page.curves {
        let own = by_choice(curve);
        match choices.as_mut() {
            Some(all) => all.rows.extend(own.rows),
            None => choices = Some(Dataset { title: "Estimates by choice".into(), ..own }),
        }
    }
    let sets: Vec<Dataset> = [estimates(page)].into_iter().chain(choices).collect();
    files(&sets, stem)
}
