//! Ridge, lasso and elastic-net logit along a path of penalties.
//!
//! Minimises −ℓ(β)/W + λ Σ_j f_j [α|β_j| + (1 − α)β_j²/2] with W the total weight: Friedman,
//! Hastie and Tibshirani (2010), "Regularization Paths for Generalized Linear Models via
//! Coordinate Descent", *Journal of Statistical Software* 33(1). Steps are those of the
//! weighted quadratic approximation, solved by coordinate descent on cross-products; columns
//! are screened by the strong rules (Tibshirani et al. 2012, *Journal of the Royal Statistical
//! Society B* 74(2)) and let in again when the Karush-Kuhn-Tucker conditions ask for them.

mod cross_validation;
mod descent;
mod outcome;
mod params;
mod path;
mod solver;
mod standardised;

pub use cross_validation::{CrossValidated, CrossValidation, Folds, cross_validate};
pub use outcome::{Path, PathOutcome, PathPoint};
pub use params::{ElasticNetParams, ValidElasticNetParams};
pub use path::fit;
