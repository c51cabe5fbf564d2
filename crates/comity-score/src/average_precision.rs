//! Average precision: the area under the precision–recall step function,
//!
//! ```text
//! AP = Σ_t (recall_t − recall_{t−1}) · precision_t
//! ```
//!
//! over the distinct forecasts t in falling order, so that tied rows enter together. This is
//! the definition of scikit-learn's `average_precision_score`; it does not interpolate.

use crate::check;
use crate::metric::Ranking;
use crate::steps::Steps;
use comity_core::Result;

/// Average precision, from the share of yes (no skill) to 1.
///
/// ```
/// use comity_score::average_precision;
/// let tied = average_precision(&[0.5; 4], &[true, false, false, false])?;
/// assert_eq!(tied, 0.25);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// As [`crate::brier`]; `panel/no-rows` also when outcomes are all of one kind.
pub fn average_precision(p: &[f64], y: &[bool]) -> Result<f64> {
    check::forecast(p, y)?;
    check::both_classes(y, "average precision")?;
    let rows: Vec<usize> = (0..p.len()).collect();
    let steps = Steps::new(&Ranking::new(p, y), &rows);
    Ok(resampled(&steps, &vec![1; p.len()]).unwrap_or(f64::NAN))
}

/// Average precision with a count per block; `None` when no row with a count is a yes.
pub(crate) fn resampled(steps: &Steps, counts: &[u32]) -> Option<f64> {
    let (mut yes, mut all, mut area) = (0_u64, 0_u64, 0.0);
    for step in steps.counted(counts) {
        yes += step.yes;
        all += step.no_above + step.no + step.yes;
        if step.yes > 0 {
            area += step.yes as f64 * (yes as f64 / all as f64);
        }
    }
    (yes > 0).then(|| area / yes as f64)
}
