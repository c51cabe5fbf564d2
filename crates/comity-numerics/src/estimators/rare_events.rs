//! The logit for rare events: maximum likelihood corrected for its bias in small samples
//! of events, and for sampling on the outcome.
//!
//! King and Zeng (2001), "Logistic Regression in Rare Events Data", *Political Analysis*
//! 9(2). With Q = X(X'WX)⁻¹X', W the diagonal of wᵢπ̂ᵢ(1 − π̂ᵢ) and ξᵢ = ½Qᵢᵢ(2π̂ᵢ − 1), the bias
//! is (X'WX)⁻¹X'Wξ; it is subtracted, and the variance is
//! multiplied by (n/(n + k))². Where the sample has more events than the population, the
//! intercept falls by ln[((1 − τ)/τ)(ȳ/(1 − ȳ))], their prior correction.

use super::information::{probabilities as fitted, quadratic_forms};
use super::link::Link;
use super::logit;
use super::observations::Observations;
use super::outcome::{Fit, Outcome};
use super::params::ValidNewtonParams;
use crate::dense::Matrix;
use crate::error::{NumericsError, Result, in_range, same_length};
use crate::pass::gradient;

const INTERCEPT: &str = "the intercept";

/// Fits a logit and corrects it.
///
/// `population_share` is τ, the share of events in the population from which events were
/// over-sampled; `None` when the sample is no selection on the outcome.
///
/// Ends as the uncorrected logit does; in a fit, [`Fit::coefficients`] and
/// [`Fit::covariance`] are corrected, [`Fit::log_likelihood`] is that of the coefficients
/// before prior correction, and [`Fit::objective`] is the maximum of the log-likelihood.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, ValidNewtonParams, rare_events};
/// let y: Vec<bool> = (0..100).map(|i| i < 4).collect();
/// let x = Design::new(100, vec![("one".into(), vec![1.0; 100])])?;
/// let params = ValidNewtonParams::default();
/// let outcome = rare_events::fit(&Observations::new(&x, &y)?, None, &params)?;
/// // ln(0.04/0.96) less the bias (0.04 − ½)/(100 · 0.04 · 0.96).
/// let expected = (0.04_f64 / 0.96).ln() + 0.46 / 3.84;
/// assert!(outcome.fit().is_some_and(|f| (f.coefficients[0] - expected).abs() < 1e-12));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`NumericsError::Parameter`] when `population_share` is not strictly between 0 and 1,
/// [`NumericsError::Missing`] when it is given and the design has no intercept.
pub fn fit(
    data: &Observations<'_>,
    population_share: Option<f64>,
    params: &ValidNewtonParams,
) -> Result<Outcome> {
    let (all, yes) = data.totals();
    let shift = match population_share {
        None => None,
        Some(share) => {
            in_range("population_share", share, "between 0 and 1", share > 0.0 && share < 1.0)?;
            let intercept = data.design().intercept();
            let (column, value) = intercept.ok_or(NumericsError::Missing { what: INTERCEPT })?;
            let excess = Link::Logit.predictor(yes / all) - Link::Logit.predictor(share);
            Some((column, excess / value))
        }
    };
    let corrected = |fit: Fit| -> Result<Fit> {
        let mut fit = correct(data, &fit)?;
        if let Some((column, by)) = shift
            && let Some(intercept) = fit.coefficients.get_mut(column)
        {
            *intercept -= by;
        }
        Ok(fit)
    };
    Ok(match logit::fit(data, params) {
        Outcome::Converged(fit) => Outcome::Converged(corrected(fit)?),
        Outcome::RankDeficient(fit) => Outcome::RankDeficient(corrected(fit)?),
        other => other,
    })
}

/// A logit's fit with its bias subtracted and its covariance rescaled, as [`fit`] gives it
/// for a sample that is no selection on the outcome.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design.
pub fn correct(data: &Observations<'_>, fit: &Fit) -> Result<Fit> {
    let bias = bias(data, fit)?;
    let coefficients: Vec<f64> =
        fit.coefficients.iter().zip(&bias).map(|(b, bias)| b - bias).collect();
    let row_terms = super::information::log_likelihoods(data, Link::Logit, &coefficients)?;
    let kept = (fit.coefficients.len() - fit.dropped.len()) as f64;
    let all = data.totals().0;
    let factor = all / (all + kept);
    Ok(Fit {
        coefficients,
        covariance: Matrix::from_fn(fit.covariance.size(), |i, j| {
            factor * factor * fit.covariance.get(i, j)
        }),
        log_likelihood: row_terms.iter().sum(),
        ..fit.clone()
    })
}

