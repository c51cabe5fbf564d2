//! What the columns of a theory do to the probability, over the training rows.

use super::logit::Logit;
use super::recipe::{Covariate, Recipe, column_at};
use crate::effects::{Change, TermEffect};
use crate::lookup::YEAR;
use crate::sample::Sample;
use crate::theory::{Sign, Transform};
use comity_core::Level;
use comity_numerics::Design;
use comity_numerics::effects::{Contrast, FittedModel, between, effects};
use comity_numerics::estimators::Observations;
use comity_panel::Panel;

/// Share of a column's range by which a slope is measured: small against any curvature, large
/// against rounding.
const STEP: f64 = 1e-4;

/// The effect of every panel column among the terms.
pub(crate) fn of(model: &Logit, sample: &Sample<'_>) -> comity_numerics::Result<Vec<TermEffect>> {
    let names = model.recipe.names();
    let columns = model.recipe.columns(sample.panel, &sample.rows);
    let design = Design::new(sample.len(), names.into_iter().zip(columns).collect())?;
    let data = Observations::new(&design, &sample.y)?;
    let fitted = FittedModel::new(&data, model.link, &model.coefficients, &model.covariance)?;
    let scene = Scene { recipe: &model.recipe, sample, design: &design, fitted: &fitted };
    variables(&model.recipe).into_iter().filter_map(|name| scene.effect(name)).collect()
}

