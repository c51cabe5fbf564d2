//! Backward induction.

use super::run::{Outcome, floats};
use crate::game::convert::{Exactly, found, number};
use crate::game::solution::{Tie, TieAction};
use comity_core::Result;
use comity_games::solve::backward_induction;
use comity_games::tree::Tree;

/// The subgame-perfect equilibrium, with every tie.
pub(super) fn backward<T: Exactly>(tree: &Tree<T>, names: &[String]) -> Result<Outcome> {
    let all = backward_induction(tree)?;
    let label = |set: u32| tree.infosets().get(set as usize);
    let ties = all.forks.iter().filter_map(|fork| {
        let set = label(fork.infoset)?;
        Some(Tie {
            player: tree.players().get(set.player? as usize)?.clone(),
            at: set.label.clone(),
            actions: fork
                .actions
                .iter()
                .map(|(action, plays)| TieAction {
                    action: set.actions.get(*action as usize).cloned().unwrap_or_default(),
                    values: plays.iter().map(|p| p.values.iter().map(number).collect()).collect(),
                })
                .collect(),
        })
    });
    Ok(Outcome {
        method: "backward induction".to_owned(),
        solutions: vec![found(tree, names, &all.solution)?],
        total: 1,
        exact: T::EXACT,
        complete: all.complete,
        ties: ties.collect(),
        outcomes: all.outcomes.iter().map(|p| p.values.iter().map(number).collect()).collect(),
        profile: floats(Some(&all.solution)),
        ..Outcome::default()
    })
}
