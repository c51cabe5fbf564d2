//! Backward induction.

use super::profile::Profile;
use super::slack::slack;
use super::solution::Solution;
use crate::scalar::Scalar;
use crate::tree::{Step, Tree};
use comity_core::{Code, Error, Result};
use std::collections::VecDeque;

/// Outcomes of a subgame that are followed.
const OUTCOMES: usize = 100;
/// Terminals and values that forks may hold in all.
const HELD: usize = 1_000_000;

/// One way in which a game is played: the terminals that are reached with chances above zero,
/// and what everybody expects.
#[derive(Clone, Debug, PartialEq)]
pub struct Play<T> {
    /// Numbers of the terminals.
    pub terminals: Vec<u32>,
    /// Expected payoff of each player.
    pub values: Vec<T>,
}

/// A node at which pure subgame-perfect equilibria differ in what they do: actions tie there,
/// or the best one depends on how a tie further on is broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork<T> {
    /// The node.
    pub node: u32,
    /// Its information set.
    pub infoset: u32,
    /// Each action that some equilibrium of the subgame takes, with the ways in which play
    /// goes on after it in those equilibria.
    pub actions: Vec<(u32, Vec<Play<T>>)>,
}

/// What backward induction finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Backward<T> {
    /// The subgame-perfect equilibrium in which every tie goes to the first of the actions.
    pub solution: Solution<T>,
    /// Every node at which pure subgame-perfect equilibria of its subgame differ, in the order
    /// of nodes; empty when the equilibrium is the only one.
    pub forks: Vec<Fork<T>>,
    /// The outcomes of all pure subgame-perfect equilibria, that of `solution` first.
    pub outcomes: Vec<Play<T>>,
    /// Whether `outcomes` and `forks` are complete: no subgame has more than 100 outcomes, and
    /// the forks fit in memory. If not, those listed are right, and there are others.
    pub complete: bool,
}

/// Solves a game with perfect information from its end.
///
/// Of each subgame it keeps the set of outcomes of pure subgame-perfect equilibria. Where
/// player i moves, an outcome v of action a belongs to it exactly when vᵢ is not below what
/// every other action can be held to, maxᵦ min wᵢ over the outcomes w of b; where chance
/// moves, every combination of outcomes does. Payoffs tie when they are equal, in floating
/// numbers when they differ by at most 10⁻¹⁰ of the player's largest payoff.
///
/// ```
/// use comity_games::Game;
/// use comity_games::solve::backward_induction;
/// let tree = Game::builder("Entry", ["entrant", "incumbent"])
///     .decision("entry", "entrant", [("stay out", "alone"), ("enter", "reply")])
///     .decision("reply", "incumbent", [("fight", "war"), ("share", "peace")])
///     .terminal("alone", ["0", "2"])
///     .terminal("peace", ["1", "1"])
///     .terminal("war", ["-1", "-1"])
///     .finish()?
///     .evaluate::<f64>(&[])?;
/// let found = backward_induction(&tree)?;
/// assert_eq!(found.solution.values, [1.0, 1.0]);
/// assert!(found.forks.is_empty());
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// Source: H. W. Kuhn, "Extensive games and the problem of information", in *Contributions to
/// the Theory of Games II*, Princeton University Press, 1953, 193–216.
///
/// # Errors
/// `game/invalid` when an information set of a player has several nodes.
pub fn backward_induction<T: Scalar>(tree: &Tree<T>) -> Result<Backward<T>> {
    for set in tree.infosets() {
        if let (Some(player), 2..) = (set.player, set.members.len()) {
            return Err(Error::new(
                Code::BadGame,
                format!(
                    "player `{}` does not know the node at information set `{}`",
                    tree.players()[player as usize],
                    set.label
                ),
            )
            .expected("perfect information: one node in every information set")
            .hint("use a method for games with imperfect information"));
        }
    }
    let payoffs: Vec<T> =
        (0..tree.terminals() as u32).flat_map(|t| tree.payoffs(t).iter().cloned()).collect();
    let mut state = State {
        tree,
        slack: slack(tree.players().len(), &payoffs),
        plays: vec![Vec::new(); tree.nodes().len()],
        choices: vec![0; tree.infosets().len()],
        forks: VecDeque::new(),
        held: 0,
        complete: true,
    };
    for node in (0..tree.nodes().len()).rev() {
        state.plays[node] = match tree.nodes()[node].step {
            Step::Terminal { index } => {
                vec![Play { terminals: vec![index], values: tree.payoffs(index).to_vec() }]
            }
            Step::Chance { infoset } => state.chance(node, infoset),
            Step::Move { infoset } => state.choose(node, infoset),
        };
    }
    let State { mut plays, choices, forks, complete, .. } = state;
    let profile = Profile::pure(tree, &choices)?;
    let solution = Solution::new("backward induction", tree, profile)?;
    let forks = forks.into();
    Ok(Backward { solution, forks, outcomes: std::mem::take(&mut plays[0]), complete })
}

