//! Whether Markov chains have converged, and how much their draws are worth.
//!
//! Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), "Rank-normalization, folding, and
//! localization: an improved R̂ for assessing convergence of MCMC", *Bayesian Analysis*
//! 16(2); the energy diagnostic is Betancourt's (2016, arXiv:1604.00695).

use crate::special::normal_quantile;
use serde::{Deserialize, Serialize};

/// Posterior mean and spread of one quantity, with diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Mean of all draws.
    pub mean: f64,
    /// Standard deviation of all draws.
    pub sd: f64,
    /// The 2.5 % quantile.
    pub lower: f64,
    /// The 97.5 % quantile.
    pub upper: f64,
    /// Monte-Carlo standard error of the mean.
    pub mcse: f64,
    /// Rank-normalised split-R̂, the larger of its plain and folded versions; near 1 (below
    /// 1.01) when chains agree.
    pub r_hat: f64,
    /// Effective number of draws for the middle of the distribution.
    pub bulk_ess: f64,
    /// Effective number of draws for its 5 % and 95 % quantiles, the smaller.
    pub tail_ess: f64,
}

/// Summarises a quantity drawn by several chains of equal length.
///
/// A quantity that never moves has R̂ 1 and as many effective draws as draws.
///
/// ```
/// use comity_numerics::diagnostics::mcmc::summarise;
/// use comity_numerics::sampling::normal::StandardNormal;
/// let chain = |seed| { let mut s = StandardNormal::new(seed); (0..500).map(|_| s.next_normal()).collect() };
/// let s = summarise(&[chain(1), chain(2)]);
/// assert!(s.r_hat < 1.01 && s.bulk_ess > 700.0);
/// ```
#[must_use]
pub fn summarise(chains: &[Vec<f64>]) -> Summary {
    let mut sorted: Vec<f64> = chains.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = sorted.iter().map(|v| (v - mean) * (v - mean)).sum();
    let sd = libm::sqrt(squares / (count - 1.0).max(1.0));
    let split = halves(chains);
    let median = quantile(&sorted, 0.5);
    let folded: Vec<Vec<f64>> =
        split.iter().map(|c| c.iter().map(|v| libm::fabs(v - median)).collect()).collect();
    let plain = normal_scores(&split);
    let beyond = |p: f64| {
        let q = quantile(&sorted, p);
        let below = |v: &f64| f64::from(u8::from(*v <= q));
        ess(&split.iter().map(|c| c.iter().map(below).collect()).collect::<Vec<_>>())
    };
    let sampling = ess(&split);
    Summary {
        mean,
        sd,
        lower: quantile(&sorted, 0.025),
        upper: quantile(&sorted, 0.975),
        mcse: sd / libm::sqrt(sampling.max(1.0)),
        r_hat: r_hat(&plain).max(r_hat(&normal_scores(&folded))),
        bulk_ess: ess(&plain),
        tail_ess: beyond(0.05).min(beyond(0.95)),
    }
}

/// Energy Bayesian fraction of missing information of one chain: mean squared change of the
/// energy over its variance. Below 0.3 the tails are explored too slowly.
#[must_use]
pub fn e_bfmi(energies: &[f64]) -> f64 {
    let (_, variance) = moments(energies);
    let changes: f64 = energies.windows(2).map(|w| (w[1] - w[0]) * (w[1] - w[0])).sum();
    let total = variance * (energies.len() as f64 - 1.0);
    if total > 0.0 { changes / total } else { 1.0 }
}

/// The quantile of sorted values by linear interpolation; zero for none.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() as f64 - 1.0).max(0.0);
    let below = at as usize;
    let low = sorted.get(below).copied().unwrap_or(0.0);
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    low + (at - below as f64) * (high - low)
}

/// Each chain cut in two; a middle draw is left out.
fn halves(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    chains
        .iter()
        .flat_map(|c| {
            let half = c.len() / 2;
            [c[..half].to_vec(), c[c.len() - half..].to_vec()]
        })
        .collect()
}

/// Normal quantiles of the ranks over all chains, ties sharing their mean rank.
fn normal_scores(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (c, chain) in chains.iter().enumerate() {
        order.extend(chain.iter().enumerate().map(|(i, &v)| (v, c, i)));
    }
    order.sort_by(|x, y| x.0.total_cmp(&y.0));
    let count = order.len() as f64;
    let mut scores: Vec<Vec<f64>> = chains.iter().map(|c| vec![0.0; c.len()]).collect();
    let mut first = 0;
    for group in order.chunk_by(|x, y| x.0 == y.0) {
        let rank = first as f64 + 0.5 * (group.len() as f64 + 1.0);
        let score = normal_quantile((rank - 0.375) / (count + 0.25));
        for &(_, c, i) in group {
            scores[c][i] = score;
        }
        first += group.len();
    }
    scores
}

