//! `tie_coded_lag1`: tie coded, year before.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use crate::outcome::any;
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct TieCodedLag1;

static DEFINITION: Definition = Definition {
    name: "tie_coded_lag1",
    level: Level::History,
    timing: Timing::Predetermined,
    label: "tie coded, year before",
    definition: "1 if UCDP External Support observed both groups, or recorded a tie between \
                 them, in the year before; 0 if not; never missing.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd]],
    refines: &[],
};

impl Covariate for TieCodedLag1 {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        flag(!any(index, pair, year - 1).is_nan())
    }
}
