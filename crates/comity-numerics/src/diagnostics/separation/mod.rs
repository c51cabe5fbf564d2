//! Separation: covariates that predict the outcome perfectly for some rows, so that the
//! logit likelihood has no finite maximum.
//!
//! Albert and Anderson (1984), *Biometrika* 71(1): with zᵢ = xᵢ for yes and −xᵢ for no, the
//! data are separated when some direction d has zᵢ'd ≥ 0 in every row and > 0 in at least
//! one (quasi-complete), or > 0 in every row (complete).

mod columns;
mod margins;
mod simplex;

pub use columns::by_single_columns;

use crate::estimators::Observations;
use serde::{Deserialize, Serialize};

/// How much is separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeparationKind {
    /// Every row is predicted perfectly.
    Complete,
    /// Some rows are predicted perfectly and none wrongly.
    QuasiComplete,
}

/// A direction in which the likelihood rises without end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Separation {
    /// Complete or quasi-complete, along `direction`.
    pub kind: SeparationKind,
    /// The columns that cause it, intercept left out: every column that separates by itself
    /// (with the intercept), or else those with a non-zero entry in `direction`.
    pub columns: Vec<usize>,
    /// One entry a column: raising the coefficients along it never lowers the likelihood.
    pub direction: Vec<f64>,
    /// Rows that the direction predicts perfectly.
    pub rows: usize,
}

/// Finds separation exactly; rows of weight zero do not count.
///
/// Columns are first tried one by one: each together with the intercept separates when
/// its range among the yes does not overlap its range among the no. If none does, a linear
/// programme decides (Konis 2007, *Linear programming algorithms for detecting separated
/// data in binary logistic regression models*, in its dual form). The answer `None` means
/// that a finite maximum exists, or, after more pivots than such programmes take, that
/// separation could not be shown.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::diagnostics::separation::{SeparationKind, separation};
/// use comity_numerics::estimators::Observations;
/// let dose = vec![1.0, 2.0, 3.0, 4.0];
/// let x = Design::new(4, vec![("one".into(), vec![1.0; 4]), ("dose".into(), dose)])?;
/// let found = separation(&Observations::new(&x, &[false, false, true, true])?);
/// assert!(found.is_some_and(|s| s.kind == SeparationKind::Complete && s.columns == [1]));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[must_use]
pub fn separation(data: &Observations<'_>) -> Option<Separation> {
    by_single_columns(data).or_else(|| by_programme(data))
}

/// [`separation`] with a direction to try before the linear programme.
pub(crate) fn separation_along(data: &Observations<'_>, hint: &[f64]) -> Option<Separation> {
    by_single_columns(data).or_else(|| certified(data, hint)).or_else(|| by_programme(data))
}

fn by_programme(data: &Observations<'_>) -> Option<Separation> {
    certified(data, &simplex::direction(data)?)
}

/// The separation along `direction`, without rounding noise if possible, if it separates.
fn certified(data: &Observations<'_>, direction: &[f64]) -> Option<Separation> {
    let cleaned = margins::cleaned(data.design(), direction);
    let intercept = data.design().intercept().map(|(j, _)| j);
    [cleaned.as_slice(), direction].into_iter().find_map(|d| {
        let found = margins::along(data, d)?;
        let columns = (0..d.len()).filter(|&j| d[j] != 0.0 && Some(j) != intercept).collect();
        Some(Separation { kind: found.kind, columns, direction: d.to_vec(), rows: found.rows })
    })
}
