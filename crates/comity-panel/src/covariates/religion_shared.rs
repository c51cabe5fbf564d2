//! `religion_shared`: shared religion.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct ReligionShared;

static DEFINITION: Definition = Definition {
    name: "religion_shared",
    level: Level::Internal,
    timing: Timing::Fixed,
    label: "shared religion",
    definition: "1 if FORGE codes both groups as based on the same religion, 0 if it codes \
                 both and they differ or either has no religious basis. Missing when it does \
                 not code both.",
    unit: "0/1",
    needs: &[&[SourceKey::Forge]],
    refines: &[],
};

impl Covariate for ReligionShared {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        match (index.religion(pair.a), index.religion(pair.b)) {
            (Some(a), Some(b)) => flag(a == b && a > 0.0),
            _ => f64::NAN,
        }
    }
}
