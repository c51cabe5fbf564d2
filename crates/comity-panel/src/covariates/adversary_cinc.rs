//! `adversary_cinc`: strength of the adversary.

use super::helpers::adversary_mean;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AdversaryCinc;

static DEFINITION: Definition = Definition {
    name: "adversary_cinc",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "strength of the adversary",
    definition: "The adversaries are the governments that either group fights in the year. \
                 Composite index of national capability, mean over adversaries. Missing when \
                 no adversary has a value.",
    unit: "share of world capability",
    needs: &[
        &[SourceKey::Esd, SourceKey::Dyadic],
        &[SourceKey::Capabilities],
        &[SourceKey::States],
    ],
    refines: &[],
};

impl Covariate for AdversaryCinc {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        adversary_mean(index, pair, year, |state| index.states().cinc.get(state, year))
    }
}
