//! `adversary_neighbour_closeness`: adversary close to its neighbours.

use super::helpers::adversary_mean;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct AdversaryNeighbourCloseness;

static DEFINITION: Definition = Definition {
    name: "adversary_neighbour_closeness",
    level: Level::Regional,
    timing: Timing::Varying,
    label: "adversary close to its neighbours",
    definition: "The adversaries are the governments that either group fights in the year. \
                 Minus the mean distance between the UN ideal point of the adversary (all \
                 votes) and those of the states it shares a land or river border with, mean \
                 over adversaries: 0 is the same position, lower is farther. Missing when no \
                 adversary has a value.",
    unit: "ideal-point units",
    needs: &[
        &[SourceKey::Esd, SourceKey::Dyadic],
        &[SourceKey::IdealPoints],
        &[SourceKey::States],
        &[SourceKey::Contiguity],
    ],
    refines: &[],
};

impl Covariate for AdversaryNeighbourCloseness {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        adversary_mean(index, pair, year, |state| {
            index.states().neighbour_closeness.get(state, year)
        })
    }
}
