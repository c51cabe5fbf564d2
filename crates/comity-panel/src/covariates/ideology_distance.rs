//! `ideology_distance`: ideological distance.

use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct IdeologyDistance;

static DEFINITION: Definition = Definition {
    name: "ideology_distance",
    level: Level::Internal,
    timing: Timing::Fixed,
    label: "ideological distance",
    definition: "Share of the ideologies coded for both groups that one holds and the other \
                 does not (normalised Hamming distance): 0 is the same profile. Missing when \
                 FORGE does not code both.",
    unit: "share",
    needs: &[&[SourceKey::Forge]],
    refines: &[],
};

impl Covariate for IdeologyDistance {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        let (a, b) = (index.ideology(pair.a), index.ideology(pair.b));
        let coded = a.coded & b.coded;
        if coded == 0 {
            return f64::NAN;
        }
        f64::from(((a.held ^ b.held) & coded).count_ones()) / f64::from(coded.count_ones())
    }
}
