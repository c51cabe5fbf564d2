//! The coefficients of a logit as a table.

use super::logit::time_label;
use super::logit_fit::Fitting;
use super::recipe::Recipe;
use crate::report::{Estimate, FitStatus};
use crate::theory::Sign;
use comity_core::Level;
use comity_numerics::Matrix;
use comity_numerics::special::two_sided_p;

/// 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Label, level and predicted sign of one column.
pub(crate) struct ColumnMeaning {
    pub(crate) label: String,
    level: Option<Level>,
    predicted: Sign,
    pub(crate) is_term: bool,
    missing: f64,
}

/// What each column of a recipe stands for, in its order.
pub(crate) fn meanings(recipe: &Recipe) -> Vec<ColumnMeaning> {
    let control = |label: String, level| ColumnMeaning {
        label,
        level,
        predicted: Sign::None,
        is_term: false,
        missing: 0.0,
    };
    let terms = recipe.covariates.iter().map(|c| ColumnMeaning {
        label: c.label.clone(),
        level: c.level,
        predicted: c.predicted,
        is_term: true,
        missing: c.missing,
    });
    let marks = recipe
        .covariates
        .iter()
        .filter(|c| c.marked)
        .map(|c| control(format!("{} is missing", c.label), c.level));
    let time = recipe.curves.iter().flat_map(|curve| {
        let (label, level) = time_label(curve);
        (1..=curve.width()).map(move |k| control(format!("{label}, curve {k}"), level))
    });
    std::iter::once(control("intercept".to_owned(), None))
        .chain(terms)
        .chain(marks)
        .chain(time)
        .collect()
}

/// The coefficients: terms first, then controls, the intercept last.
pub(super) fn estimates(f: &Fitting<'_>, covariance: &Matrix) -> Vec<Estimate> {
    let separating: &[String] = match &f.status {
        FitStatus::Separated { columns } => columns,
        _ => &[],
    };
    let all = meanings(&f.recipe).into_iter().zip(f.design.names()).enumerate();
    let mut estimates: Vec<Estimate> = all
        .filter(|(j, _)| !f.fit.dropped.contains(j))
        .map(|(j, (meaning, name))| {
            let coef = f.fit.coefficients[j];
            let se = covariance.get(j, j).max(0.0).sqrt();
            let mut notes = Vec::new();
            if separating.contains(name) {
                notes.push("predicts the outcome perfectly; penalised estimate".to_owned());
            }
            if meaning.missing > 0.0 {
                let share = 100.0 * meaning.missing;
                notes.push(format!("{share:.0}% missing, filled with the mean"));
            }
            Estimate {
                variable: name.clone(),
                label: meaning.label,
                level: meaning.level,
                predicted: meaning.predicted,
                coef,
                se,
                z: coef / se,
                p: two_sided_p(coef / se),
                low: coef - Z * se,
                high: coef + Z * se,
                sign_met: meaning.predicted.met_by(coef),
                is_term: meaning.is_term,
                note: (!notes.is_empty()).then(|| notes.join("; ")),
            }
        })
        .collect();
    // The intercept, of no interest by itself, goes last.
    if !estimates.is_empty() {
        estimates.rotate_left(1);
    }
    estimates
}
