//! A function of time as columns of a design.

use comity_numerics::Design;
use comity_numerics::estimators::least_squares::{self, LinearOutcome};
use comity_numerics::time::{NaturalSpline, cubic};
use serde::{Deserialize, Serialize};

/// Points at which two curves are compared.
const GRID: usize = 33;

/// Years that make one unit of the cubic polynomial.
const CUBIC_SCALE: f64 = 10.0;

/// A smooth function of one variable, held at its last level outside the training range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Curve {
    pub(crate) variable: String,
    shape: Shape,
    low: f64,
    high: f64,
    mean: f64,
    /// Means of the columns, which are taken off.
    means: Vec<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    Cubic,
    Spline(NaturalSpline),
}

impl Curve {
    /// A natural spline with at most `degrees` columns; `None` when the values are all equal.
    ///
    /// The outer knots are the lowest and highest value, the inner ones quantiles of the
    /// distinct values at which the outcome is yes: beyond each knot there are events, so
    /// that the ends of the curve can be estimated, and heaps (years at zero) count once.
    pub(crate) fn spline(
        variable: &str,
        values: &[f64],
        y: &[bool],
        degrees: usize,
    ) -> Option<Self> {
        let all = distinct(values);
        let known = || all.iter().copied().filter(|v| !v.is_nan());
        let (low, high) = (known().next()?, known().next_back()?);
        let at_events: Vec<f64> =
            values.iter().zip(y).filter(|(_, y)| **y).map(|(v, _)| *v).collect();
        let inner = NaturalSpline::at_quantiles(&distinct(&at_events), degrees).ok();
        let inner = inner.as_ref().map_or(&[][..], |s| s.knots());
        let inner = inner.iter().copied().take(degrees).skip(1).filter(|k| low < *k && *k < high);
        let knots = std::iter::once(low).chain(inner).chain([high]).collect();
        let spline = NaturalSpline::with_knots(knots).ok()?;
        Self::new(variable, values, Shape::Spline(spline))
    }

    /// A cubic polynomial; `None` when the values are all equal.
    pub(crate) fn cubic(variable: &str, values: &[f64]) -> Option<Self> {
        Self::new(variable, values, Shape::Cubic)
    }

    fn new(variable: &str, values: &[f64], shape: Shape) -> Option<Self> {
        let known = || values.iter().copied().filter(|v| !v.is_nan());
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        let count = known().count();
        if count == 0 || low >= high {
            return None;
        }
        let mut curve = Self {
            variable: variable.to_owned(),
            shape,
            low,
            high,
            mean: known().sum::<f64>() / count as f64,
            means: Vec::new(),
        };
        let columns = curve.columns(values);
        let rows = values.len() as f64;
        curve.means = columns.iter().map(|c| c.iter().sum::<f64>() / rows).collect();
        Some(curve)
    }

    /// The coefficients with which this curve comes closest (least squares over its range, up
    /// to a level) to another one with its coefficients.
    pub(crate) fn resembling(&self, other: &Self, coefficients: &[f64]) -> Option<Vec<f64>> {
        let step = (self.high - self.low) / (GRID - 1) as f64;
        let grid: Vec<f64> = (0..GRID).map(|i| self.low + step * i as f64).collect();
        let height = |v: &f64| -> f64 {
            other.at(*v).iter().zip(coefficients).fold(0.0, |sum, (x, b)| sum + x * b)
        };
        let heights: Vec<f64> = grid.iter().map(height).collect();
        let mut columns = vec![("one".to_owned(), vec![1.0; GRID])];
        columns.extend(self.columns(&grid).into_iter().map(|c| (String::new(), c)));
        let design = Design::new(GRID, columns).ok()?;
        let LinearOutcome::Fitted(fit) = least_squares::fit(&design, &heights).ok()? else {
            return None;
        };
        fit.coefficients.get(1..).map(<[f64]>::to_vec)
    }

    /// The mean of the variable in the training rows.
    pub(crate) fn mean(&self) -> f64 {
        self.mean
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.means.len()
    }

    /// The columns at one value; a missing value counts as the training mean.
    pub(crate) fn at(&self, value: f64) -> Vec<f64> {
        let known = if value.is_nan() { self.mean } else { value };
        let x = known.clamp(self.low, self.high);
        let mut row = match &self.shape {
            Shape::Cubic => cubic(&[x], CUBIC_SCALE).into_iter().flatten().collect(),
            Shape::Spline(spline) => spline.at(x),
        };
        for (v, mean) in row.iter_mut().zip(&self.means) {
            *v -= mean;
        }
        row
    }

    /// The columns at many values, which are mostly few distinct ones (years).
    pub(crate) fn columns(&self, values: &[f64]) -> Vec<Vec<f64>> {
        let distinct = distinct(values);
        let table: Vec<Vec<f64>> = distinct.iter().map(|v| self.at(*v)).collect();
        let width = table.first().map_or(0, Vec::len);
        let place = |v: &f64| distinct.binary_search_by(|d| d.total_cmp(v)).unwrap_or_default();
        let places: Vec<usize> = values.iter().map(place).collect();
        (0..width).map(|j| places.iter().map(|&k| table[k][j]).collect()).collect()
    }
}

/// The distinct values, ascending; NaN, if any, at the end.
fn distinct(values: &[f64]) -> Vec<f64> {
    let mut distinct = values.to_vec();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_centred_and_level_outside_the_range() {
        let years: Vec<f64> = (0..90).map(|i| 1980.0 + f64::from(i % 30)).collect();
        for curve in [
            Curve::spline("year", &years, &[true; 90], 3).unwrap(),
            Curve::cubic("year", &years).unwrap(),
        ] {
            assert_eq!(curve.width(), 3);
            for column in curve.columns(&years) {
                // Cubes reach 8e6; sums of ninety of them keep ten digits.
                assert!(column.iter().sum::<f64>().abs() < 1e-2);
            }
            assert_eq!(curve.at(2009.0), curve.at(2050.0));
            assert_eq!(curve.at(f64::NAN), curve.at(curve.mean()));
        }
        assert!(Curve::spline("year", &[1.0, 1.0], &[true, false], 3).is_none());
    }
}
