//! Choosing and running a method.

use super::quantal::PathPoint;
use super::{mixed, perfect, pure, quantal, sequence};
use crate::game::convert::Exactly;
use crate::game::method::Method;
use crate::game::settings::Settings;
use crate::game::solution::{Found, Number, Tie};
use crate::game::source::{Body, Source};
use comity_core::{Code, Error, Result};
use comity_games::solve::Solution;
use comity_games::tree::Tree;
use comity_games::{NormalForm, Rational, Reduced, Scalar};

/// What a method finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::game) struct Outcome {
    pub(in crate::game) method: String,
    pub(in crate::game) exact: bool,
    pub(in crate::game) players: Vec<String>,
    pub(in crate::game) solutions: Vec<Found>,
    /// How many there are, those not listed included.
    pub(in crate::game) total: usize,
    /// Whether nothing is left out.
    pub(in crate::game) complete: bool,
    pub(in crate::game) ties: Vec<Tie>,
    /// Expected payoffs of every pure subgame-perfect outcome.
    pub(in crate::game) outcomes: Vec<Vec<Number>>,
    pub(in crate::game) notes: Vec<String>,
    /// The first solution of a tree: the probability of every action at every information set.
    pub(in crate::game) profile: Vec<Vec<f64>>,
    /// Points of the principal branch, if they were asked for.
    pub(in crate::game) path: Vec<PathPoint>,
}

/// Solutions that are listed in full.
pub(super) const LISTED: usize = 50;

/// The game in numbers.
enum Solvable<T> {
    Tree(Tree<T>),
    Form(NormalForm<T>),
}

/// Solves a tree or a strategic form: in exact numbers, or in floating ones where its payoffs
/// have no exact value.
pub(in crate::game) fn run(
    source: &Source,
    settings: &Settings,
    method: Method,
) -> Result<Outcome> {
    let names = source.node_names();
    match exact(source, settings)? {
        Some(game) => solve(&game, &names, method),
        None => {
            let mut found = solve(&floating(source, settings)?, &names, method)?;
            found
                .notes
                .push("a payoff has no exact value, so floating numbers were used".to_owned());
            Ok(found)
        }
    }
}

/// A tree in floating numbers, the first solution's probabilities of its actions, and the
/// method.
pub(in crate::game) fn play(
    source: &Source,
    settings: &Settings,
    method: Method,
) -> Result<(Tree<f64>, Vec<Vec<f64>>, String)> {
    let names = source.node_names();
    let (tree, found) = match exact(source, settings)? {
        Some(game) => {
            let found = solve(&game, &names, method)?;
            let Solvable::Tree(tree) = game else { return Err(no_tree()) };
            (tree.map(Scalar::float), found)
        }
        None => {
            let game = floating(source, settings)?;
            let found = solve(&game, &names, method)?;
            let Solvable::Tree(tree) = game else { return Err(no_tree()) };
            (tree, found)
        }
    };
    if found.solutions.is_empty() {
        return Err(Error::new(
            Code::BadGame,
            format!("there is no equilibrium in {}", found.method),
        )
        .hint("use another --method"));
    }
    Ok((tree, found.profile, found.method))
}

/// The game in exact numbers; nothing when a payoff has no exact value but has a floating one.
fn exact(source: &Source, settings: &Settings) -> Result<Option<Solvable<Rational>>> {
    match &source.body {
        Body::Efg(efg) => Ok(Some(Solvable::Tree(efg.tree().clone()))),
        Body::Nfg(nfg) => Ok(Some(Solvable::Form(nfg.game().clone()))),
        _ => {
            let game = source.symbolic().ok_or_else(no_tree)?;
            Ok(game.evaluate(&settings.exacts()).ok().map(Solvable::Tree))
        }
    }
}

fn floating(source: &Source, settings: &Settings) -> Result<Solvable<f64>> {
    let game = source.symbolic().ok_or_else(no_tree)?;
    let tree = game.evaluate(&settings.floats());
    let named = |e: Error| match &source.file {
        Some(file) => e.file(&file.name),
        None => e,
    };
    Ok(Solvable::Tree(tree.map_err(named)?))
}

fn no_tree() -> Error {
    Error::new(Code::BadSetting, "this game is no tree")
        .hint("trees of the catalogue: comity game list")
}

/// A profile in floating numbers.
pub(super) fn floats<T: Scalar>(solution: Option<&Solution<T>>) -> Vec<Vec<f64>> {
    let sets = solution.map(|s| s.profile.sets()).unwrap_or_default();
    sets.iter().map(|s| s.iter().map(Scalar::float).collect()).collect()
}

/// The method that suits a game.
fn suited<T: Scalar>(game: &Solvable<T>) -> Method {
    match game {
        Solvable::Tree(tree) if !Source::hides(tree) => Method::Backward,
        Solvable::Tree(tree) if tree.players().len() == 2 => Method::Sequence,
        Solvable::Tree(_) => Method::Pure,
        Solvable::Form(_) => Method::Mixed,
    }
}

fn solve<T: Exactly>(game: &Solvable<T>, names: &[String], method: Method) -> Result<Outcome> {
    let method = if method == Method::Default { suited(game) } else { method };
    let players = match game {
        Solvable::Tree(tree) => tree.players().to_vec(),
        Solvable::Form(form) => form.players().to_vec(),
    };
    let found = match (method, game) {
        (Method::Backward, Solvable::Tree(tree)) => perfect::backward(tree, names),
        (Method::Sequence, Solvable::Tree(tree)) => sequence::one(tree, names),
        (Method::Backward | Method::Sequence, Solvable::Form(_)) => {
            Err(Error::new(Code::BadSetting, "a strategic form has no order of moves")
                .hint("use --method pure, mixed or quantal"))
        }
        (Method::Mixed, Solvable::Tree(tree)) => mixed::equilibria(Reduced::of(tree)?.game()),
        (Method::Mixed, Solvable::Form(form)) => mixed::equilibria(form),
        (Method::Quantal { lambda, path }, Solvable::Tree(tree)) => {
            quantal::agents(&tree.map(Scalar::float), names, lambda, path)
        }
        (Method::Quantal { lambda, path }, Solvable::Form(form)) => {
            quantal::players(&form.map(Scalar::float), lambda, path)
        }
        (Method::Pure | Method::Default, Solvable::Tree(tree)) => pure::pure_tree(tree, names),
        (Method::Pure | Method::Default, Solvable::Form(form)) => Ok(pure::pure_form(form)),
    }?;
    Ok(Outcome { players, ..found })
}
