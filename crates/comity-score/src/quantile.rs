//! Sample quantiles by linear interpolation between order statistics (Hyndman and Fan 1996,
//! type 7: the default of R and NumPy).

/// The `q` quantile of values in rising order; `None` when there are none.
///
/// ```
/// use comity_score::quantile_sorted;
/// assert_eq!(quantile_sorted(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
/// ```
#[must_use]
pub fn quantile_sorted(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = q.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (*sorted.get(at.floor() as usize)?, *sorted.get(at.ceil() as usize)?);
    Some(low + (high - low) * (at - at.floor()))
}

/// The `q` quantile of values in any order; `None` when there are none.
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile_sorted(&sorted, q)
}
