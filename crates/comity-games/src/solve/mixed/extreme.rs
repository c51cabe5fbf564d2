//! All extreme equilibria of a two-player game.

use super::dominance::{restrict, undominated};
use super::polytopes::{Polytopes, normalised};
use super::profile::MixedSolution;
use super::vertices::{Vertex, vertices};
use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use comity_core::{Code, Error, Result};
use std::cmp::Ordering;

/// Strategies of both players together that are searched.
const STRATEGIES: usize = 128;

/// All extreme equilibria of a two-player game.
///
/// An equilibrium (x, y) is extreme when x is a vertex of the best-reply polytope of the first
/// player and y one of the second's. A nondegenerate game has no others, so that all its
/// equilibria are listed. A degenerate game may have infinitely many: they are the unions of
/// X × Y, X and Y convex hulls of strategies that are in the list and of which each of X is
/// in equilibrium with each of Y, so that every equilibrium is a mixture of listed ones. Each
/// is listed once, the first player's larger probabilities on earlier strategies first.
///
/// Strictly dominated strategies are taken out first ([`undominated`]), which changes nothing
/// in the list. Vertices are searched by pivoting; the number of bases grows exponentially.
/// In floating numbers vertices closer than about 10⁻¹⁰ may be taken for one.
///
/// Source: O. Mangasarian, "Equilibrium points of bimatrix games", *SIAM Journal on Applied
/// Mathematics* 12, 1964, 778–780; D. Avis, G. Rosenberg, R. Savani and B. von Stengel,
/// "Enumeration of Nash equilibria for two-player games", *Economic Theory* 42, 2010, 9–37.
///
/// ```
/// use comity_games::NormalForm;
/// use comity_games::solve::mixed::extreme;
/// let names = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
/// let payoffs = vec![2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0];
/// let battle = NormalForm::new(
///     names("one", "two"),
///     vec![names("opera", "boxing"), names("opera", "boxing")],
///     payoffs,
/// )?;
/// let found = extreme(&battle)?;
/// assert_eq!(found.len(), 3);
/// assert!((found[1].strategies[0][0] - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `game/invalid` when the game has not two players, more than 128 strategies or more than
/// four million bases are left to search, or a payoff is no finite number.
pub fn extreme<T: Scalar>(form: &NormalForm<T>) -> Result<Vec<MixedSolution<T>>> {
    let kept = undominated(form)?;
    let polytopes = Polytopes::of(&restrict(form, &kept)?)?;
    let [m, n] = polytopes.sizes;
    if m + n > STRATEGIES {
        return Err(Error::new(Code::BadGame, "the game has too many strategies to list all")
            .value((m + n).to_string())
            .expected(format!("at most {STRATEGIES} for both players"))
            .hint("find single equilibria by the Lemke-Howson algorithm"));
    }
    let all = if m + n == 128 { u128::MAX } else { (1 << (m + n)) - 1 };
    let points = |side: usize| -> Result<Vec<(u128, Vec<T>)>> {
        let found: Vec<Vertex<T>> = vertices(&polytopes.dictionaries[side])?;
        // The first is the point zero, which is no strategy.
        let labelled = found.into_iter().skip(1).map(|v| {
            let labels = (0..m + n).filter(|&x| v.zeros >> x & 1 == 1);
            (labels.fold(0, |all, x| all | 1_u128 << polytopes.label(side, x)), v.point)
        });
        Ok(labelled.collect())
    };
    let (first, second) = (points(0)?, points(1)?);
    let mut found = Vec::new();
    for (labels, x) in &first {
        for (_, y) in second.iter().filter(|(others, _)| labels | others == all) {
            let strategies = [(x, 0), (y, 1)].map(|(weights, player)| {
                let mut full = vec![T::zero(); form.sizes()[player]];
                for (&s, p) in kept[player].iter().zip(normalised(weights)) {
                    full[s] = p;
                }
                full
            });
            found.push(MixedSolution::new("vertices", form, strategies.into())?);
        }
    }
    found.sort_by(|a, b| b.strategies.partial_cmp(&a.strategies).unwrap_or(Ordering::Equal));
    Ok(found)
}
