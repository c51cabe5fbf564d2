//! The curves behind the ROC area and average precision.
//!
//! Davis and Goadrich (2006), "The relationship between precision–recall and ROC curves",
//! *Proceedings of the 23rd International Conference on Machine Learning*.

use crate::check;
use crate::metric::Ranking;
use comity_core::Result;
use serde::{Deserialize, Serialize};

/// What a threshold on the forecast finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Share of the non-events at or above the threshold: x of the ROC curve.
    pub false_positive: f64,
    /// Share of the events at or above it: y of the ROC curve, x of the other.
    pub recall: f64,
    /// Share of events among the rows at or above it: y of the precision–recall curve.
    pub precision: f64,
}

/// One point a distinct forecast, from the highest threshold down; between two runs of rows
/// of one kind only the corners are kept, which changes no curve.
///
/// ```
/// use comity_score::threshold_curve;
/// let points = threshold_curve(&[0.9, 0.8, 0.3], &[true, false, true])?;
/// let recall: Vec<f64> = points.iter().map(|p| p.recall).collect();
/// assert_eq!(recall, [0.5, 0.5, 1.0]);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// As [`crate::roc_area`].
pub fn threshold_curve(p: &[f64], y: &[bool]) -> Result<Vec<CurvePoint>> {
    check::forecast(p, y)?;
    check::both_classes(y, "a curve over thresholds")?;
    let events = y.iter().filter(|y| **y).count() as f64;
    let others = y.len() as f64 - events;
    let (mut yes, mut no) = (0_usize, 0_usize);
    let mut points: Vec<(CurvePoint, bool)> = Vec::new();
    for group in Ranking::new(p, y).falling() {
        let found = group.iter().filter(|(_, y)| *y).count();
        yes += found;
        no += group.len() - found;
        let point = CurvePoint {
            false_positive: no as f64 / others,
            recall: yes as f64 / events,
            precision: yes as f64 / (yes + no) as f64,
        };
        // Within a run of groups without events the ROC curve is one level line.
        let level = found == 0;
        match points.last_mut() {
            Some(last) if level && last.1 => *last = (point, true),
            _ => points.push((point, level)),
        }
    }
    Ok(points.into_iter().map(|(point, _)| point).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_under_the_corners_is_the_roc_area() {
        let p: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 101) / 101.0).collect();
        let y: Vec<bool> = (0..200).map(|i| (i * i) % 7 == 1).collect();
        let points = threshold_curve(&p, &y).unwrap();
        let (mut area, mut x, mut height) = (0.0, 0.0, 0.0);
        for q in &points {
            area += (q.false_positive - x) * 0.5 * (q.recall + height);
            (x, height) = (q.false_positive, q.recall);
        }
        assert!((area - crate::roc_area(&p, &y).unwrap()).abs() < 1e-12);
        assert_eq!((x, height), (1.0, 1.0));
        let share = y.iter().filter(|y| **y).count() as f64 / 200.0;
        assert!((points.last().unwrap().precision - share).abs() < 1e-15);
        assert!(threshold_curve(&p, &[true; 200]).is_err());
    }
}
