//! As CSV, one row a coefficient.

use crate::data::{Dataset, Value};
use crate::page::RegressionTable;

/// The table in long form as CSV: one row a coefficient of a model, controls and intercept
/// among them, with the fit of the model in every row.
#[must_use]
pub fn regression_csv(t: &RegressionTable) -> Vec<u8> {
    dataset(t).csv()
}

/// The coefficients of every model.
pub(crate) fn dataset(t: &RegressionTable) -> Dataset {
    let mut rows = Vec::new();
    for m in &t.models {
        for c in &m.coefficients {
            rows.push(vec![
                m.id.as_str().into(),
                m.title.as_str().into(),
                m.user.into(),
                c.variable.as_str().into(),
                c.label.as_str().into(),
                c.level.map(|l| l.as_str()).into(),
                (if c.term { "term" } else { "control" }).into(),
                Value::Whole(c.predicted.into()),
                c.coef.into(),
                c.se.into(),
                c.p.into(),
                c.low.into(),
                c.high.into(),
                c.scale.into(),
                m.estimator.as_str().into(),
                m.variance.as_str().into(),
                m.n.into(),
                m.events.into(),
                m.loglik.into(),
                m.aic.into(),
                m.bic.into(),
                m.pseudo_r2.into(),
            ]);
        }
    }
    Dataset {
        name: "coefficients",
        title: "Coefficients of the theories".into(),
        columns: vec![
            "theory",
            "title",
            "user",
            "variable",
            "label",
            "level",
            "kind",
            "predicted",
            "coef",
            "se",
            "p",
            "low95",
            "high95",
            "figure_scale",
            "estimator",
            "variance",
            "n",
            "events",
            "loglik",
            "aic",
            "bic",
            "pseudo_r2",
        ],
        rows,
    }
}
