//! Columns computed from others: functions, products, curves.

use crate::formula::{Expression, Factor, Scalar};
use comity_numerics::time::{NaturalSpline, OrthogonalPolynomial};
use serde::{Deserialize, Serialize};

/// One column of a design as a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Computed(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    One(Scalar),
    Curve { of: Scalar, basis: Basis, column: usize, low: f64, high: f64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Basis {
    Spline(NaturalSpline),
    Polynomial(OrthogonalPolynomial),
}

impl Part {
    fn value(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        match self {
            Part::One(scalar) => scalar.value(values),
            Part::Curve { of, basis, column, low, high } => {
                let x = of.value(values);
                if x.is_nan() {
                    return f64::NAN;
                }
                let x = x.clamp(*low, *high);
                let row = match basis {
                    Basis::Spline(spline) => spline.at(x),
                    Basis::Polynomial(polynomial) => polynomial.at(x),
                };
                row.get(*column).copied().unwrap_or(f64::NAN)
            }
        }
    }
}

impl Computed {
    /// The value for columns by name; NaN when one of them is missing or the result is no
    /// number.
    pub(crate) fn value(&self, values: &dyn Fn(&str) -> f64) -> f64 {
        let product = self.0.iter().fold(1.0, |product, part| product * part.value(values));
        if product.is_finite() { product } else { f64::NAN }
    }

    /// The panel columns that it is computed from, each once.
    pub(crate) fn inputs(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.0 {
            let (Part::One(of) | Part::Curve { of, .. }) = part;
            of.variables(&mut names);
        }
        names
    }

    /// The columns of a term with the text of each, knots and polynomials from the training
    /// values; the reason when a curve cannot be laid through them.
    pub(crate) fn columns(
        expression: &Expression,
        training: &dyn Fn(&Scalar) -> Vec<f64>,
    ) -> Result<Vec<(String, Computed)>, String> {
        let mut columns = vec![(String::new(), Computed(Vec::new()))];
        for factor in &expression.0 {
            let parts = parts(factor, training)?;
            columns = columns
                .iter()
                .flat_map(|(text, column)| {
                    parts.iter().map(move |(part_text, part)| {
                        let colon = if text.is_empty() { "" } else { ":" };
                        let mut product = column.0.clone();
                        product.push(part.clone());
                        (format!("{text}{colon}{part_text}"), Computed(product))
                    })
                })
                .collect();
        }
        Ok(columns)
    }
}

fn parts(
    factor: &Factor,
    training: &dyn Fn(&Scalar) -> Vec<f64>,
) -> Result<Vec<(String, Part)>, String> {
    let (of, degrees) = match factor {
        Factor::One(scalar) => return Ok(vec![(factor.to_string(), Part::One(scalar.clone()))]),
        Factor::Spline(of, n) | Factor::Polynomial(of, n) => (of, usize::from(*n)),
    };
    let values: Vec<f64> = training(of).into_iter().filter(|v| v.is_finite()).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let basis = match factor {
        Factor::Spline(..) => NaturalSpline::at_quantiles(&values, degrees).map(Basis::Spline),
        _ => OrthogonalPolynomial::through(&values, degrees).map(Basis::Polynomial),
    };
    let basis = basis.map_err(|_| "too few different training values for this curve".to_owned())?;
    let width = match &basis {
        Basis::Spline(spline) => spline.width(),
        Basis::Polynomial(polynomial) => polynomial.degree(),
    };
    let part = |column| Part::Curve { of: of.clone(), basis: basis.clone(), column, low, high };
    Ok((0..width).map(|k| (format!("{factor}{}", k + 1), part(k))).collect())
}
