//! Equilibria of small games of any number of players, support by support.

use super::dominance::{restrict, undominated};
use super::newton::Restricted;
use super::profile::{MixedSolution, next};
use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use comity_core::{Code, Error, Result};
use comity_numerics::sampling::normal::StandardNormal;

/// Supports that are tried before the game counts as too large.
const SUPPORTS: u128 = 1 << 20;
/// Probabilities from this on count as positive.
const POSITIVE: f64 = 1e-9;
/// The largest regret, relative to the range of a player's payoffs, at an equilibrium.
const REGRET: f64 = 1e-9;
/// Equilibria closer than this in every probability are one.
const SAME: f64 = 1e-6;

/// Equilibria of a game of any number of players by trying all supports.
///
/// For every choice of supports whose strategies no other strictly dominates on the others'
/// supports, the equations that make each player indifferent are solved by Newton's method from
/// the uniform point and from `starts` random ones, drawn from `seed`. Solutions count when all
/// probabilities on the supports are positive and no player gains more than 10⁻⁹ of the range
/// of own payoffs. The smallest supports come first.
///
/// What is certain: the pure equilibria listed are all there are, and what is listed is an
/// equilibrium up to its `max_regret`. What is not: mixed equilibria are missing when no start
/// leads to them. Where the equations of a support are singular at a solution, as in a
/// continuum of equilibria, at most one such solution of the support is listed. With two
/// players [`super::extreme`] is complete.
///
/// Source: R. Porter, E. Nudelman and Y. Shoham, "Simple search methods for finding a Nash
/// equilibrium", *Games and Economic Behavior* 63, 2008, 642–662.
///
/// # Errors
/// `game/invalid` when a payoff is no finite number or there are more than 2²⁰ supports.
pub fn supports<T: Scalar>(
    form: &NormalForm<T>,
    starts: usize,
    seed: u64,
) -> Result<Vec<MixedSolution<f64>>> {
    let floating = form.map(Scalar::float);
    let kept = undominated(form)?;
    let small = restrict(&floating, &kept)?;
    let sizes = small.sizes();
    let count = sizes.iter().try_fold(1_u128, |all, &n| {
        1_u128.checked_shl(n as u32).and_then(|some| all.checked_mul(some - 1))
    });
    if count.is_none_or(|count| count > SUPPORTS) {
        return Err(Error::new(Code::BadGame, "the game has too many supports to try")
            .value(format!("{sizes:?} strategies"))
            .hint("follow a quantal-response path instead"));
    }
    let ranges = ranges(&small);
    let mut random = StandardNormal::new(seed);
    let mut found: Vec<MixedSolution<f64>> = Vec::new();
    for masks in by_size(&sizes) {
        if !plausible(&small, &masks) {
            continue;
        }
        let chosen: Vec<Vec<usize>> = masks.iter().map(|&m| members(m)).collect();
        let part = restrict(&small, &chosen)?;
        let system = scaled(&part, &ranges);
        let pure = chosen.iter().all(|c| c.len() == 1);
        let mut singular = false;
        for attempt in 0..if pure { 1 } else { starts + 1 } {
            let start = start(&system.sizes, attempt, &mut random);
            let Some((point, regular)) = system.solve(&start) else { continue };
            if (singular && !regular) || point.iter().flatten().any(|&p| p < POSITIVE) {
                continue;
            }
            let strategies = spread(&form.sizes(), &kept, &chosen, &point);
            let near = |s: &MixedSolution<f64>| {
                let pairs = s.strategies.iter().flatten().zip(strategies.iter().flatten());
                pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < SAME
            };
            if found.iter().any(near) {
                continue;
            }
            let solution = MixedSolution::new("supports", &floating, strategies)?;
            let gains = super::profile::gains(&floating, &solution.strategies);
            if gains.iter().zip(&ranges).all(|(g, r)| *g <= REGRET * r.1) {
                singular |= !regular;
                found.push(solution);
            }
        }
    }
    Ok(found)
}

