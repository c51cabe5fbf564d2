//! Data of the effects of theories.

use super::dataset::{Dataset, Value};
use crate::page::{Bounded, ModelEffects};

/// First differences and average marginal effects of every theory's columns.
pub(crate) fn effects(models: &[ModelEffects]) -> Dataset {
    let mut rows = Vec::new();
    for m in models {
        for e in &m.effects {
            let four = |b: Bounded| -> [Value; 4] {
                [b.value.into(), b.se.into(), b.low.into(), b.high.into()]
            };
            let mut row: Vec<Value> = vec![
                m.id.as_str().into(),
                e.variable.as_str().into(),
                e.label.as_str().into(),
                e.level.map(|l| l.as_str()).into(),
                e.change.as_str().into(),
            ];
            row.extend(four(e.difference));
            row.extend(four(e.marginal));
            rows.push(row);
        }
    }
    Dataset {
        name: "effects",
        title: "First differences and average marginal effects".into(),
        columns: vec![
            "theory",
            "variable",
            "label",
            "level",
            "change",
            "difference",
            "difference_se",
            "difference_low95",
            "difference_high95",
            "marginal_effect",
            "marginal_se",
            "marginal_low95",
            "marginal_high95",
        ],
        rows,
    }
}