fn moments(x: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n.max(1.0);
    let squares: f64 = x.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, squares / (n - 1.0).max(1.0))
}

/// Mean variance within chains, and the estimate of the variance from within and between.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let n = chains.first().map_or(0.0, |c| c.len() as f64).max(1.0);
    let each: Vec<(f64, f64)> = chains.iter().map(|c| moments(c)).collect();
    let within = each.iter().map(|m| m.1).sum::<f64>() / (each.len() as f64).max(1.0);
    let means: Vec<f64> = each.iter().map(|m| m.0).collect();
    let between = if means.len() > 1 { moments(&means).1 } else { 0.0 };
    (within, within * (n - 1.0) / n + between)
}

fn r_hat(chains: &[Vec<f64>]) -> f64 {
    let (within, total) = variances(chains);
    if within > 0.0 {
        libm::sqrt(total / within)
    } else if total > 0.0 {
        f64::MAX
    } else {
        1.0
    }
}

/// Effective number of draws, from autocorrelations cut off by Geyer's initial monotone
/// sequence; at most draws × log₁₀ draws.
fn ess(chains: &[Vec<f64>]) -> f64 {
    let length = chains.iter().map(Vec::len).min().unwrap_or(0);
    let count = (length * chains.len()) as f64;
    let (within, total) = variances(chains);
    if length < 4 || total <= 0.0 {
        return count;
    }
    let centred: Vec<Vec<f64>> = chains
        .iter()
        .map(|c| {
            let (mean, _) = moments(c);
            c.iter().map(|v| v - mean).collect()
        })
        .collect();
    let correlation = |lag: usize| {
        let covariance: f64 = centred
            .iter()
            .map(|c| c.iter().zip(&c[lag..]).map(|(x, y)| x * y).sum::<f64>())
            .sum::<f64>()
            / (length as f64 - 1.0)
            / centred.len() as f64;
        1.0 - (within - covariance) / total
    };
    let (mut sum, mut least, mut lag) = (0.0, f64::INFINITY, 0);
    while lag + 1 < length {
        let even = if lag == 0 { 1.0 } else { correlation(lag) };
        let pair = even + correlation(lag + 1);
        if pair <= 0.0 {
            break;
        }
        least = least.min(pair);
        sum += least;
        lag += 2;
    }
    let time = (2.0 * sum - 1.0).max(1.0 / libm::log10(count));
    count / time
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::variates::Variates;

    fn autoregressive(seed: u64, length: usize, phi: f64, shift: f64) -> Vec<f64> {
        let mut s = Variates::new(seed);
        let mut x = s.normal() / libm::sqrt(1.0 - phi * phi);
        (0..length)
            .map(|_| {
                x = phi * x + s.normal();
                x + shift
            })
            .collect()
    }

    /// An autoregressive chain with coefficient φ is worth (1 − φ)/(1 + φ) of its length.
    #[test]
    fn effective_draws_of_an_autoregressive_chain() {
        for phi in [-0.3, 0.0, 0.5, 0.9] {
            let chains: Vec<Vec<f64>> =
                (0..4).map(|c| autoregressive(c + 1, 20_000, phi, 0.0)).collect();
            let s = summarise(&chains);
            let expected = 80_000.0 * (1.0 - phi) / (1.0 + phi);
            assert!((s.bulk_ess / expected - 1.0).abs() < 0.12, "{phi} {s:?}");
            assert!(s.r_hat < 1.005 && s.tail_ess > 0.1 * expected, "{phi} {s:?}");
        }
    }

    #[test]
    fn chains_that_disagree_are_noticed() {
        let far: Vec<Vec<f64>> =
            (0..4).map(|c| autoregressive(c, 1000, 0.0, if c == 3 { 3.0 } else { 0.0 })).collect();
        assert!(summarise(&far).r_hat > 1.1);
        // Same place, other spread: only the folded version sees it.
        let wide: Vec<Vec<f64>> = (0..4)
            .map(|c| {
                let s = if c == 3 { 5.0 } else { 1.0 };
                autoregressive(c, 1000, 0.0, 0.0).iter().map(|v| v * s).collect()
            })
            .collect();
        assert!(summarise(&wide).r_hat > 1.05);
    }

    #[test]
    fn a_quantity_that_never_moves() {
        let s = summarise(&[vec![2.0; 100], vec![2.0; 100]]);
        assert_eq!((s.mean, s.sd, s.r_hat, s.bulk_ess, s.mcse), (2.0, 0.0, 1.0, 200.0, 0.0));
        assert!(summarise(&[]).mean == 0.0 && e_bfmi(&[]) == 1.0);
        let drift: Vec<f64> = (0..1000).map(f64::from).collect();
        assert!(
            e_bfmi(&drift) < 1e-4 && (e_bfmi(&autoregressive(1, 5000, 0.0, 0.0)) - 2.0).abs() < 0.1
        );
    }
}
