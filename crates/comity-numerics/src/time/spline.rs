//! Natural cubic splines.

use crate::error::{NumericsError, Result, all_finite};
use serde::{Deserialize, Serialize};

/// A basis of natural cubic splines: piecewise cubic between knots, with two continuous
/// derivatives, and linear beyond the outer knots.
///
/// Hastie, Tibshirani and Friedman (2009), *The Elements of Statistical Learning*, 2nd ed.,
/// equations 5.4 and 5.5, without the constant: column 1 is x, column k + 1 is
/// d_k(x) − d_{K−1}(x) with d_k(x) = [(x − ξ_k)³₊ − (x − ξ_K)³₊] / (ξ_K − ξ_k). Columns are in
/// units of the knots' range R: x as (x − ξ₁)/R and the others divided by R². The space of
/// functions is that of R's `splines::ns` with the same knots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NaturalSpline {
    knots: Vec<f64>,
}

impl NaturalSpline {
    /// The spline with the given knots, ascending: `knots.len() − 1` columns.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] when there are fewer than two knots or they do not
    /// ascend, [`NumericsError::NotFinite`] when one is infinite or NaN.
    pub fn with_knots(knots: Vec<f64>) -> Result<Self> {
        all_finite("the knots", &knots)?;
        if knots.len() < 2 || knots.windows(2).any(|w| w[0] >= w[1]) {
            return Err(NumericsError::Parameter {
                name: "knots",
                value: knots.len() as f64,
                range: "two or more, ascending",
            });
        }
        Ok(Self { knots })
    }

    /// The spline with `degrees` columns whose knots lie at equally spaced quantiles of
    /// `values`, the outer ones at the lowest and highest value. NaN values are left out.
    /// Quantiles that coincide count once, so heaped values give fewer columns.
    ///
    /// # Errors
    /// [`NumericsError::Parameter`] when `degrees` is zero or `values` has fewer than two
    /// distinct finite values.
    pub fn at_quantiles(values: &[f64], degrees: usize) -> Result<Self> {
        crate::error::in_range("degrees", degrees as f64, "at least 1", degrees >= 1)?;
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut knots: Vec<f64> =
            (0..=degrees).filter_map(|k| quantile(&sorted, k, degrees)).collect();
        knots.dedup();
        Self::with_knots(knots)
    }

    /// The knots, ascending.
    #[must_use]
    pub fn knots(&self) -> &[f64] {
        &self.knots
    }

    /// Number of columns: one less than knots.
    #[must_use]
    pub fn width(&self) -> usize {
        self.knots.len() - 1
    }

    /// The values of the columns at `x`.
    #[must_use]
    pub fn at(&self, x: f64) -> Vec<f64> {
        let (Some(&first), Some(&last)) = (self.knots.first(), self.knots.last()) else {
            return Vec::new();
        };
        let range = last - first;
        let d = |knot: f64| (cube(x - knot) - cube(x - last)) / (last - knot);
        let inner = &self.knots[..self.knots.len() - 1];
        let reference = inner.last().map_or(0.0, |&k| d(k));
        let bends = inner.iter().take(inner.len().saturating_sub(1));
        std::iter::once((x - first) / range)
            .chain(bends.map(|&k| (d(k) - reference) / (range * range)))
            .collect()
    }

    /// The columns at many points.
    #[must_use]
    pub fn columns(&self, x: &[f64]) -> Vec<Vec<f64>> {
        let mut columns = vec![Vec::with_capacity(x.len()); self.width()];
        for &v in x {
            for (column, value) in columns.iter_mut().zip(self.at(v)) {
                column.push(value);
            }
        }
        columns
    }
}

/// The positive part, cubed.
fn cube(x: f64) -> f64 {
    let p = x.max(0.0);
    p * p * p
}

/// The `k`-th of `parts` equally spaced quantiles, linear between order statistics (type 7
/// of Hyndman and Fan 1996, as in R).
fn quantile(sorted: &[f64], k: usize, parts: usize) -> Option<f64> {
    let place = sorted.len().checked_sub(1)? as f64 * k as f64 / parts as f64;
    let below = libm::floor(place);
    let low = *sorted.get(below as usize)?;
    let high = sorted.get(below as usize + 1).copied().unwrap_or(low);
    Some(low + (place - below) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curvature(s: &NaturalSpline, x: f64) -> Vec<f64> {
        let h = 1e-3;
        let (a, b, c) = (s.at(x - h), s.at(x), s.at(x + h));
        a.iter().zip(&b).zip(&c).map(|((a, b), c)| (a - 2.0 * b + c) / (h * h)).collect()
    }

    #[test]
    fn linear_outside_the_outer_knots_and_smooth_inside() {
        let s = NaturalSpline::with_knots(vec![0.0, 1.0, 3.0, 7.0]).unwrap();
        assert_eq!(s.width(), 3);
        for x in [-2.0, 9.0] {
            // Second differences of values near 1 divided by 1e-6: rounding stays below 1e-8.
            assert!(curvature(&s, x).iter().all(|c| c.abs() < 1e-8), "{x}");
        }
        for knot in [0.0, 1.0, 3.0, 7.0] {
            let (left, right) = (curvature(&s, knot - 2e-3), curvature(&s, knot + 2e-3));
            for (l, r) in left.iter().zip(&right) {
                assert!((l - r).abs() < 1e-3, "second derivative jumps at {knot}");
            }
        }
        assert!(curvature(&s, 2.0)[1].abs() > 1e-3, "the spline must bend");
    }

    /// At x = 2 with knots 0, 1, 3: d₁ = 8/3, d₂ = 1/2, R = 3.
    #[test]
    fn values_agree_with_the_formula() {
        let s = NaturalSpline::with_knots(vec![0.0, 1.0, 3.0]).unwrap();
        let v = s.at(2.0);
        assert!((v[0] - 2.0 / 3.0).abs() < 1e-15);
        assert!((v[1] - (8.0 / 3.0 - 0.5) / 9.0).abs() < 1e-15);
        assert_eq!(s.columns(&[2.0, 0.0])[1], [v[1], 0.0]);
    }

    #[test]
    fn knots_lie_at_quantiles_and_heaps_count_once() {
        let values: Vec<f64> = (0..=30).map(f64::from).collect();
        let s = NaturalSpline::at_quantiles(&values, 3).unwrap();
        assert_eq!(s.knots(), [0.0, 10.0, 20.0, 30.0]);
        let mut heaped = vec![0.0; 80];
        heaped.extend((1..=20).map(f64::from));
        heaped.push(f64::NAN);
        let s = NaturalSpline::at_quantiles(&heaped, 3).unwrap();
        assert_eq!((s.knots().first(), s.width()), (Some(&0.0), 1));
        assert!(NaturalSpline::at_quantiles(&[2.0, 2.0], 3).is_err());
        assert!(NaturalSpline::at_quantiles(&[1.0, 2.0], 0).is_err());
    }
}
