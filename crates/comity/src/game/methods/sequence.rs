//! One equilibrium by the sequence form.

use super::run::{Outcome, floats};
use crate::game::convert::{Exactly, found};
use comity_core::Result;
use comity_games::solve::belief::{Beliefs, Verdict, check};
use comity_games::solve::sequence::lemke;
use comity_games::tree::Tree;

/// Gains up to this count as none in floating numbers.
const TOLERANCE: f64 = 1e-9;

/// One subgame-perfect equilibrium, and whether it is perfect Bayesian with beliefs by Bayes'
/// rule.
pub(super) fn one<T: Exactly>(tree: &Tree<T>, names: &[String]) -> Result<Outcome> {
    let solution = lemke(tree)?;
    let beliefs = Beliefs::bayes(tree, &solution.profile);
    let label = |set: u32| {
        let set = tree.infosets().get(set as usize);
        set.map(|s| s.label.clone()).unwrap_or_default()
    };
    let note = match check(tree, &solution.profile, &beliefs, TOLERANCE)? {
        Verdict::Perfect { .. } => {
            "with beliefs by Bayes' rule it is a perfect Bayesian equilibrium".to_owned()
        }
        Verdict::NoBelief { infoset } => format!(
            "play does not come to `{}`: Bayes' rule gives no belief there, and what is done \
             there was not checked against one",
            label(infoset)
        ),
        Verdict::Irrational { infoset, .. } => {
            format!("what is done at `{}` is not best given the belief there", label(infoset))
        }
        Verdict::WrongBelief { infoset, .. } => {
            format!("the belief at `{}` is not that of Bayes' rule", label(infoset))
        }
    };
    Ok(Outcome {
        method: format!("sequence form, {}", solution.method),
        exact: solution.exact,
        solutions: vec![found(tree, names, &solution)?],
        total: 1,
        complete: false,
        notes: vec!["there may be other equilibria: this is one".to_owned(), note],
        profile: floats(Some(&solution)),
        ..Outcome::default()
    })
}
