//! Area under the receiver operating characteristic: the probability that a random yes has a
//! higher forecast than a random no, ties counting one half (Mann and Whitney 1947; Hanley
//! and McNeil 1982, *Radiology* 143).

use crate::check;
use crate::metric::Ranking;
use crate::steps::Steps;
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
    let rows: Vec<usize> = (0..p.len()).collect();
    let steps = Steps::new(&Ranking::new(p, y), &rows);
    Ok(resampled(&steps, &vec![1; p.len()]).unwrap_or(f64::NAN))
}

/// ROC area with a count per block; `None` unless both kinds of outcome have a count.
pub(crate) fn resampled(steps: &Steps, counts: &[u32]) -> Option<f64> {
    let (mut yes, mut no, mut wins) = (0_u64, 0_u64, 0.0);
    for step in steps.counted(counts) {
        // A no loses against every yes above it and ties with those of its own group.
        wins += step.no_above as f64 * yes as f64;
        wins += step.no as f64 * (yes as f64 + 0.5 * step.yes as f64);
        yes += step.yes;
        no += step.no_above + step.no;
    }
    let below = steps.no_below(counts);
    wins += below as f64 * yes as f64;
    no += below;
    (yes > 0 && no > 0).then(|| wins / (yes as f64 * no as f64))
}
