//! Equilibria in mixed strategies.

use super::run::{LISTED, Outcome};
use crate::game::convert::{Exactly, number, strategies};
use crate::game::method::SEED;
use crate::game::solution::Found;
use comity_core::Result;
use comity_games::solve::mixed::{MixedSolution, extreme, supports};
use comity_games::{NormalForm, Scalar};

/// Random starts for each choice of supports.
const STARTS: usize = 20;

/// With two players all extreme equilibria, with more those found by trying all supports.
pub(super) fn equilibria<T: Exactly>(form: &NormalForm<T>) -> Result<Outcome> {
    if form.players().len() == 2 {
        let all = extreme(form)?;
        let note = "all extreme equilibria: where there are others, they are mixtures of these";
        return Ok(outcome(form, &all, T::EXACT, true, note));
    }
    let all = supports(form, STARTS, SEED)?;
    let note = "pure equilibria are complete; mixed ones are missing where no start led to them";
    Ok(outcome(&form.map(Scalar::float), &all, false, false, note))
}

fn outcome<T: Exactly>(
    form: &NormalForm<T>,
    all: &[MixedSolution<T>],
    exact: bool,
    complete: bool,
    note: &str,
) -> Outcome {
    let solutions = all.iter().take(LISTED).map(|s| Found {
        values: s.values.iter().map(number).collect(),
        max_regret: number(&s.max_regret),
        moves: strategies(form, &s.strategies),
        ends: Vec::new(),
    });
    Outcome {
        method: format!("mixed strategies, {}", all.first().map_or("none found", |s| s.method)),
        exact,
        solutions: solutions.collect(),
        total: all.len(),
        complete,
        notes: vec![note.to_owned()],
        ..Outcome::default()
    }
}
