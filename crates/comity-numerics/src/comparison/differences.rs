//! Row-wise differences of log-likelihoods.

use crate::error::{NumericsError, Result, all_finite, same_length};
use serde::{Deserialize, Serialize};

/// What is taken off the log-likelihood ratio when the models differ in size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Nothing.
    None,
    /// The difference in parameters (Akaike).
    Akaike,
    /// Half the difference in parameters times ln n (Schwarz): Vuong (1989) and Clarke
    /// (2007).
    #[default]
    Schwarz,
}

/// Log-likelihoods of the first model less those of the second, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    pub(super) values: Vec<f64>,
    /// The correction of their sum.
    pub(super) penalty: f64,
    /// Mean square of the log-likelihoods, the scale against which rounding is judged.
    pub(super) scale: f64,
}

impl Differences {
    /// From the row-wise log-likelihoods of two models (see
    /// [`crate::estimators::information::log_likelihoods`]) with the given numbers of
    /// parameters.
    ///
    /// # Errors
    /// [`NumericsError::Dimension`] when the models are of different rows,
    /// [`NumericsError::NotFinite`] when a log-likelihood is not finite,
    /// [`NumericsError::Parameter`] when there are fewer than two rows.
    pub fn new(
        first: &[f64],
        second: &[f64],
        parameters: (usize, usize),
        correction: Correction,
    ) -> Result<Self> {
        same_length("the second model's log-likelihoods", second.len(), first.len())?;
        all_finite("the first model's log-likelihoods", first)?;
        all_finite("the second model's log-likelihoods", second)?;
        if first.len() < 2 {
            return Err(NumericsError::Parameter {
                name: "rows",
                value: first.len() as f64,
                range: "at least 2",
            });
        }
        let n = first.len() as f64;
        let more = parameters.0 as f64 - parameters.1 as f64;
        Ok(Self {
            values: first.iter().zip(second).map(|(a, b)| a - b).collect(),
            penalty: match correction {
                Correction::None => 0.0,
                Correction::Akaike => more,
                Correction::Schwarz => 0.5 * more * libm::log(n),
            },
            scale: first.iter().zip(second).map(|(a, b)| a * a + b * b).sum::<f64>() / n,
        })
    }

    /// The sum of the differences: the log-likelihood ratio, without correction.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.values.iter().sum()
    }
}
