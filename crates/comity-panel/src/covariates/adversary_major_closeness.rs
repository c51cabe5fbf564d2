//! `adversary_major_closeness`: adversary close to the leading major power.

use super::helpers::adversary_mean;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AdversaryMajorCloseness;

static DEFINITION: Definition = Definition {
    name: "adversary_major_closeness",
    level: Level::Structural,
    timing: Timing::Varying,
    label: "adversary close to the leading major power",
    definition: "The adversaries are the governments that either group fights in the year. \
                 Minus the distance between the UN ideal points of the adversary and the \
                 United States, mean over adversaries: 0 is the same position, lower is \
                 farther. Missing when no adversary has an ideal point.",
    unit: "ideal-point units",
    needs: &[&[SourceKey::Esd, SourceKey::Dyadic], &[SourceKey::IdealPoints], &[SourceKey::States]],
    refines: &[],
};

impl Covariate for AdversaryMajorCloseness {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        adversary_mean(index, pair, year, |state| index.states().leader_closeness.get(state, year))
    }
}
