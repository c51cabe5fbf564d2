//! `lineage`: splinter of the other or of a common parent.

use super::helpers::flag;
use super::{Covariate, Definition, Timing};
use crate::index::{Index, Pair, intersects};
use comity_core::{Level, SourceKey, Year};

/// See [`DEFINITION`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Lineage;

static DEFINITION: Definition = Definition {
    name: "lineage",
    level: Level::Internal,
    timing: Timing::Varying,
    label: "splinter of the other or of a common parent",
    definition: "1 if UCDP Actor records one group as a splinter of the other, or both as \
                 splinters of one actor, counted from the first year in which the splinter \
                 (or both) appears in any dated record; 0 otherwise. Missing unless UCDP \
                 Actor lists both.",
    unit: "0/1",
    needs: &[&[SourceKey::Actor]],
    refines: &[],
};

impl Covariate for Lineage {
    fn definition(&self) -> &'static Definition {
        &DEFINITION
    }

    fn value(&self, index: &Index, pair: Pair, year: Year) -> f64 {
        if !pair.members().into_iter().all(|n| index.registered(n)) {
            return f64::NAN;
        }
        let exists = |n: u32| index.first_seen(n).is_some_and(|first| first <= year);
        let (a, b) = (index.parents(pair.a), index.parents(pair.b));
        let from_b = exists(pair.a) && a.binary_search(&pair.b).is_ok();
        let from_a = exists(pair.b) && b.binary_search(&pair.a).is_ok();
        let siblings = exists(pair.a) && exists(pair.b) && intersects(a, b);
        flag(from_a || from_b || siblings)
    }
}
