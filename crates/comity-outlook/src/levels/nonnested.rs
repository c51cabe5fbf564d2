//! Tests between models neither of which contains the other, on held-out forecasts.

use crate::evaluation::Pooled;
use comity_core::{Code, Error, Result};
use comity_numerics::comparison::{
    Clarke, Correction, Differences, VuongOutcome, clarke, vuong_dyadic,
};
use comity_numerics::variance::dyadic::Dyads;
use serde::{Deserialize, Serialize};

/// Two models on the same held-out forecasts.
///
/// No correction for the number of parameters is made: a forecast of a later year is not
/// fitted to what it is scored on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonNested {
    /// The first model, by its levels or parts.
    pub first: String,
    /// The second model.
    pub second: String,
    /// Vuong's test; the variance allows any two rows that share a group to be correlated.
    pub vuong: VuongOutcome,
    /// Clarke's test, which takes rows as independent.
    pub clarke: Clarke,
}

/// Tests two models, given by name and position.
pub(super) fn test(
    (first, m): (&str, usize),
    (second, n): (&str, usize),
    rows: &Pooled,
    dyads: &Dyads,
) -> Result<NonNested> {
    let logs = |at: usize| -> Vec<f64> {
        let said = rows.by_model.get(at).into_iter().flatten().zip(&rows.happened);
        said.map(|(p, y)| if *y { p.ln() } else { (-p).ln_1p() }).collect()
    };
    let failed = |e: comity_numerics::NumericsError| {
        Error::new(Code::Internal, format!("{first} against {second}: {e}"))
    };
    let differences =
        Differences::new(&logs(m), &logs(n), (0, 0), Correction::None).map_err(failed)?;
    Ok(NonNested {
        first: first.to_owned(),
        second: second.to_owned(),
        vuong: vuong_dyadic(&differences, dyads).map_err(failed)?,
        clarke: clarke(&differences),
    })
}
