//! Area under the receiver operating characteristic: the probability that a random yes has a
//! higher forecast than a random no, ties counting one half (Mann and Whitney 1947; Hanley
//! and McNeil 1982, *Radiology* 143).

use crate::check;
use crate::metric::Ranking;
use comity_core::Result;

/// Area under the ROC curve, 0.5 without skill, 1 at best.
///
/// ```
/// use comity_score::roc_area;
/// assert_eq!(roc_area(&[0.2, 0.7, 0.7], &[false, true, false])?, 0.75);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// As [`crate::brier`]; `panel/no-rows` also when outcomes are all of one kind.
pub fn roc_area(p: &[f64], y: &[bool]) -> Result<f64> {
    check::forecast(p, y)?;
    check::both_classes(y, "the area under the ROC curve")?;
    Ok(weighted(&Ranking::new(p, y), |_| 1).unwrap_or(f64::NAN))
}

/// ROC area with a count per row; `None` unless both kinds of outcome have a count.
pub(crate) fn weighted(ranking: &Ranking, count: impl Fn(usize) -> u32) -> Option<f64> {
    let (mut yes, mut no, mut wins) = (0_u64, 0_u64, 0.0);
    for group in ranking.falling() {
        let (mut group_yes, mut group_no) = (0_u64, 0_u64);
        for (row, y) in group {
            let c = u64::from(count(*row));
            if *y {
                group_yes += c;
            } else {
                group_no += c;
            }
        }
        // A no in this group loses against every yes seen before and ties with the group's.
        wins += group_no as f64 * (yes as f64 + 0.5 * group_yes as f64);
        yes += group_yes;
        no += group_no;
    }
    (yes > 0 && no > 0).then(|| wins / (yes as f64 * no as f64))
}
