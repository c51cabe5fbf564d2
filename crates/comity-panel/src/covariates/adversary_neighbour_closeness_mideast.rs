//! `adversary_neighbour_closeness_mideast`: adversary close to its neighbours on Middle-East votes.

use super::helpers::adversary_mean;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AdversaryNeighbourClosenessMideast;

static DEFINITION: Definition = Definition {
    name: "adversary_neighbour_closeness_mideast",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "adversary close to its neighbours on Middle-East votes",
    definition: "The adversaries are the governments that either group fights in the year. \
                 Minus the mean distance between the UN ideal point of the adversary \
                 (Middle-East votes) and those of the states it shares a land or river border \
                 with, mean over adversaries: 0 is the same position, lower is farther. \
                 Missing when no adversary has a value.",
    unit: "ideal-point units",
    needs: &[
        &[SourceKey::Esd, SourceKey::Dyadic],
        &[SourceKey::IdealPointsMideast],
        &[SourceKey::States],
        &[SourceKey::Contiguity],
    ],
    refines: &[],
};

impl Covariate for AdversaryNeighbourClosenessMideast {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        adversary_mean(index, pair, year, |state| {
            index.states().neighbour_closeness_mideast.get(state, year)
        })
    }
}