/// The least payoff and the range of payoffs, player by player; a range of zero as one.
fn ranges(form: &NormalForm<f64>) -> Vec<(f64, f64)> {
    let players = form.players().len();
    let range = |player: usize| {
        let own = || form.payoffs().iter().skip(player).step_by(players).copied();
        let low = own().fold(f64::INFINITY, f64::min);
        let high = own().fold(f64::NEG_INFINITY, f64::max);
        (low, if high > low { high - low } else { 1.0 })
    };
    (0..players).map(range).collect()
}

fn scaled(form: &NormalForm<f64>, ranges: &[(f64, f64)]) -> Restricted {
    let pairs = form.payoffs().iter().zip(ranges.iter().cycle());
    Restricted {
        sizes: form.sizes(),
        payoffs: pairs.map(|(v, (low, range))| (v - low) / range).collect(),
    }
}

/// All choices of one nonempty set of strategies a player, as bits, the fewest strategies first.
fn by_size(sizes: &[usize]) -> Vec<Vec<u32>> {
    let counts: Vec<usize> = sizes.iter().map(|&n| (1 << n) - 1).collect();
    let mut all = Vec::with_capacity(counts.iter().product());
    let mut chosen = vec![0; sizes.len()];
    loop {
        all.push(chosen.iter().map(|&c| c as u32 + 1).collect::<Vec<u32>>());
        if !next(&mut chosen, &counts) {
            break;
        }
    }
    all.sort_by_key(|masks| masks.iter().map(|m| m.count_ones()).sum::<u32>());
    all
}

fn members(mask: u32) -> Vec<usize> {
    (0..32).filter(|&s| mask >> s & 1 == 1).collect()
}

/// Whether no strategy of a support is strictly dominated on the others' supports.
fn plausible(form: &NormalForm<f64>, masks: &[u32]) -> bool {
    let sizes = form.sizes();
    (0..sizes.len()).all(|player| {
        let mut chosen: Vec<Vec<usize>> = masks.iter().map(|&m| members(m)).collect();
        chosen[player] = vec![0];
        let counts: Vec<usize> = chosen.iter().map(Vec::len).collect();
        members(masks[player]).into_iter().all(|own| {
            (0..sizes[player]).filter(|&o| o != own).all(|other| {
                let mut at = vec![0; counts.len()];
                loop {
                    let mut profile: Vec<usize> =
                        at.iter().zip(&chosen).map(|(&a, c)| c[a]).collect();
                    profile[player] = own;
                    let earns = form.at(&profile)[player];
                    profile[player] = other;
                    if form.at(&profile)[player] <= earns {
                        return true;
                    }
                    if !next(&mut at, &counts) {
                        return false;
                    }
                }
            })
        })
    })
}

/// The uniform point, then random ones.
fn start(sizes: &[usize], attempt: usize, random: &mut StandardNormal) -> Vec<Vec<f64>> {
    let mut point = Vec::with_capacity(sizes.len());
    for &n in sizes {
        let draw = |_| if attempt == 0 { 1.0 } else { -libm::log(1.0 - random.uniform()) };
        let weights: Vec<f64> = (0..n).map(draw).collect();
        let sum: f64 = weights.iter().sum();
        point.push(weights.iter().map(|w| w / sum).collect());
    }
    point
}

/// Probabilities of all strategies from those of supports of kept ones.
fn spread(
    sizes: &[usize],
    kept: &[Vec<usize>],
    chosen: &[Vec<usize>],
    point: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    let mut all: Vec<Vec<f64>> = sizes.iter().map(|&n| vec![0.0; n]).collect();
    for (player, full) in all.iter_mut().enumerate() {
        let sum: f64 = point[player].iter().sum();
        for (&s, p) in chosen[player].iter().zip(&point[player]) {
            full[kept[player][s]] = p / sum;
        }
    }
    all
}
