//! The fit: checks, chains side by side, summaries.

use super::density::Posterior;
use super::grouping::Grouping;
use super::prior::HierarchicalPrior;
use super::result::{GroupEffects, HierarchicalFit, HierarchicalOutcome, SamplerReport};
use crate::dense::{Eigen, Matrix, independent_columns};
use crate::diagnostics::mcmc::{Summary, e_bfmi, summarise};
use crate::error::{Result, same_length};
use crate::estimators::Observations;
use crate::pass;
use crate::sampling::nuts::{Chain, ValidNutsParams, sample_watched};
use rayon::prelude::*;

/// Share of a column's squared length that earlier columns must leave unexplained.
const RANK_TOLERANCE: f64 = 1e-11;

/// Draws from the posterior distribution of a logit with group effects,
/// log-odds(yᵢ) = oᵢ + xᵢ'β + Σₖ Σ_{g ∋ i} uₖ_g, uₖ_g ~ normal(0, σₖ²).
///
/// The same data, prior and settings give the same draws on every machine, whatever the
/// number of threads.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::Observations;
/// use comity_numerics::estimators::hierarchical_logit::{self, Grouping, HierarchicalPrior};
/// use comity_numerics::sampling::nuts::NutsParams;
/// let x = Design::new(40, vec![("one".into(), vec![1.0; 40])])?;
/// let y: Vec<bool> = (0..40).map(|i| i % 4 == 0 || i < 8).collect();
/// let who: Vec<i64> = (0..40).map(|i| i / 8).collect();
/// let data = Observations::new(&x, &y)?;
/// let groups = [Grouping::by("who", &who)?];
/// let prior = HierarchicalPrior::weak(&x, groups.len());
/// let params = NutsParams { chains: 2, warm_up: 300, draws: 300, ..NutsParams::default() };
/// let fit = hierarchical_logit::fit(&data, &groups, &prior, &params.check()?)?
///     .into_fit()
///     .expect("an outcome that varies");
/// // Of the first group all are yes, of the others a quarter.
/// assert!(fit.groupings[0].effects[0].mean > fit.groupings[0].effects[1].mean);
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError`] when a grouping has another number of rows than the design, or the
/// prior does not fit the columns and groupings or has a scale that is not positive.
pub fn fit(
    data: &Observations<'_>,
    groupings: &[Grouping],
    prior: &HierarchicalPrior,
    params: &ValidNutsParams,
) -> Result<HierarchicalOutcome> {
    fit_watched(data, groupings, prior, params, &|| ())
}

/// [`fit`], calling `step` after each iteration of each chain, from the chains' threads:
/// warm-up and draws times chains in all. The draws do not depend on it.
///
/// # Errors
/// As [`fit`].
pub fn fit_watched(
    data: &Observations<'_>,
    groupings: &[Grouping],
    prior: &HierarchicalPrior,
    params: &ValidNutsParams,
    step: &(dyn Fn() + Sync),
) -> Result<HierarchicalOutcome> {
    let design = data.design();
    prior.check(design.width(), groupings.len())?;
    for g in groupings {
        same_length("a grouping", g.rows(), design.rows())?;
    }
    let (all, yes) = data.totals();
    if yes <= 0.0 || yes >= all {
        return Ok(HierarchicalOutcome::ConstantOutcome { value: yes > 0.0 });
    }
    let weights: Vec<f64> = (0..design.rows()).map(|i| data.weight(i)).collect();
    let gram = pass::gram(design, Some(&weights));
    let (kept, dropped) = independent_columns(&gram, RANK_TOLERANCE);
    let reduced = design.select(&kept);
    let narrow = data.on(&reduced);
    let narrow_prior = HierarchicalPrior {
        coefficients: kept.iter().map(|&j| prior.coefficients[j]).collect(),
        group_sd: prior.group_sd.clone(),
    };
    let Some(reader) = Posterior::new(&narrow, groupings, &narrow_prior) else {
        return Ok(HierarchicalOutcome::NoColumns);
    };
    let chains: Vec<Chain> = (0..params.get().chains)
        .into_par_iter()
        .filter_map(|chain| {
            let mut density = Posterior::new(&narrow, groupings, &narrow_prior)?;
            Some(sample_watched(&mut density, params, chain, step))
        })
        .collect();
    let (rows, events) = data.counts();
    let coefficients = |position: &[f64]| {
        let mut wide = vec![0.0; design.width()];
        for (&j, b) in kept.iter().zip(reader.coefficients(position)) {
            wide[j] = b;
        }
        wide
    };
    let (summaries, coefficient_draws) = read(&chains, &coefficients);
    let fit = Box::new(HierarchicalFit {
        coefficients: summaries,
        coefficient_draws,
        groupings: group_effects(&chains, &reader, groupings),
        sampler: report(&chains),
        chains: chains.len(),
        prior: prior.clone(),
        condition_number: condition(&gram, &kept),
        rows,
        events,
        dropped,
    });
    Ok(if fit.dropped.is_empty() {
        HierarchicalOutcome::Sampled(fit)
    } else {
        HierarchicalOutcome::RankDeficient(fit)
    })
}

/// Draws of some quantities, chain after chain, and their summaries.
fn read(
    chains: &[Chain],
    quantities: &dyn Fn(&[f64]) -> Vec<f64>,
) -> (Vec<Summary>, Vec<Vec<f64>>) {
    let draws: Vec<Vec<Vec<f64>>> =
        chains.iter().map(|c| c.draws.iter().map(|d| quantities(d)).collect()).collect();
    let width = draws.iter().flatten().next().map_or(0, Vec::len);
    let of = |k: usize| -> Vec<Vec<f64>> {
        draws.iter().map(|c| c.iter().map(|d| d[k]).collect()).collect()
    };
    let summaries = (0..width).into_par_iter().map(|k| summarise(&of(k))).collect();
    (summaries, draws.into_iter().flatten().collect())
}

fn group_effects(
    chains: &[Chain],
    reader: &Posterior<'_>,
    groupings: &[Grouping],
) -> Vec<GroupEffects> {
    let (sds, sd_draws) = read(chains, &|position| reader.deviations(position));
    let mut base = 0;
    let mut out = Vec::new();
    for (k, (g, sd)) in groupings.iter().zip(sds).enumerate() {
        let range = base..base + g.labels().len();
        base = range.end;
        let (effects, effect_draws) =
            read(chains, &|position| reader.group_effects(position)[range.clone()].to_vec());
        out.push(GroupEffects {
            name: g.name().to_owned(),
            labels: g.labels().to_vec(),
            sd,
            sd_draws: sd_draws.iter().map(|d| d[k]).collect(),
            effects,
            effect_draws,
        });
    }
    out
}

fn report(chains: &[Chain]) -> SamplerReport {
    SamplerReport {
        divergences: chains.iter().map(|c| c.divergences).sum(),
        depth_limits: chains.iter().map(|c| c.depth_limits).sum(),
        e_bfmi: chains.iter().map(|c| e_bfmi(&c.energies)).collect(),
        acceptance: chains.iter().map(|c| c.acceptance).collect(),
        step_sizes: chains.iter().map(|c| c.step_size).collect(),
        evaluations: chains.iter().map(|c| c.evaluations).sum(),
    }
}

fn condition(gram: &Matrix, kept: &[usize]) -> f64 {
    let d = gram.diagonal();
    let scaled = |i: usize, j: usize| {
        let (i, j) = (kept[i], kept[j]);
        gram.get(i, j) / libm::sqrt(d[i] * d[j])
    };
    Eigen::new(&Matrix::from_fn(kept.len(), scaled)).condition()
}
