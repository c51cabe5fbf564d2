//! `years_since_tie_2`: years since the last tie, squared.

use super::helpers::years_since;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct YearsSinceTie2;

static DEFINITION: Definition = Definition {
    name: "years_since_tie_2",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "years since the last tie, squared",
    definition: "Square of a tenth of years_since_tie (Carter and Signorino 2010); never \
                 missing.",
    unit: "decades²",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for YearsSinceTie2 {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        (years_since(index, pair, year) / 10.0).powi(2)
    }
}
