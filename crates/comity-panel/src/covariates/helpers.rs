//! What several covariates share.

use crate::index::{Coverage, Index, Pair, for_each_in_either};
use comity_core::Year;

/// 1 or 0.
pub(super) fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// A count as a number; counts here are far below 2⁵².
#[expect(clippy::cast_precision_loss, reason = "counts of actors are far below 2^52")]
pub(super) const fn count(n: usize) -> f64 {
    n as f64
}

/// Topics that show whom a group fights: External Support names the warring dyads,
/// Dyadic and Armed Conflict the active ones.
pub(super) fn fighting() -> Coverage {
    Coverage::SUPPORT | Coverage::STATE_BASED
}

/// `value`, or NaN unless External Support observed both in the year.
pub(super) fn if_supported(index: &Index, pair: Pair, year: Year, value: f64) -> f64 {
    if index.both(pair, year, Coverage::SUPPORT) { value } else { f64::NAN }
}

/// The mean of `value` over the states whose governments either member fights in the year;
/// states without a value are left out, and the mean is NaN when none has one.
pub(super) fn adversary_mean(
    index: &Index,
    pair: Pair,
    year: Year,
    value: impl Fn(u32) -> f64,
) -> f64 {
    let (mut sum, mut n) = (0.0, 0_u32);
    for_each_in_either(index.enemies(pair.a, year), index.enemies(pair.b, year), |government| {
        let x = index.state(government, year).map_or(f64::NAN, &value);
        if !x.is_nan() {
            sum += x;
            n += 1;
        }
    });
    if n == 0 { f64::NAN } else { sum / f64::from(n) }
}

/// The governments that support some government which either member fights in the year,
/// sorted; `None` when External Support observed no such adversary.
pub(super) fn backers(index: &Index, pair: Pair, year: Year) -> Option<Vec<u32>> {
    let mut observed = false;
    let mut found = Vec::new();
    for_each_in_either(index.enemies(pair.a, year), index.enemies(pair.b, year), |government| {
        if index.coverage(government, year).meets(Coverage::SUPPORT) {
            observed = true;
            found.extend_from_slice(index.sponsors(government, year));
        }
    });
    found.sort_unstable();
    found.dedup();
    observed.then_some(found)
}

/// Whether some government of the list rules a state for which `test` holds.
pub(super) fn any_state(
    index: &Index,
    governments: &[u32],
    year: Year,
    test: impl Fn(u32) -> bool,
) -> bool {
    governments.iter().filter_map(|g| index.state(*g, year)).any(test)
}

/// Age of an actor in years: since its founding where a source dates it and the year is not
/// before it, else since the first dated record of it; NaN when neither is past.
pub(super) fn age(index: &Index, node: u32, year: Year) -> f64 {
    [index.founded(node), index.first_seen(node)]
        .into_iter()
        .flatten()
        .find(|since| *since <= year)
        .map_or(f64::NAN, |since| f64::from(year) - f64::from(since))
}

/// Whether a group attacked civilians in the year; `None` when not observed.
///
/// UCDP One-Sided lists only actors that killed at least 25 civilians in a year, so not
/// being listed means "no" for a group that UCDP observed in armed conflict that year.
pub(super) fn attacked_civilians(index: &Index, node: u32, year: Year) -> Option<bool> {
    if !index.civilians(node, year).is_nan() {
        return Some(true);
    }
    let watched = index.source_covers(year, Coverage::ONE_SIDED)
        && index.coverage(node, year).meets(Coverage::CONFLICT);
    watched.then_some(false)
}

/// Longest duration that is told apart from longer ones, in years.
const LONGEST: f64 = 30.0;

/// Years since the last tie before `year`, else since both were first observed together,
/// at most [`LONGEST`].
pub(super) fn years_since(index: &Index, pair: Pair, year: Year) -> f64 {
    let tie = index.support_before(pair, year).last().map(|t| t.year);
    tie.or_else(|| index.first_joint(pair, year, Coverage::SUPPORT))
        .map_or(0.0, |since| (f64::from(year) - f64::from(since)).min(LONGEST))
}
