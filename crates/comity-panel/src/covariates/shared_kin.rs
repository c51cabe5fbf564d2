//! `shared_kin`: shared ethnic kin.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedKin;

static DEFINITION: Definition = Definition {
    name: "shared_kin",
    level: Level::Internal,
    timing: Timing::Fixed,
    label: "shared ethnic kin",
    definition: "1 if ACD2EPR links both groups to the same politically relevant ethnic group \
                 (it claims to act for the group and recruits from it), 0 if it lists both \
                 and links them to none in common. Missing when it does not list both.",
    unit: "0/1",
    needs: &[&[SourceKey::Acd2Epr]],
    refines: &[],
};

impl Covariate for SharedKin {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, _year: Year) -> f64 {
        match (index.kin(pair.a), index.kin(pair.b)) {
            (Some(a), Some(b)) => flag(a.iter().any(|group| b.binary_search(group).is_ok())),
            _ => f64::NAN,
        }
    }
}
