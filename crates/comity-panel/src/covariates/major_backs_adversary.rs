//! `major_backs_adversary`: a major power backs the adversary.

use super::helpers::{any_state, backers, flag};
use super::{Covariate, Definition, Timing};
use crate::index::{Index, LEADER, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct MajorBacksAdversary;

static DEFINITION: Definition = Definition {
    name: "major_backs_adversary",
    level: Level::Structural,
    timing: Timing::Varying,
    label: "a major power backs the adversary",
    definition: "The adversaries are the governments that either group fights in the year. 1 \
                 if a major power of the Correlates of War list supports any of them in the \
                 year, 0 if none does. Missing when UCDP External Support observed none of \
                 the adversaries or the list does not reach the year.",
    unit: "0/1",
    needs: &[&[SourceKey::Esd], &[SourceKey::States], &[SourceKey::Majors]],
    refines: &[SourceKey::Dyadic],
};

impl Covariate for MajorBacksAdversary {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        let majors = &index.states().major;
        if majors.get(LEADER, year).is_nan() {
            return f64::NAN;
        }
        backers(index, pair, year).map_or(f64::NAN, |list| {
            flag(any_state(index, &list, year, |state| majors.get(state, year) > 0.0))
        })
    }
}
