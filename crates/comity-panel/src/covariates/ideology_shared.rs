//! `ideology_shared`: shared ideology.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct IdeologyShared;

static DEFINITION: Definition = Definition {
    name: "ideology_shared",
    level: Level::Internal,
    timing: Timing::Fixed,
    label: "shared ideology",
    definition: "1 if FORGE codes some ideology as held by both groups, 0 if it codes both \
                 groups and none in common. Missing when it does not code both.",
    unit: "0/1",
    needs: &[&[SourceKey::Forge]],
    refines: &[],
};

impl Covariate for IdeologyShared {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        let (a, b) = (index.ideology(pair.a), index.ideology(pair.b));
        if a.coded & b.coded == 0 { f64::NAN } else { flag(a.held & b.held != 0) }
    }
}
