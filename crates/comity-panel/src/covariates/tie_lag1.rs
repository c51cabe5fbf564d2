//! `tie_lag1`: tie, year before.

use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use crate::outcome::any;
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TieLag1;

static DEFINITION: Definition = Definition {
    name: "tie_lag1",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "tie, year before",
    definition: "1 if UCDP External Support records support between the two groups in the \
                 year before, 0 if it observed both and records none; missing otherwise.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for TieLag1 {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        any(index, pair, year - 1)
    }
}