/// The bias of order 1/n of the coefficients of a logit fit, one a column.
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design.
pub fn bias(data: &Observations<'_>, fit: &Fit) -> Result<Vec<f64>> {
    same_length("the covariance", fit.covariance.size(), data.design().width())?;
    let mean = fitted(data, Link::Logit, &fit.coefficients)?;
    let leverage = quadratic_forms(data, &fit.covariance);
    let (_, sums) = gradient(data.design(), &[], |block, terms| {
        for (k, i) in block.rows.clone().enumerate() {
            let (mu, q) = (mean[i], leverage[i]);
            let xi = 0.5 * q * (2.0 * mu - 1.0);
            terms.multipliers[k] = data.weight(i) * mu * (1.0 - mu) * xi;
        }
        0.0
    });
    Ok(fit.covariance.times_vector(&sums))
}

/// What the intercept of a sample with the given share of events exceeds that of the
/// population by: ln[((1 − τ)/τ)(ȳ/(1 − ȳ))].
///
/// # Errors
/// [`NumericsError::Parameter`] when a share is not strictly between 0 and 1.
pub fn prior_correction(sample_share: f64, population_share: f64) -> Result<f64> {
    for (name, share) in [("sample_share", sample_share), ("population_share", population_share)] {
        in_range(name, share, "between 0 and 1", share > 0.0 && share < 1.0)?;
    }
    Ok(Link::Logit.predictor(sample_share) - Link::Logit.predictor(population_share))
}

/// The probability of an event in every row, averaged approximately over the uncertainty of
/// the coefficients: π̃ + (½ − π̃)π̃(1 − π̃)x'Vx, kept within [0, 1].
///
/// # Errors
/// [`NumericsError::Dimension`] when the fit is of another design.
pub fn probabilities(data: &Observations<'_>, fit: &Fit) -> Result<Vec<f64>> {
    same_length("the covariance", fit.covariance.size(), data.design().width())?;
    let plain = fitted(data, Link::Logit, &fit.coefficients)?;
    let forms = quadratic_forms(data, &fit.covariance);
    let corrected = |(p, v): (f64, f64)| (p + (0.5 - p) * p * (1.0 - p) * v).clamp(0.0, 1.0);
    Ok(plain.into_iter().zip(forms).map(corrected).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Design;

    /// Two groups and a dummy: in a group of n rows with share p the log-odds have bias
    /// (p − ½)/(n p(1 − p)), the dummy's
    /// coefficient the difference of the two.
    #[test]
    fn two_groups_have_their_closed_form() {
        let (sizes, events) = ([80, 50], [4, 10]);
        let group: Vec<f64> = (0..130).map(|i| f64::from(u8::from(i >= 80))).collect();
        let y: Vec<bool> =
            (0..130).map(|i| if i < 80 { i < events[0] } else { i - 80 < events[1] }).collect();
        let columns = vec![("1".to_owned(), vec![1.0; 130]), ("group".to_owned(), group)];
        let x = Design::new(130, columns).unwrap();
        let data = Observations::new(&x, &y).unwrap();
        let params = ValidNewtonParams::default();
        let plain = logit::fit(&data, &params).into_fit().unwrap();
        let found = bias(&data, &plain).unwrap();
        let share = |g: usize| events[g] as f64 / f64::from(sizes[g]);
        let expected = [0, 1].map(|g| {
            let p = share(g);
            (p - 0.5) / (f64::from(sizes[g]) * p * (1.0 - p))
        });
        assert!((found[0] - expected[0]).abs() < 1e-9);
        assert!((found[1] - (expected[1] - expected[0])).abs() < 1e-9);

        let corrected = fit(&data, Some(0.01), &params).unwrap().into_fit().unwrap();
        let shift = prior_correction(14.0 / 130.0, 0.01).unwrap();
        assert!((shift - (99.0_f64 * 14.0 / 116.0).ln()).abs() < 1e-12);
        let intercept = plain.coefficients[0] - expected[0] - shift;
        assert!((corrected.coefficients[0] - intercept).abs() < 1e-9);
        let ratio = corrected.covariance.get(1, 1) / plain.covariance.get(1, 1);
        assert!((ratio - (130.0_f64 / 132.0).powi(2)).abs() < 1e-12);

        let p = crate::special::logistic(corrected.coefficients[0]);
        let v = corrected.covariance.get(0, 0);
        let averaged = p + (0.5 - p) * p * (1.0 - p) * v;
        assert!((probabilities(&data, &corrected).unwrap()[0] - averaged).abs() < 1e-15);
        assert!(prior_correction(0.0, 0.5).is_err() && prior_correction(0.5, 1.0).is_err());
    }
}
