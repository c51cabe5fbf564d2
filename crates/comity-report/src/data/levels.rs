//! Data of the levels test.

use super::dataset::{Dataset, Value};
use super::scores::files;
use crate::page::{Added, LevelsPage, Ranged, RowKind};

fn triple(r: Option<Ranged>) -> [Value; 3] {
    r.map_or([Value::Missing, Value::Missing, Value::Missing], |r| {
        [r.value.into(), r.low.into(), r.high.into()]
    })
}

fn added(a: Option<Added>) -> impl Iterator<Item = Value> {
    let (gain, share) = (a.map(|a| a.gain), a.and_then(|a| a.share));
    triple(gain).into_iter().chain(triple(share))
}

/// What each level adds, every division.
pub(crate) fn shares(page: &LevelsPage) -> Dataset {
    let rows = page.divisions.iter().flat_map(|d| {
        d.rows.iter().map(|r| {
            let kind = match r.kind {
                RowKind::Player => "player",
                RowKind::Total => "total",
                RowKind::Difference => "difference",
            };
            let mut row: Vec<Value> =
                vec![d.id.as_str().into(), kind.into(), r.name.as_str().into(), r.terms.into()];
            row.extend(added(r.in_sample));
            row.extend(added(r.log_score));
            row.extend(added(r.average_precision));
            row
        })
    });
    Dataset {
        name: "levels",
        title: "What each level adds".into(),
        columns: vec![
            "division",
            "kind",
            "name",
            "terms",
            "in_sample",
            "in_sample_low",
            "in_sample_high",
            "in_sample_share",
            "in_sample_share_low",
            "in_sample_share_high",
            "log_score",
            "log_score_low",
            "log_score_high",
            "log_score_share",
            "log_score_share_low",
            "log_score_share_high",
            "average_precision",
            "average_precision_low",
            "average_precision_high",
            "average_precision_share",
            "average_precision_share_low",
            "average_precision_share_high",
        ],
        rows: rows.collect(),
    }
}

/// Tests between models.
pub(crate) fn tests(page: &LevelsPage) -> Dataset {
    let rows = page.tests.iter().map(|t| {
        vec![
            t.first.as_str().into(),
            t.second.as_str().into(),
            t.ratio.into(),
            t.vuong.into(),
            t.vuong_p.into(),
            t.clarke_share.into(),
            t.clarke_p.into(),
        ]
    });
    Dataset {
        name: "model-tests",
        title: "Vuong's and Clarke's tests on held-out forecasts".into(),
        columns: vec![
            "first",
            "second",
            "log_likelihood_ratio",
            "vuong",
            "vuong_p",
            "clarke_share_first",
            "clarke_p",
        ],
        rows: rows.collect(),
    }
}

/// The data of a levels page: (file name, bytes) for each table, CSV and JSON, in a fixed
/// order. Names begin with `stem`.
#[must_use]
pub fn levels_data(page: &LevelsPage, stem: &str) -> Vec<(String, Vec<u8>)> {
    files(&[shares(page), tests(page)], stem)
}

/// The table of shares as CSV.
#[must_use]
pub fn levels_csv(page: &LevelsPage) -> Vec<u8> {
    shares(page).csv()
}
