//! Carter and Signorino's cubic polynomial of time.

/// The columns t/s, (t/s)², (t/s)³ with `s` the given scale: Carter and Signorino (2010),
/// "Back to the Future", *Political Analysis* 18(3), equation 6. They advise a scale that
/// keeps the cube near one (the longest time, or 100 for long spells).
///
/// ```
/// let [t1, t2, t3] = comity_numerics::time::cubic(&[0.0, 10.0, 20.0], 10.0);
/// assert_eq!((t1[2], t2[2], t3[2]), (2.0, 4.0, 8.0));
/// ```
#[must_use]
pub fn cubic(time: &[f64], scale: f64) -> [Vec<f64>; 3] {
    [1, 2, 3].map(|power| time.iter().map(|t| libm::pow(t / scale, f64::from(power))).collect())
}