struct State<'a, T> {
    tree: &'a Tree<T>,
    slack: Vec<f64>,
    /// Outcomes of the subgame at each node, that of the solution first.
    plays: Vec<Vec<Play<T>>>,
    /// The action of the solution at each information set.
    choices: Vec<u32>,
    /// In the order of nodes.
    forks: VecDeque<Fork<T>>,
    held: usize,
    complete: bool,
}

impl<T: Scalar> State<'_, T> {
    /// The outcomes of the children, each list leaving its place.
    fn below(&mut self, node: usize) -> Vec<Vec<Play<T>>> {
        let children = self.tree.children(node as u32);
        children.iter().map(|&c| std::mem::take(&mut self.plays[c as usize])).collect()
    }

    fn chance(&mut self, node: usize, infoset: u32) -> Vec<Play<T>> {
        let start =
            Play { terminals: Vec::new(), values: vec![T::zero(); self.tree.players().len()] };
        let mut plays = vec![start];
        let probabilities = &self.tree.infosets()[infoset as usize].probabilities;
        for (p, below) in probabilities.iter().zip(self.below(node)) {
            if p.is_zero() {
                continue;
            }
            self.complete &= plays.len() * below.len() <= OUTCOMES;
            let pairs = plays.iter().flat_map(|play| below.iter().map(move |next| (play, next)));
            plays = pairs.take(OUTCOMES).map(|(play, next)| join(play, p, next)).collect();
        }
        plays
    }

    fn choose(&mut self, node: usize, infoset: u32) -> Vec<Play<T>> {
        let below = self.below(node);
        let player = self.tree.infosets()[infoset as usize].player.unwrap_or(0) as usize;
        let slack = self.slack[player];
        let value = |play: &Play<T>| play.values[player].clone();
        let least = |plays: &[Play<T>]| {
            let all = plays.iter().map(value);
            all.reduce(|a, b| if b < a { b } else { a }).unwrap_or_else(T::zero)
        };
        let mut first = 0;
        for (action, plays) in below.iter().enumerate().skip(1) {
            if (value(&plays[0]) - value(&below[first][0])).exceeds(slack) {
                first = action;
            }
        }
        let floors: Vec<T> = below.iter().map(|plays| least(plays)).collect();
        let mut actions: Vec<(u32, Vec<Play<T>>)> = Vec::new();
        for (action, plays) in below.into_iter().enumerate() {
            let held = |play: &Play<T>| {
                let others = floors.iter().enumerate().filter(|(b, _)| *b != action);
                others.into_iter().all(|(_, f)| !(f.clone() - value(play)).exceeds(slack))
            };
            let kept: Vec<Play<T>> = plays.into_iter().filter(held).collect();
            if !kept.is_empty() {
                actions.push((action as u32, kept));
            }
        }
        self.choices[infoset as usize] = first as u32;
        let mut plays = Vec::new();
        for (_, list) in actions.iter().filter(|a| a.0 as usize == first) {
            plays.extend_from_slice(list);
        }
        for (_, list) in actions.iter().filter(|a| a.0 as usize != first) {
            plays.extend_from_slice(list);
        }
        if actions.len() > 1 {
            self.fork(Fork { node: node as u32, infoset, actions });
        }
        self.complete &= plays.len() <= OUTCOMES;
        plays.truncate(OUTCOMES);
        plays
    }
}

impl<T: Scalar> State<'_, T> {
    /// Keeps a fork; gives up those at the last nodes when they become too large.
    fn fork(&mut self, fork: Fork<T>) {
        self.held += size(&fork);
        self.forks.push_front(fork);
        while self.held > HELD
            && let Some(last) = self.forks.pop_back()
        {
            self.held -= size(&last);
            self.complete = false;
        }
    }
}

fn size<T>(fork: &Fork<T>) -> usize {
    let plays = fork.actions.iter().flat_map(|a| &a.1);
    plays.map(|p| p.terminals.len() + p.values.len()).sum()
}

fn join<T: Scalar>(play: &Play<T>, p: &T, next: &Play<T>) -> Play<T> {
    let values = play.values.iter().zip(&next.values);
    Play {
        terminals: [play.terminals.as_slice(), &next.terminals].concat(),
        values: values.map(|(sum, v)| sum.clone() + p.clone() * v.clone()).collect(),
    }
}
