//! Where a fit starts from.

use crate::fitted::Model;
use crate::models::curve::Curve;
use crate::models::recipe::Recipe;
use crate::report::{FitReport, FitStatus};

/// The coefficients of an earlier fit of the same theory, to start a later one from: training
/// sets that grow by a year have estimates close to each other. A start changes the number
/// of iterations and the digits below the tolerance, nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarmStart {
    coefficients: Vec<(String, f64)>,
    curves: Vec<(Curve, Vec<f64>)>,
    pub(crate) separated: bool,
}

impl WarmStart {
    /// From the report of a fit; `None` when it has no coefficients.
    #[must_use]
    pub fn of(report: &FitReport) -> Option<Self> {
        let logit = match &report.model.as_ref()?.0 {
            Model::Logit(logit) => logit,
            Model::Alliance(game) => {
                let coefficients = game.named_coefficients();
                return Some(Self { coefficients, ..Self::default() });
            }
            _ => return None,
        };
        let named: Vec<(String, f64)> =
            logit.recipe.names().into_iter().zip(logit.coefficients.iter().copied()).collect();
        let mut rest = logit.recipe.curves_start();
        let mut curves = Vec::new();
        for curve in &logit.recipe.curves {
            let own = rest..rest + curve.width();
            curves.push((curve.clone(), logit.coefficients.get(own).unwrap_or(&[]).to_vec()));
            rest += curve.width();
        }
        let separated = matches!(report.status, FitStatus::Separated { .. });
        Some(Self { coefficients: named, curves, separated })
    }

    /// The earlier coefficient of each of these names, zero where there was none.
    pub(crate) fn named(&self, names: &[String]) -> Vec<f64> {
        let known = |name: &String| self.coefficients.iter().find(|(n, _)| n == name);
        names.iter().map(|name| known(name).map_or(0.0, |(_, v)| *v)).collect()
    }

    /// One starting value a column: the earlier coefficient, the earlier curve drawn with
    /// this fit's knots, zero for what the earlier fit did not have.
    pub(crate) fn values(&self, recipe: &Recipe) -> Vec<f64> {
        let known = |name: &String| self.coefficients.iter().find(|(n, _)| n == name);
        let names = recipe.names();
        let mut values: Vec<f64> = names
            .iter()
            .take(recipe.curves_start())
            .map(|name| known(name).map_or(0.0, |(_, v)| *v))
            .collect();
        for curve in &recipe.curves {
            let earlier = self.curves.iter().find(|(c, _)| c.variable == curve.variable);
            let alike = earlier.and_then(|(c, b)| curve.resembling(c, b));
            values.extend(alike.unwrap_or_else(|| vec![0.0; curve.width()]));
        }
        values
    }
}
