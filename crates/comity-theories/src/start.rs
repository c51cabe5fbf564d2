//! Where a fit starts from.

use crate::report::{FitReport, FitStatus};

/// The coefficients of an earlier fit of the same theory, to start a later one from: training
/// sets that grow by a year have estimates close to each other. A start changes the number
/// of iterations and the digits below the tolerance, nothing else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WarmStart {
    coefficients: Vec<(String, f64)>,
    pub(crate) separated: bool,
}

impl WarmStart {
    /// From the report of a fit; `None` when it has no coefficients.
    #[must_use]
    pub fn of(report: &FitReport) -> Option<Self> {
        let coefficients: Vec<(String, f64)> =
            report.estimates.iter().map(|e| (e.variable.clone(), e.coef)).collect();
        (!coefficients.is_empty()).then(|| Self {
            coefficients,
            separated: matches!(report.status, FitStatus::Separated { .. }),
        })
    }

    /// One starting value a column; zero for columns that the earlier fit did not have.
    pub(crate) fn values(&self, names: &[String]) -> Vec<f64> {
        let known = |name: &String| self.coefficients.iter().find(|(n, _)| n == name);
        names.iter().map(|name| known(name).map_or(0.0, |(_, v)| *v)).collect()
    }
}
