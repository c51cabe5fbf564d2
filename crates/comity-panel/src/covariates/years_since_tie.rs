//! `years_since_tie`: years since the last tie.

use super::helpers::years_since;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct YearsSinceTie;

static DEFINITION: Definition = Definition {
    name: "years_since_tie",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "years since the last tie",
    definition: "Years since the last tie between the two before the year; without one, years \
                 since UCDP External Support first observed both in one year, and 0 when it \
                 had not yet. At most 30; never missing.",
    unit: "years",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for YearsSinceTie {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        years_since(index, pair, year)
    }
}
