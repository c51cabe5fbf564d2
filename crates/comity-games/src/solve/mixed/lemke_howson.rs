//! The algorithm of Lemke and Howson.

use super::polytopes::{Polytopes, normalised};
use super::profile::MixedSolution;
use crate::normal_form::NormalForm;
use crate::scalar::Scalar;
use crate::solve::dictionary::Place;
use comity_core::{Code, Error, Result};

/// One equilibrium of a two-player game: the end of the path of almost completely labelled
/// points that begins by dropping a strategy, numbered through both players' lists.
///
/// Different labels may lead to different equilibria, and some equilibria are at the end of no
/// path. Lexicographic pivots make the path end in degenerate games too. In floating numbers a
/// path of thousands of pivots loses digits: `max_regret` says how many are left.
///
/// Source: C. Lemke and J. Howson, "Equilibrium points of bimatrix games", *SIAM Journal on
/// Applied Mathematics* 12, 1964, 413–423.
///
/// # Errors
/// `game/invalid` when the game has not two players, there is no such strategy, a payoff is no
/// finite number, or rounding broke the path.
pub fn lemke_howson<T: Scalar>(form: &NormalForm<T>, label: usize) -> Result<MixedSolution<T>> {
    let mut polytopes = Polytopes::of(form)?;
    let [m, n] = polytopes.sizes;
    if label >= m + n {
        return Err(Error::new(Code::BadGame, "there is no such strategy")
            .value(label.to_string())
            .expected(format!("a number below {}", m + n)));
    }
    let lost = || Error::new(Code::BadGame, "rounding broke the path").hint("use exact numbers");
    let mut side = usize::from(label >= m);
    let mut entering = label;
    loop {
        let variable = polytopes.variable(side, entering);
        let dictionary = &mut polytopes.dictionaries[side];
        let Place::Column(column) = dictionary.place(variable) else { return Err(lost()) };
        let row = dictionary.leaving(column, None).ok_or_else(lost)?;
        let out = dictionary.basic()[row];
        dictionary.pivot(row, column);
        entering = polytopes.label(side, out);
        if entering == label {
            break;
        }
        side = 1 - side;
    }
    let strategies = [0, 1].map(|side| {
        let count = polytopes.sizes[side];
        let dictionary = &polytopes.dictionaries[side];
        let weight = |s| match dictionary.place(polytopes.variable(side, side * m + s)) {
            Place::Row(row) => dictionary.cells().value(dictionary.right(row)),
            Place::Column(_) => T::zero(),
        };
        normalised(&(0..count).map(weight).collect::<Vec<T>>())
    });
    MixedSolution::new("lemke-howson", form, strategies.into())
}
