//! Starting values of the ultimatum game.
//!
//! A logit of acceptance on the offer and the responder's columns gives s₂ and R₂; the
//! proposer's first-order condition is then linear in R₁ given the offer, which least squares
//! fits. Other scales of s₂ are tried beside it; the one with the highest likelihood wins.

use super::data::{ScaleOf, UltimatumData};
use comity_numerics::Design;
use comity_numerics::estimators::{
    Link, Observations, Outcome, ValidNewtonParams, glm, least_squares,
};

/// Starting values, several.
pub(super) fn starts(data: &UltimatumData<'_>) -> Vec<Vec<f64>> {
    let spread = deviation(data.offer);
    let fixed = |scale: ScaleOf| if let ScaleOf::Fixed(s) = scale { Some(s) } else { None };
    let mut second: Vec<(Vec<f64>, f64)> = Vec::new();
    match fixed(data.scales[1]) {
        Some(s2) => second.extend(given_scale(data, s2)),
        None => {
            second.extend(free_scale(data));
            for share in [0.1, 0.3, 1.0] {
                second.extend(given_scale(data, share * spread));
            }
        }
    }
    second
        .into_iter()
        .filter_map(|(r2, s2)| {
            let (r1, s1) = proposer(data, &r2, s2)?;
            let mut theta = r1;
            theta.extend(r2);
            for (scale, value) in data.scales.iter().zip([s1, s2]) {
                if *scale == ScaleOf::Estimated {
                    theta.push(libm::log(value.max(1e-6 * spread)));
                }
            }
            Some(theta)
        })
        .collect()
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    libm::sqrt(squares / n).max(1e-9)
}

/// Whether each offer was accepted, or else whether it is above the mean.
fn answers(data: &UltimatumData<'_>) -> Vec<bool> {
    let mean = data.offer.iter().sum::<f64>() / data.offer.len() as f64;
    data.accepted.map_or_else(|| data.offer.iter().map(|y| *y >= mean).collect(), <[bool]>::to_vec)
}

/// R₂ and s₂ from a logit of acceptance on offer and columns.
fn free_scale(data: &UltimatumData<'_>) -> Option<(Vec<f64>, f64)> {
    let mut columns = vec![("offer".to_owned(), data.offer.to_vec())];
    columns.extend(data.responder.names().iter().cloned().zip(data.responder.columns().to_vec()));
    let design = Design::new(data.offer.len(), columns).ok()?;
    let y = answers(data);
    let rows = Observations::new(&design, &y).ok()?;
    let b = match glm::fit(&rows, Link::Logit, &ValidNewtonParams::default()) {
        Outcome::Converged(fit) => fit.coefficients,
        Outcome::Separated { reached, .. } => reached,
        _ => return None,
    };
    let (slope, rest) = b.split_first()?;
    (*slope > 0.0).then(|| (rest.iter().map(|g| -g / slope).collect(), 1.0 / slope))
}

/// R₂ from a logit of acceptance with a known s₂.
fn given_scale(data: &UltimatumData<'_>, s2: f64) -> Option<(Vec<f64>, f64)> {
    let columns = data.responder.columns().iter().map(|c| c.iter().map(|x| -x / s2).collect());
    let named = data.responder.names().iter().cloned().zip(columns).collect();
    let design = Design::new(data.offer.len(), named).ok()?;
    let offset: Vec<f64> = data.offer.iter().map(|y| y / s2).collect();
    let y = answers(data);
    let rows = Observations::new(&design, &y).ok()?.with_offset(&offset).ok()?;
    match glm::fit(&rows, Link::Logit, &ValidNewtonParams::default()) {
        Outcome::Converged(fit) | Outcome::RankDeficient(fit) => Some((fit.coefficients, s2)),
        Outcome::Separated { reached, .. } => Some((reached, s2)),
        _ => None,
    }
}

/// R₁ and s₁ by least squares on the proposer's first-order condition. Rows whose exponential
/// term is out of hand (the responder's value lies far below the offer) are held at a bound.
fn proposer(data: &UltimatumData<'_>, r2: &[f64], s2: f64) -> Option<(Vec<f64>, f64)> {
    let high = data.bounds.1;
    let width = data.bounds.1 - data.bounds.0;
    let values = data.responder.times(r2);
    let target: Vec<f64> = data
        .offer
        .iter()
        .zip(&values)
        .map(|(y, r)| {
            let surplus = s2 * (1.0 + libm::exp(((y - r) / s2).min(300.0)));
            high - y - surplus.min(width)
        })
        .collect();
    let found = least_squares::fit(data.proposer, &target).ok()?;
    let coefficients = found.fit()?.coefficients.clone();
    let fitted = data.proposer.times(&coefficients);
    let rest: Vec<f64> = target.iter().zip(&fitted).map(|(t, f)| t - f).collect();
    // A logistic variable of scale s has standard deviation sπ/√3.
    Some((coefficients, deviation(&rest) * libm::sqrt(3.0) / std::f64::consts::PI))
}
