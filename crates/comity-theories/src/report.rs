//! What a fit reports.

use crate::fitted::Fitted;
use crate::theory::Sign;
use comity_core::Level;
use serde::{Deserialize, Serialize};

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FitStatus {
    /// The maximum was found.
    Converged,
    /// Some estimates would be infinite; the numbers are those of Firth's penalised fit.
    Separated {
        /// Columns that cause it.
        columns: Vec<String>,
    },
    /// The iterations ended before the maximum; there is no model.
    NotConverged,
    /// There is too little to fit on; there is no model.
    NoSample {
        /// What is missing.
        reason: String,
    },
}

/// A column that did not enter the model, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The panel column.
    pub variable: String,
    /// Why it did not enter.
    pub reason: String,
}

/// One coefficient, on the log-odds scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The panel column; indicators of missing values end in `:missing`, functions of time
    /// in `:time1` and so on.
    pub variable: String,
    /// Short name for tables.
    pub label: String,
    /// Level of explanation; `None` for the intercept and calendar time.
    pub level: Option<Level>,
    /// The sign that the theory predicts.
    pub predicted: Sign,
    /// Change of the log-odds per unit.
    pub coef: f64,
    /// Standard error.
    pub se: f64,
    /// `coef / se`.
    #[serde(with = "crate::nan")]
    pub z: f64,
    /// Two-sided p-value of `z` under the normal distribution.
    #[serde(with = "crate::nan")]
    pub p: f64,
    /// Lower end of the 95 % interval, normal approximation.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// Whether the coefficient has the predicted sign; `None` where none is predicted.
    pub sign_met: Option<bool>,
    /// Whether the column is the theory's own, not a control.
    pub is_term: bool,
    /// What to know about this number, if anything.
    pub note: Option<String>,
}

/// What a fit reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitReport {
    /// The theory's id.
    pub theory: String,
    /// How the fit ended.
    pub status: FitStatus,
    /// Coefficients: the theory's terms first, then controls, the intercept last.
    pub estimates: Vec<Estimate>,
    /// Training rows with a coded outcome.
    pub n: usize,
    /// How many of them are yes.
    pub events: usize,
    /// Log-likelihood of the training rows (without penalty); NaN without a model.
    #[serde(with = "crate::nan")]
    pub loglik: f64,
    /// Newton steps; 0 for baselines.
    pub iterations: usize,
    /// Largest absolute entry of the gradient at the end; 0 for baselines.
    pub gradient_norm: f64,
    /// Condition number of the scaled information; 1 for baselines.
    pub condition_number: f64,
    /// What to know about the standard errors, if anything.
    pub variance_note: Option<String>,
    /// Terms whose column the panel lacks, or has no value of in the training rows.
    pub unavailable: Vec<String>,
    /// Terms that are constant in the training rows, known in too few of them, or determined
    /// by earlier columns.
    pub dropped: Vec<Dropped>,
    /// The model, if there is one.
    pub model: Option<Fitted>,
}

impl FitReport {
    /// A report without a model.
    pub(crate) fn without_model(theory: &str, status: FitStatus, n: usize, events: usize) -> Self {
        Self {
            theory: theory.to_owned(),
            status,
            estimates: Vec::new(),
            n,
            events,
            loglik: f64::NAN,
            iterations: 0,
            gradient_norm: 0.0,
            condition_number: 1.0,
            variance_note: None,
            unavailable: Vec::new(),
            dropped: Vec::new(),
            model: None,
        }
    }
}
