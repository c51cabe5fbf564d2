//! What a conditional logit says row by row.

use super::strata::strata;
use super::subsets::subsets;
use crate::error::{Result, same_length};
use crate::estimators::Observations;
use crate::grouping::Grouping;

/// Multipliers wᵢ(yᵢ − πᵢ) of the scores at coefficients `beta`, one a row, with πᵢ the
/// probability of a yes in row i given how many rows of its group have one; zero in groups in
/// which the outcome does not vary. Together with a fit's covariance as bread they make every
/// sandwich variance of [`crate::variance`].
///
/// ```
/// use comity_numerics::estimators::{Observations, conditional};
/// use comity_numerics::{Design, Grouping};
/// let x = Design::new(3, vec![("x".into(), vec![0.0, 1.0, 2.0])])?;
/// let groups = Grouping::new(&[1, 1, 2])?;
/// let data = Observations::new(&x, &[true, false, true])?;
/// assert_eq!(conditional::multipliers(&data, &groups, &[0.0])?, [0.5, -0.5, 0.0]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Dimension`] when groups or coefficients do not fit the data,
/// [`crate::NumericsError::Parameter`] when weights differ within a group.
pub fn multipliers(data: &Observations<'_>, grouping: &Grouping, beta: &[f64]) -> Result<Vec<f64>> {
    same_length("the coefficients", beta.len(), data.design().width())?;
    let mut out = vec![0.0; data.design().rows()];
    let (_, Some(strata)) = strata(data, grouping)? else { return Ok(out) };
    let eta = strata.design.times(beta);
    let mut values = Vec::with_capacity(eta.len());
    for group in &strata.groups {
        let rows = group.rows.clone();
        let own: Vec<f64> = eta
            .iter()
            .zip(&strata.offset)
            .skip(rows.start)
            .take(rows.len())
            .map(|(e, o)| e + o)
            .collect();
        // With one covariate a row, marking it, the mean of the sum is the row's probability.
        let found = subsets(group.yes, &own, own.len(), |i, row| {
            for (j, v) in row.iter_mut().enumerate() {
                *v = f64::from(u8::from(i == j));
            }
        });
        let seen = |k: usize| f64::from(u8::from(k < group.yes));
        values.extend(found.mean.iter().enumerate().map(|(k, p)| group.weight * (seen(k) - p)));
    }
    for (&row, v) in strata.order.iter().zip(values) {
        if let Some(slot) = out.get_mut(row) {
            *slot = v;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Design;
    use crate::estimators::{ValidNewtonParams, conditional};

    /// At the maximum the scores of every column add up to zero.
    #[test]
    fn scores_vanish_at_the_maximum() {
        let group: Vec<i64> = (0..60).map(|i| i / 5).collect();
        let x: Vec<f64> = (0..60).map(|i| f64::from((i * 37) % 11) - 5.0).collect();
        let y: Vec<bool> = (0..60).map(|i| (i * 37 + i * i) % 11 > 4).collect();
        let design = Design::new(60, vec![("x".into(), x.clone())]).unwrap();
        let data = Observations::new(&design, &y).unwrap();
        let groups = Grouping::new(&group).unwrap();
        let fitted = conditional::fit(&data, &groups, &ValidNewtonParams::default()).unwrap();
        let fit = fitted.fit().expect("a maximum");
        let u = multipliers(&data, &groups, &fit.coefficients).unwrap();
        assert!(u.iter().any(|u| u.abs() > 0.1));
        assert!(u.iter().zip(&x).map(|(u, x)| u * x).sum::<f64>().abs() < 1e-8);
        for g in 0..12 {
            let sum: f64 = u.iter().zip(&group).filter(|(_, h)| **h == g).map(|(u, _)| u).sum();
            assert!(sum.abs() < 1e-12, "{g}");
        }
    }
}
