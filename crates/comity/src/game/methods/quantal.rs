//! Logit quantal response.

use super::run::{Outcome, floats};
use crate::game::convert::{found, number, strategies};
use crate::game::solution::Found;
use comity_core::{Code, Error, Result};
use comity_games::NormalForm;
use comity_games::quantal::{Branch, Ended, Equilibrium, Quantal, Until};
use comity_games::solve::mixed::MixedSolution;
use comity_games::solve::{Profile, Solution};
use comity_games::tree::Tree;
use serde::Serialize;

/// A point of the principal branch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PathPoint {
    /// Precision λ, per unit of payoff.
    pub lambda: f64,
    /// The most to be gained by the best action at one decision.
    pub regret: f64,
    /// Probability of every action: one list for each information set of a tree, those of
    /// chance included, or for each player of a strategic form.
    pub probabilities: Vec<Vec<f64>>,
}

/// Points of the branch that are kept.
const POINTS: usize = 200;

/// The agents of a tree: every information set decides for itself.
pub(super) fn agents(
    tree: &Tree<f64>,
    names: &[String],
    lambda: Option<f64>,
    path: bool,
) -> Result<Outcome> {
    let (equilibrium, path, mut notes) = trace(&Quantal::agents(tree)?, lambda, path)?;
    let profile = Profile::new(tree, equilibrium.probabilities.clone())?;
    let solution = Solution::new("agent logit quantal response", tree, profile)?;
    notes.insert(0, precision(&equilibrium));
    Ok(Outcome {
        method: solution.method.to_owned(),
        solutions: vec![found(tree, names, &solution)?],
        total: 1,
        notes,
        path,
        profile: floats(Some(&solution)),
        ..Outcome::default()
    })
}

/// The players of a strategic form.
pub(super) fn players(form: &NormalForm<f64>, lambda: Option<f64>, path: bool) -> Result<Outcome> {
    let (equilibrium, path, mut notes) = trace(&Quantal::strategies(form)?, lambda, path)?;
    let solution =
        MixedSolution::new("logit quantal response", form, equilibrium.probabilities.clone())?;
    notes.insert(0, precision(&equilibrium));
    Ok(Outcome {
        method: solution.method.to_owned(),
        solutions: vec![Found {
            values: solution.values.iter().map(number).collect(),
            max_regret: number(&solution.max_regret),
            moves: strategies(form, &solution.strategies),
            ends: Vec::new(),
        }],
        total: 1,
        notes,
        path,
        ..Outcome::default()
    })
}

/// The equilibrium at λ, or at the end of the branch; the branch, if it is wanted; and what is
/// to be said.
fn trace(
    game: &Quantal,
    lambda: Option<f64>,
    path: bool,
) -> Result<(Equilibrium, Vec<PathPoint>, Vec<String>)> {
    let stuck = || {
        Error::new(Code::BadGame, "the branch of quantal responses could not be followed so far")
            .hint("use a smaller --lambda, or --path to see how far it goes")
    };
    if let (Some(lambda), false) = (lambda, path) {
        let found = game.at(lambda)?.ok_or_else(stuck)?;
        return Ok((found, Vec::new(), Vec::new()));
    }
    let until = Until { lambda: lambda.unwrap_or(f64::INFINITY), ..Until::default() };
    let branch = game.branch(&until)?;
    let last = branch.limit().ok_or_else(stuck)?;
    let points = if path { kept(&branch) } else { Vec::new() };
    Ok((last, points, said(&branch)))
}

fn said(branch: &Branch) -> Vec<String> {
    let mut notes = Vec::new();
    match branch.ended {
        Ended::Regret | Ended::Lambda => {}
        Ended::Steps => notes.push("the branch was left after its last step allowed".to_owned()),
        Ended::Stuck => notes.push("the branch could not be followed further".to_owned()),
    }
    let near = |what: &str, list: &[f64]| {
        let list: Vec<String> = list.iter().map(|l| comity_report::number(*l)).collect();
        (!list.is_empty()).then(|| format!("the branch {what} near λ = {}", list.join(", ")))
    };
    notes.extend(near("turns back", &branch.turns));
    notes.extend(near("is crossed by another", &branch.crossings));
    notes
}

/// At most [`POINTS`] points, the first and the last among them.
fn kept(branch: &Branch) -> Vec<PathPoint> {
    let n = branch.steps.len();
    let mut places: Vec<usize> = match n {
        0..=POINTS => (0..n).collect(),
        _ => (0..POINTS).map(|i| i * (n - 1) / (POINTS - 1)).collect(),
    };
    places.dedup();
    let points = places.into_iter().filter_map(|i| branch.point(i));
    points
        .map(|p| PathPoint { lambda: p.lambda, regret: p.regret, probabilities: p.probabilities })
        .collect()
}

fn precision(e: &Equilibrium) -> String {
    format!(
        "precision λ = {}; residual {}",
        comity_report::number(e.lambda),
        comity_report::number(e.residual)
    )
}
