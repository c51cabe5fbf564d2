//! The fit: checks, chains side by side, summaries.

use super::covariates::Covariates;
use super::data::{Family, Relations};
use super::directed::Directed;
use super::goodness::Statistics;
use super::params::{AmePrior, ValidAmeParams};
use super::result::{AmeFit, AmeOutcome};
use super::sampler::{Kept, run};
use super::symmetric::Symmetric;
use crate::diagnostics::mcmc::summarise;
use crate::error::Result;
use crate::sampling::variates::Variates;
use rayon::prelude::*;

/// Draws from the posterior distribution of an additive-and-multiplicative-effects model.
///
/// The same data, prior and settings give the same draws on every machine, whatever the
/// number of threads; the draws of the first chain do not depend on the number of chains.
///
/// ```
/// use comity_numerics::estimators::ame::{self, AmeOutcome, AmeParams, AmePrior, Family, Relations};
/// // Ten actors, of whom the first five send ties to everyone.
/// let y: Vec<f64> = (0..100).map(|k| f64::from(u8::from(k / 10 < 5 || k % 7 == 0))).collect();
/// let data = Relations::directed(Family::Probit, 10, &y)?;
/// let params = AmeParams { rank: 1, sweeps: 500, thin: 5, ..AmeParams::default() }.check()?;
/// let outcome = ame::fit(&data, &AmePrior::amen(&data, 1), &params)?;
/// let AmeOutcome::Sampled(fit) = outcome else { panic!("no draws") };
/// assert!(fit.row_effects[0] > fit.row_effects[9]);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError`] when the prior has a parameter outside its range.
pub fn fit(data: &Relations, prior: &AmePrior, params: &ValidAmeParams) -> Result<AmeOutcome> {
    fit_watched(data, prior, params, &|| ())
}

/// [`fit`], calling `step` after each sweep of each chain, from the chains' threads: burn-in
/// and sweeps times chains in all. The draws do not depend on it.
///
/// # Errors
/// As [`fit`].
pub fn fit_watched(
    data: &Relations,
    prior: &AmePrior,
    params: &ValidAmeParams,
    step: &(dyn Fn() + Sync),
) -> Result<AmeOutcome> {
    let p = params.get();
    prior.check(data.covariates.len(), p.rank, data.symmetric)?;
    let observed = data.observed();
    if data.n < 3 || observed < 3 {
        return Ok(AmeOutcome::TooFewTies { actors: data.n, observed });
    }
    let first = data.known().next().unwrap_or(0.0);
    if data.known().all(|v| v == first) {
        return Ok(AmeOutcome::ConstantOutcome { value: first });
    }
    let x = Covariates::new(data, &prior.coefficients);
    let statistics = Statistics::new(data);
    let chains: Vec<Kept> = (0..p.chains)
        .into_par_iter()
        .map(|chain| {
            let source = Variates::of_chain(p.seed, chain);
            if data.symmetric {
                let mut chain = Symmetric::new(data, &x, prior, p.rank, source);
                run(&mut chain, data, &statistics, p, step)
            } else {
                let mut chain = Directed::new(data, &x, prior, p.rank, source);
                run(&mut chain, data, &statistics, p, step)
            }
        })
        .collect();
    let fit = Box::new(gather(data, prior, params, x, &statistics, chains));
    Ok(if fit.dropped.is_empty() {
        AmeOutcome::Sampled(fit)
    } else {
        AmeOutcome::RankDeficient(fit)
    })
}

fn gather(
    data: &Relations,
    prior: &AmePrior,
    params: &ValidAmeParams,
    x: Covariates,
    statistics: &Statistics,
    chains: Vec<Kept>,
) -> AmeFit {
    let p = params.get();
    let draws: f64 = chains.iter().map(|c| c.coefficients.len() as f64).sum();
    let mean = |part: &dyn Fn(&Kept) -> &Vec<f64>, length: usize| -> Vec<f64> {
        (0..length).map(|i| chains.iter().map(|c| part(c)[i]).sum::<f64>() / draws).collect()
    };
    let summaries = |part: &dyn Fn(&Kept) -> &Vec<Vec<f64>>, width: usize| {
        (0..width)
            .map(|k| {
                let of = |c: &Kept| -> Vec<f64> { part(c).iter().map(|d| d[k]).collect() };
                summarise(&chains.iter().map(of).collect::<Vec<_>>())
            })
            .collect()
    };
    let names: &[&str] =
        if data.symmetric { &["va", "ve"] } else { &["va", "cab", "vb", "rho", "ve"] };
    let cells = data.n * data.n;
    let linear_predictor = mean(&|c| &c.predictor, cells);
    let mut ties: Vec<f64> = (0..cells)
        .map(|k| (k / data.n, k % data.n))
        .map(|(i, j)| if i == j { 0.0 } else { data.y.get(i, j) })
        .map(|v| if v.is_nan() { 0.0 } else { v })
        .collect();
    AmeFit {
        coefficients: summaries(&|c| &c.coefficients, x.width()),
        variances: summaries(&|c| &c.variances, names.len()),
        variance_names: names.iter().map(|s| (*s).to_owned()).collect(),
        row_effects: mean(&|c| &c.row, data.n),
        column_effects: mean(&|c| &c.column, data.n),
        expected_ties: match data.family {
            Family::Normal => linear_predictor.clone(),
            Family::Probit => mean(&|c| &c.expectation, cells),
        },
        linear_predictor,
        observed_goodness: statistics.of(&mut ties),
        unobserved_actors: data.unobserved_actors(),
        observed: data.observed(),
        prior: prior.clone(),
        sweeps: p.burn_in + p.sweeps,
        chains: p.chains,
        condition_number: x.condition_number,
        names: x.names,
        dropped: x.dropped,
        coefficient_draws: chains.iter().flat_map(|c| c.coefficients.clone()).collect(),
        variance_draws: chains.iter().flat_map(|c| c.variances.clone()).collect(),
        simulated_goodness: chains.iter().flat_map(|c| c.goodness.clone()).collect(),
        effect_draws: chains.into_iter().flat_map(|c| c.effects).collect(),
    }
}
