//! Effects with standard errors by the delta method.
//!
//! The variance of an effect g(β) is ∇g' V ∇g. For the average slope of column j,
//! g = β_j n⁻¹Σ f(ηᵢ); for a first difference, g = n⁻¹Σ [F(ηᵢ + (to − xᵢⱼ)βⱼ) − F(ηᵢ + (from − xᵢⱼ)βⱼ)].
//! Means are weighted where there are weights.

use super::contrast::Contrast;
use super::model::FittedModel;
use crate::error::Result;
use crate::pass::gradient;
use crate::special::{normal_quantile, two_sided_p};
use serde::{Deserialize, Serialize};

/// An effect on the probability of a yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The question.
    pub contrast: Contrast,
    /// The name of its column.
    pub name: String,
    /// The effect: probability per unit of the column, or a difference of probabilities.
    pub estimate: f64,
    /// Its standard error; `None` when the covariance gives it a negative variance, which a
    /// dyadic or multiway covariance can.
    pub standard_error: Option<f64>,
    /// Derivatives of the effect with respect to the coefficients.
    pub gradient: Vec<f64>,
}

impl Effect {
    /// The interval of the given level on the normal approximation; `None` without a
    /// standard error or with a level outside (0, 1).
    #[must_use]
    pub fn interval(&self, level: f64) -> Option<(f64, f64)> {
        interval(self.estimate, self.standard_error, level)
    }

    /// The two-sided p-value of no effect; `None` without a positive standard error.
    #[must_use]
    pub fn p_value(&self) -> Option<f64> {
        self.standard_error.filter(|s| *s > 0.0).map(|s| two_sided_p(self.estimate / s))
    }
}

/// The normal interval, where there is a standard error and the level is one.
pub(super) fn interval(
    estimate: f64,
    standard_error: Option<f64>,
    level: f64,
) -> Option<(f64, f64)> {
    let reach = normal_quantile(0.5 + 0.5 * level)
        * standard_error.filter(|_| level > 0.0 && level < 1.0)?;
    Some((estimate - reach, estimate + reach))
}

/// The effects asked for, in the order of the questions.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::effects::{Contrast, FittedModel, effects};
/// use comity_numerics::estimators::{Link, Observations, ValidNewtonParams, glm};
/// // Two of four in the first group, three of four in the second.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
/// let y = [true, true, false, false, true, true, true, false];
/// let x = Design::new(8, vec![("one".into(), vec![1.0; 8]), ("group".into(), group)])?;
/// let data = Observations::new(&x, &y)?;
/// let outcome = glm::fit(&data, Link::Probit, &ValidNewtonParams::default());
/// let fit = outcome.fit().expect("a maximum");
/// let model = FittedModel::new(&data, Link::Probit, &fit.coefficients, &fit.covariance)?;
/// let change = &effects(&model, &[Contrast::zero_to_one(1)])?[0];
/// // ¾ − ½, with variance (¾·¼ + ½·½)/4, whatever the link.
/// assert!((change.estimate - 0.25).abs() < 1e-8);
/// assert!(change.standard_error.is_some_and(|s| (s * s - 0.4375 / 4.0).abs() < 1e-8));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Parameter`] when there is no such column,
/// [`crate::NumericsError::NotFinite`] when a value compared is not finite.
pub fn effects(model: &FittedModel<'_>, contrasts: &[Contrast]) -> Result<Vec<Effect>> {
    for contrast in contrasts {
        contrast.check(model)?;
    }
    let slopes = contrasts
        .iter()
        .any(|c| matches!(c, Contrast::Slope { .. }))
        .then(|| densities(model, model.coefficients));
    let effect = |&contrast: &Contrast| {
        let (estimate, gradient) = match (contrast, &slopes) {
            (Contrast::Slope { column }, Some(sums)) => slope(model, column, sums),
            _ => difference(model, contrast),
        };
        let variance = model.covariance.quadratic_form(&gradient);
        Effect {
            name: model.data.design().names().get(contrast.column()).cloned().unwrap_or_default(),
            contrast,
            estimate,
            standard_error: (variance >= 0.0).then(|| libm::sqrt(variance)),
            gradient,
        }
    };
    Ok(contrasts.iter().map(effect).collect())
}

/// Weighted means of f(η), and of f'(η)xₖ.
fn densities(model: &FittedModel<'_>, beta: &[f64]) -> (f64, Vec<f64>) {
    let (sum, mut products) = gradient(model.data.design(), beta, |block, terms| {
        let mut sum = 0.0;
        for (k, i) in block.rows.clone().enumerate() {
            let eta = block.eta[k] + model.data.offset(i);
            let w = model.data.weight(i);
            sum += w * model.link.density(eta);
            terms.multipliers[k] = w * model.link.density_slope(eta);
        }
        sum
    });
    let total = model.total();
    products.iter_mut().for_each(|p| *p /= total);
    (sum / total, products)
}

fn slope(
    model: &FittedModel<'_>,
    column: usize,
    (mean, products): &(f64, Vec<f64>),
) -> (f64, Vec<f64>) {
    let beta = model.coefficients.get(column).copied().unwrap_or(0.0);
    let mut gradient: Vec<f64> = products.iter().map(|p| beta * p).collect();
    if let Some(g) = gradient.get_mut(column) {
        *g += mean;
    }
    (beta * mean, gradient)
}

fn difference(model: &FittedModel<'_>, contrast: Contrast) -> (f64, Vec<f64>) {
    let Contrast::Difference { column, from, to } = contrast else {
        return (0.0, vec![0.0; model.coefficients.len()]);
    };
    let beta = model.coefficients.get(column).copied().unwrap_or(0.0);
    let total = model.total();
    let sums = |own: bool| {
        gradient(model.data.design(), model.coefficients, |block, terms| {
            let mut sum = 0.0;
            for ((k, i), x) in block.rows.clone().enumerate().zip(block.column(column)) {
                let eta = block.eta[k] + model.data.offset(i);
                let w = model.data.weight(i);
                let (before, after) = (eta + (from - x) * beta, eta + (to - x) * beta);
                let densities = (model.link.density(before), model.link.density(after));
                terms.multipliers[k] = w * (densities.1 - densities.0);
                sum += w * match own {
                    true => to * densities.1 - from * densities.0,
                    false => model.link.mean(after) - model.link.mean(before),
                };
            }
            sum
        })
    };
    let (change, mut products) = sums(false);
    if let Some(p) = products.get_mut(column) {
        *p = sums(true).0;
    }
    products.iter_mut().for_each(|p| *p /= total);
    (change / total, products)
}

/// The effect at coefficients `beta`, without its derivatives.
pub(super) fn value(model: &FittedModel<'_>, contrast: Contrast, beta: &[f64]) -> f64 {
    let own = beta.get(contrast.column()).copied().unwrap_or(0.0);
    let mut sum = 0.0;
    for (i, (eta, x)) in model
        .data
        .design()
        .times(beta)
        .into_iter()
        .zip(model.data.design().columns().get(contrast.column()).into_iter().flatten())
        .enumerate()
    {
        let eta = eta + model.data.offset(i);
        sum += model.data.weight(i)
            * match contrast {
                Contrast::Slope { .. } => own * model.link.density(eta),
                Contrast::Difference { from, to, .. } => {
                    model.link.mean(eta + (to - x) * own) - model.link.mean(eta + (from - x) * own)
                }
            };
    }
    sum / model.total()
}
