//! How a fit ends.

use comity_numerics::Matrix;
use serde::{Deserialize, Serialize};

/// What the data say about whether the coefficients can be told apart.
///
/// Rothenberg (1971), "Identification in Parametric Models", *Econometrica* 39(3): a model is
/// locally identified where its information has full rank. Eigenvalues are those of matrices
/// scaled to unit diagonal: one means that coefficients do not get in each other's way, zero
/// that some combination of them has no effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identification {
    /// Restrictions that the model makes so that coefficients have one meaning, in words.
    pub restrictions: Vec<String>,
    /// Smallest eigenvalue of the observed information at the estimate.
    pub at_estimate: f64,
    /// Smallest eigenvalue of the cross-product of the scores at random points around the
    /// starting values, up to three of them, until one says that the model is identified.
    pub at_random_points: Vec<f64>,
}

/// A fit's numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Names of the coefficients: equation, colon, column.
    pub names: Vec<String>,
    /// One coefficient a name, in units of the error's scale.
    pub coefficients: Vec<f64>,
    /// Inverse of the observed information (with a penalty: of its negative Hessian too), one
    /// row and column a coefficient.
    pub covariance: Matrix,
    /// Log-likelihood at the coefficients, without penalty.
    pub log_likelihood: f64,
    /// What was maximised: the log-likelihood less the penalty.
    pub objective: f64,
    /// Newton steps taken.
    pub iterations: usize,
    /// Largest absolute entry of the objective's gradient.
    pub gradient_norm: f64,
    /// Length of the next Newton step in standard errors: √(g'H⁻¹g).
    pub next_step: f64,
    /// Rows of positive weight.
    pub rows: usize,
    /// How often each outcome occurs among them; empty when outcomes are not categories.
    pub counts: Vec<usize>,
    /// Whether and by what the coefficients are identified.
    pub identification: Identification,
}

impl Fit {
    /// Square roots of the diagonal of the covariance.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.covariance.diagonal().into_iter().map(libm::sqrt).collect()
    }

    /// The coefficient of this name.
    #[must_use]
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        let place = self.names.iter().position(|n| n == name)?;
        self.coefficients.get(place).copied()
    }
}

/// How a fit ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A maximum was found: the gradient vanishes and the Hessian is negative definite.
    Converged(Fit),
    /// The iterations ended before a maximum; the numbers are the last ones reached.
    NotConverged(Fit),
    /// The likelihood rises without end along some direction: an outcome is predicted
    /// perfectly. With a penalty the fit has a maximum.
    Separated {
        /// Names of the coefficients that run away.
        names: Vec<String>,
        /// How each coefficient changes along the direction.
        direction: Vec<f64>,
        /// Coefficients when the iterations ended.
        reached: Vec<f64>,
    },
    /// Some combination of coefficients does not change the likelihood.
    NotIdentified {
        /// Names of the coefficients in that combination.
        names: Vec<String>,
        /// The combination.
        direction: Vec<f64>,
    },
    /// An outcome of the game never occurs, so that a utility has no finite estimate.
    MissingOutcome {
        /// The outcomes that do not occur, counted from zero.
        missing: Vec<usize>,
        /// How often each outcome occurs.
        counts: Vec<usize>,
    },
}

impl Outcome {
    /// The fit, if a maximum was found.
    #[must_use]
    pub fn fit(&self) -> Option<&Fit> {
        match self {
            Self::Converged(fit) => Some(fit),
            _ => None,
        }
    }

    /// The fit, if a maximum was found, by value.
    #[must_use]
    pub fn into_fit(self) -> Option<Fit> {
        match self {
            Self::Converged(fit) => Some(fit),
            _ => None,
        }
    }
}
