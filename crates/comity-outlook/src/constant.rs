//! The model that always says the same.

use crate::model::{Factor, Model, Sampler, Values};
use comity_panel::Panel;

/// A constant probability: what stands in where a model could not be fitted.
pub(crate) struct Constant(pub(crate) f64);

impl Model for Constant {
    fn predict(&self, _: &Panel, rows: &[u32]) -> Vec<f64> {
        vec![self.0; rows.len()]
    }

    fn predict_row(&self, _: Values<'_>) -> f64 {
        self.0
    }

    fn sampler<'s>(&'s self, n: usize, _: u64) -> Box<dyn Sampler + 's> {
        Box::new(Same(self.0, n))
    }

    fn contributions(&self, _: Values<'_>) -> Vec<Factor> {
        Vec::new()
    }

    fn leverage(&self, _: Values<'_>) -> Option<f64> {
        None
    }

    fn range_violations(&self, _: Values<'_>) -> Vec<String> {
        Vec::new()
    }
}

/// The same probability, so many times.
struct Same(f64, usize);

impl Sampler for Same {
    fn probabilities(&self, _: Values<'_>) -> Vec<f64> {
        vec![self.0; self.1]
    }
}
