//! `common_allies`: common allies.

use super::helpers::{count, if_supported};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, common};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct CommonAllies;

static DEFINITION: Definition = Definition {
    name: "common_allies",
    level: Level::History,
    timing: Timing::Varying,
    label: "common allies",
    definition: "Number of third groups that support, or are supported by, both groups in the \
                 year. Missing unless UCDP External Support observed both groups that year.",
    unit: "count",
    needs: &[&[SourceKey::Esd]],
    refines: &[SourceKey::Actor],
};

impl Covariate for CommonAllies {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let shared = common(index.allies(pair.a, year), index.allies(pair.b, year));
        if_supported(index, pair, year, count(shared))
    }
}