/// 1 for a column of zeros and ones, two standard deviations of the known values for others.
pub(crate) fn units(model: &Logit, sample: &Sample<'_>) -> Vec<(String, f64)> {
    let unit = |c: &Covariate| {
        let values = c.values(sample.panel, &sample.rows);
        let known: Vec<f64> =
            values.into_iter().filter(|v| !v.is_nan()).map(|v| c.transform.apply(v)).collect();
        if known.iter().all(|v| *v == 0.0 || *v == 1.0) {
            return 1.0;
        }
        let n = known.len() as f64;
        let mean = known.iter().sum::<f64>() / n;
        2.0 * (known.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt()
    };
    model.recipe.covariates.iter().map(|c| (c.variable.clone(), unit(c))).collect()
}

/// The panel columns that the terms are computed from, each once, in order.
fn variables(recipe: &Recipe) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for c in &recipe.covariates {
        for name in c.inputs() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// A fitted model over its rows.
struct Scene<'a> {
    recipe: &'a Recipe,
    sample: &'a Sample<'a>,
    design: &'a Design,
    fitted: &'a FittedModel<'a>,
}

impl Scene<'_> {
    fn effect(&self, name: &str) -> Option<comity_numerics::Result<TermEffect>> {
        let mut known = column_at(self.sample.panel, &self.sample.rows, name)?;
        known.retain(|v| !v.is_nan());
        known.sort_unstable_by(f64::total_cmp);
        let (low, high) = (*known.first()?, *known.last()?);
        let binary = known.iter().all(|v| *v == 0.0 || *v == 1.0);
        let at = |share: f64| known[((known.len() - 1) as f64 * share) as usize];
        let (from, to) = match (at(0.25), at(0.75)) {
            _ if binary => (0.0, 1.0),
            (a, b) if a < b => (a, b),
            // A heap holds half of the rows: it is compared with the median of the others.
            (heap, _) => (heap, median_beside(&known, heap)?),
        };
        let change = if binary { Change::ZeroToOne } else { Change::Between { from, to } };
        let (label, level) = meaning(self.sample.panel, name);
        let predicted = self.recipe.covariates.iter().find(|c| c.variable == name);
        Some(self.difference(name, from, to).and_then(|difference| {
            let slope = if binary {
                difference
            } else {
                {
                    let mean = known.iter().sum::<f64>() / known.len() as f64;
                    self.slope(name, high - low, mean)?
                }
            };
            Ok(TermEffect {
                variable: name.to_owned(),
                label,
                level,
                predicted: predicted.map_or(Sign::None, |c| c.predicted),
                change,
                marginal: slope.into(),
                difference: difference.into(),
            })
        }))
    }

    /// The column of the design that a panel column enters by, when it is only one, as it
    /// stands, with the mean that was taken off.
    fn single(&self, name: &str) -> Option<(usize, f64)> {
        let mut uses =
            self.recipe.covariates.iter().enumerate().filter(|(_, c)| c.inputs().contains(&name));
        let (k, c) = uses.next().filter(|_| uses.next().is_none())?;
        let curved = self.recipe.curves.iter().any(|curve| curve.variable == name);
        let as_it_stands = c.computed.is_none() && c.transform == Transform::Identity;
        (as_it_stands && !curved).then_some((1 + k, c.mean))
    }

    fn difference(&self, name: &str, from: f64, to: f64) -> comity_numerics::Result<Estimated> {
        if let Some((column, mean)) = self.single(name) {
            let question = Contrast::Difference { column, from: from - mean, to: to - mean };
            return self.asked(question);
        }
        let (before, after) = (self.with(name, |_| from)?, self.with(name, |_| to)?);
        let found = between(self.fitted, &before, &after)?;
        Ok(Estimated { value: found.estimate, se: found.standard_error })
    }

    fn slope(&self, name: &str, range: f64, mean: f64) -> comity_numerics::Result<Estimated> {
        if let Some((column, _)) = self.single(name) {
            return self.asked(Contrast::Slope { column });
        }
        let h = range * STEP;
        // A missing value counts as the mean, as in the columns of the design.
        let moved = |by: f64| move |v: f64| if v.is_nan() { mean + by } else { v + by };
        let (before, after) = (self.with(name, moved(-0.5 * h))?, self.with(name, moved(0.5 * h))?);
        let found = between(self.fitted, &before, &after)?;
        Ok(Estimated { value: found.estimate / h, se: found.standard_error.map(|s| s / h) })
    }

    fn asked(&self, question: Contrast) -> comity_numerics::Result<Estimated> {
        let found = effects(self.fitted, &[question])?;
        let first = found.first();
        Ok(Estimated {
            value: first.map_or(f64::NAN, |e| e.estimate),
            se: first.and_then(|e| e.standard_error),
        })
    }

    /// The design with one panel column changed in every row; marks of missing values stay.
    fn with(&self, name: &str, change: impl Fn(f64) -> f64) -> comity_numerics::Result<Design> {
        let (panel, rows) = (self.sample.panel, &self.sample.rows);
        let own = column_at(panel, rows, name).unwrap_or_default();
        let mut columns: Vec<Vec<f64>> = self.design.columns().to_vec();
        for (c, column) in self.recipe.covariates.iter().zip(columns.iter_mut().skip(1)) {
            if !c.inputs().contains(&name) {
                continue;
            }
            for ((v, &row), x) in column.iter_mut().zip(rows).zip(&own) {
                let values = |asked: &str| match panel.column(asked) {
                    _ if asked == name => change(*x),
                    Some(column) => column[row],
                    None if asked == YEAR => f64::from(panel.year()[row]),
                    None => f64::NAN,
                };
                *v = c.centred(c.value(&values));
            }
        }
        let mut place = columns.len() - self.recipe.curves.iter().map(|c| c.width()).sum::<usize>();
        for curve in &self.recipe.curves {
            if curve.variable == name {
                let changed: Vec<f64> = own.iter().map(|v| change(*v)).collect();
                for (column, new) in columns.iter_mut().skip(place).zip(curve.columns(&changed)) {
                    *column = new;
                }
            }
            place += curve.width();
        }
        Design::new(rows.len(), self.design.names().iter().cloned().zip(columns).collect())
    }
}

/// The median of the sorted values that differ from one.
fn median_beside(sorted: &[f64], heap: f64) -> Option<f64> {
    let others: Vec<f64> = sorted.iter().copied().filter(|v| *v != heap).collect();
    others.get(others.len() / 2).copied()
}

fn meaning(panel: &Panel, name: &str) -> (String, Option<Level>) {
    if name == YEAR {
        return ("calendar year".to_owned(), None);
    }
    let variable = panel.variable(name);
    (variable.map_or_else(|| name.to_owned(), |v| v.label.clone()), variable.and_then(|v| v.level))
}

/// A number with its standard error.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Estimated {
    pub(crate) value: f64,
    pub(crate) se: Option<f64>,
}
