//! Strategies that are never a best reply.

use super::profile::next;
use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use crate::solve::dictionary::matrix_value;
use comity_core::{Code, Error, Result};

/// How much better, relative to the range of the player's payoffs, a floating strategy must be
/// to count as strictly better.
const STRICTLY: f64 = 1e-9;

/// The strategies of each player that are left after strictly dominated ones are taken out
/// again and again, dominated by pure or by mixed strategies.
///
/// No equilibrium uses a strategy that is taken out, and the order does not matter. A mixed
/// strategy that dominates is looked for as the best mixture against the worst contingency, a
/// zero-sum game. In floating numbers one that is better by less than 10⁻⁹ of the range of
/// payoffs counts as no better.
///
/// Source: D. Fudenberg and J. Tirole, *Game Theory*, 1991, section 2.1.
///
/// # Errors
/// `game/invalid` when a payoff is no finite number.
pub fn undominated<T: Scalar>(form: &NormalForm<T>) -> Result<Vec<Vec<usize>>> {
    if !T::EXACT && !form.payoffs().iter().all(|v| v.float().is_finite()) {
        return Err(Error::new(Code::BadGame, "the payoffs of the game are not finite numbers"));
    }
    let mut kept: Vec<Vec<usize>> = form.sizes().iter().map(|&n| (0..n).collect()).collect();
    loop {
        let mut changed = false;
        for player in 0..kept.len() {
            let (rows, columns) = table(form, &kept, player);
            let tolerance = STRICTLY * range(&rows);
            let mut left: Vec<usize> = (0..kept[player].len()).collect();
            let mut at = 0;
            while at < left.len() && left.len() > 1 {
                if dominated(&rows, columns, &left, at, tolerance)? {
                    left.remove(at);
                    changed = true;
                } else {
                    at += 1;
                }
            }
            kept[player] = left.into_iter().map(|i| kept[player][i]).collect();
        }
        if !changed {
            return Ok(kept);
        }
    }
}

/// The game in which each player has only these strategies, in the order given.
///
/// # Errors
/// `game/invalid` when a player is left none.
pub fn restrict<T: Scalar>(form: &NormalForm<T>, kept: &[Vec<usize>]) -> Result<NormalForm<T>> {
    let strategies = form.strategies().iter().zip(kept);
    let strategies: Vec<Vec<String>> = strategies
        .map(|(labels, kept)| kept.iter().filter_map(|&s| labels.get(s).cloned()).collect())
        .collect();
    let sizes: Vec<usize> = kept.iter().map(Vec::len).collect();
    let mut payoffs = Vec::new();
    let mut chosen = vec![0; sizes.len()];
    if !sizes.contains(&0) {
        loop {
            let profile: Vec<usize> = chosen.iter().zip(kept).map(|(&c, k)| k[c]).collect();
            payoffs.extend_from_slice(form.at(&profile));
            if !next(&mut chosen, &sizes) {
                break;
            }
        }
    }
    NormalForm::new(form.players().to_vec(), strategies, payoffs)
}

/// A player's payoffs, one row a strategy left, one column a contingency of the others.
fn table<T: Scalar>(form: &NormalForm<T>, kept: &[Vec<usize>], player: usize) -> (Vec<T>, usize) {
    let mut sizes: Vec<usize> = kept.iter().map(Vec::len).collect();
    sizes[player] = 1;
    let columns = sizes.iter().product();
    let mut rows = Vec::with_capacity(columns * kept[player].len());
    for &own in &kept[player] {
        let mut chosen = vec![0; sizes.len()];
        loop {
            let mut profile: Vec<usize> = chosen.iter().zip(kept).map(|(&c, k)| k[c]).collect();
            profile[player] = own;
            rows.extend(form.at(&profile).get(player).cloned());
            if !next(&mut chosen, &sizes) {
                break;
            }
        }
    }
    (rows, columns)
}

fn range<T: Scalar>(rows: &[T]) -> f64 {
    let low = rows.iter().map(Scalar::float).fold(f64::INFINITY, f64::min);
    let high = rows.iter().map(Scalar::float).fold(f64::NEG_INFINITY, f64::max);
    high - low
}

fn dominated<T: Scalar>(
    rows: &[T],
    columns: usize,
    left: &[usize],
    at: usize,
    tolerance: f64,
) -> Result<bool> {
    let row = |i: usize| &rows[left[i] * columns..(left[i] + 1) * columns];
    let own = row(at);
    let others = || (0..left.len()).filter(|&i| i != at).map(row);
    let better = |other: &[T]| {
        other.iter().zip(own).all(|(a, b)| (a.clone() - b.clone()).exceeds(tolerance))
    };
    if others().any(better) {
        return Ok(true);
    }
    // A strategy that is best in some contingency is not dominated.
    let best = |c: usize| others().all(|other| other[c] <= own[c]);
    if left.len() < 3 || (0..columns).any(best) {
        return Ok(false);
    }
    let differences: Vec<T> = others()
        .flat_map(|other| other.iter().zip(own).map(|(a, b)| a.clone() - b.clone()))
        .collect();
    Ok(matrix_value(&differences, left.len() - 1, columns)?.exceeds(tolerance))
}
