//! Data of the forecast: answers, factors, theories, scenarios; and of the page as a whole.

use super::dataset::{Dataset, Value};
use super::effects::effects;
use super::record::{coverage, evidence, network, timeline};
use super::scores::{calibration, files, outcome, scores};
use crate::page::{Answer, Page, ScenarioResult};
use crate::words;

/// The data of every figure and table of the page: (file name, bytes), CSV and JSON of each,
/// in a fixed order. File names begin with [`Page::stem`]; sections without rows have no file.
#[must_use]
pub fn figures_data(page: &Page) -> Vec<(String, Vec<u8>)> {
    let sets = [
        answers(page),
        contributions(page),
        theories(page),
        effects(&page.theories.effects),
        levels(page),
        grid(page),
        scenarios(page),
        timeline(page),
        network(&page.networks),
        scores(&page.track),
        calibration(&page.track),
        evidence(page),
        coverage(page),
    ];
    files(&sets, &page.stem())
}

/// Section 2.
pub(crate) fn answers(page: &Page) -> Dataset {
    let rows = page.answers.iter().map(|a| {
        let mut row = vec![outcome(a.domain)];
        match &a.answer {
            Answer::Forecast(f) => row.extend([
                "forecast".into(),
                f.probability.into(),
                f.interval80.low.into(),
                f.interval80.high.into(),
                f.interval95.low.into(),
                f.interval95.high.into(),
                comity_core::words::likelihood(f.probability).into(),
                f.base_rate.into(),
                f.reference_class.as_str().into(),
                f.previous.as_ref().map(|p| p.recorded.as_str()).into(),
                f.previous.as_ref().map(|p| p.probability).into(),
                f.resolution.into(),
                Value::Missing,
            ]),
            Answer::NoBasis { reason } => row.extend(without("no basis", reason)),
            Answer::NotCoded { reason } => row.extend(without("not coded", reason)),
        }
        row
    });
    Dataset {
        name: "answers",
        title: "Answer by domain".into(),
        columns: vec![
            "outcome",
            "answer",
            "probability",
            "low80",
            "high80",
            "low95",
            "high95",
            "word",
            "base_rate",
            "reference_class",
            "previous_recorded",
            "previous_probability",
            "resolution",
            "reason",
        ],
        rows: rows.collect(),
    }
}

fn without(kind: &str, reason: &str) -> Vec<Value> {
    let mut row: Vec<Value> = vec![kind.into()];
    row.resize(12, Value::Missing);
    row.push(reason.into());
    row
}

/// Section 3.
pub(crate) fn contributions(page: &Page) -> Dataset {
    let rows = page.why.iter().flat_map(|w| &w.contributions).map(|c| {
        vec![
            c.level.as_str().into(),
            c.variable.as_str().into(),
            c.label.as_str().into(),
            c.value.into(),
            c.typical.into(),
            c.unit.as_str().into(),
            c.log_odds.into(),
        ]
    });
    Dataset {
        name: "contributions",
        title: "Contributions by factor".into(),
        columns: vec!["level", "variable", "label", "value", "typical", "unit", "log_odds"],
        rows: rows.collect(),
    }
}

/// Section 4: theories.
pub(crate) fn theories(page: &Page) -> Dataset {
    let rows = page.theories.rows.iter().map(|t| {
        let levels: Vec<_> = t.levels.iter().map(|l| l.as_str()).collect();
        vec![
            t.id.as_str().into(),
            t.title.as_str().into(),
            levels.join(" ").into(),
            t.baseline.into(),
            t.weight.into(),
            t.probability.into(),
            t.interval80.map(|i| i.low).into(),
            t.interval80.map(|i| i.high).into(),
            t.brier.into(),
            t.log_score.into(),
            t.average_precision.into(),
            t.verdict.map(|v| words::verdict(Some(v))).into(),
            t.note.as_deref().into(),
        ]
    });
    Dataset {
        name: "theories",
        title: "Rival theories".into(),
        columns: vec![
            "theory",
            "title",
            "levels",
            "baseline",
            "weight",
            "probability",
            "low80",
            "high80",
            "brier",
            "log_score",
            "average_precision",
            "beats_persistence",
            "note",
        ],
        rows: rows.collect(),
    }
}

/// Section 4: levels.
pub(crate) fn levels(page: &Page) -> Dataset {
    let rows = page.theories.levels.iter().map(|l| {
        let mut row = vec![l.level.as_str().into()];
        for r in [l.in_sample, l.log_score, l.average_precision] {
            row.extend([
                r.map(|r| r.value).into(),
                r.map(|r| r.low).into(),
                r.map(|r| r.high).into(),
            ]);
        }
        row
    });
    Dataset {
        name: "levels",
        title: "What each level adds".into(),
        columns: vec![
            "level",
            "in_sample",
            "in_sample_low",
            "in_sample_high",
            "log_score",
            "log_score_low",
            "log_score_high",
            "average_precision",
            "average_precision_low",
            "average_precision_high",
        ],
        rows: rows.collect(),
    }
}

/// Section 4: evidence by theory.
pub(crate) fn grid(page: &Page) -> Dataset {
    let rows = page.theories.grid.iter().flat_map(|g| {
        g.rows.iter().flat_map(|r| {
            r.cells.iter().zip(&g.theories).map(|(c, t)| {
                vec![
                    r.evidence.as_str().into(),
                    t.as_str().into(),
                    words::expectation(c.expectation).into(),
                    c.probability.into(),
                    r.separates.into(),
                ]
            })
        })
    });
    Dataset {
        name: "grid",
        title: "Evidence by theory".into(),
        columns: vec!["evidence", "theory", "expectation", "probability", "separates"],
        rows: rows.collect(),
    }
}

/// Section 5.
pub(crate) fn scenarios(page: &Page) -> Dataset {
    let rows = page.scenarios.iter().map(|s| {
        let changes: Vec<String> =
            s.changes.iter().map(|c| format!("{}: {} = {}", c.year, c.label, c.to)).collect();
        let mut row =
            vec![s.id.as_str().into(), s.title.as_str().into(), changes.join("; ").into()];
        match &s.result {
            ScenarioResult::Effect(e) => row.extend([
                e.probability.into(),
                e.difference.value.into(),
                e.difference.low.into(),
                e.difference.high.into(),
                e.extrapolation.as_deref().into(),
                Value::Missing,
            ]),
            ScenarioResult::NotApplicable { reason } => {
                row.extend(std::iter::repeat_n(Value::Missing, 5));
                row.push(reason.as_str().into());
            }
        }
        row
    });
    Dataset {
        name: "scenarios",
        title: "Scenarios".into(),
        columns: vec![
            "scenario",
            "title",
            "changes",
            "probability",
            "difference",
            "difference_low",
            "difference_high",
            "extrapolation",
            "not_applicable",
        ],
        rows: rows.collect(),
    }
}
