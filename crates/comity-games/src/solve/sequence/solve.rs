//! Lemke's algorithm, subgame by subgame.

use super::behaviour::behaviour;
use super::form::{Form, Leaf, Side};
use super::lemke::plans;
use super::pieces::Pieces;
use crate::scalar::Scalar;
use crate::solve::{Profile, Solution};
use crate::tree::{Sequences, Step, Tree};
use comity_core::{Code, Error, Result};

/// One subgame-perfect equilibrium of a two-player game with perfect recall.
///
/// Proper subgames are solved the last first, each by complementary pivoting on its sequence
/// form from best replies to uniform play to an equilibrium, and replaced by their values.
/// A subgame that is one move is solved by taking the best action, the first of several.
/// Pivots choose lexicographically, so that no basis comes back in degenerate games. Games
/// over [`crate::Rational`] are pivoted in whole numbers; games over `f64` in floating ones,
/// and in whole numbers where rounding left a player a gain. Zero-sum games need nothing else.
///
/// At an information set that a player's own earlier moves in the subgame exclude, the action
/// is a best reply to the opponent's plan, ties going to the best reply to uniform play. What
/// is done at sets that play does not reach need not be rational under any belief:
/// see [`crate::solve::belief::check`].
///
/// Source: D. Koller, N. Megiddo and B. von Stengel, "Efficient computation of equilibria for
/// extensive two-person games", *Games and Economic Behavior* 14, 1996, 247–259; the start from
/// a prior from von Stengel, van den Elzen and Talman, *Econometrica* 70, 2002, 693–715.
///
/// ```
/// use comity_games::solve::sequence::lemke;
/// use comity_games::tree::{Branches, TreeBuilder};
/// let sides = ["heads".to_owned(), "tails".to_owned()];
/// let mut b = TreeBuilder::<f64>::new(["row", "column"]);
/// let at = |player, infoset| Branches { player, infoset, actions: &sides, probabilities: &[] };
/// b.branch(at(Some(0), "first"))?;
/// for (same, other) in [(3.0, 0.0), (0.0, 1.0)] {
///     b.branch(at(Some(1), "second"))?;
///     b.terminal(&[same, -same])?;
///     b.terminal(&[other, -other])?;
/// }
/// let found = lemke(&b.finish()?)?;
/// assert!((found.values[0] - 0.75).abs() < 1e-12 && found.max_regret < 1e-12);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// `game/invalid` when the game has not two players, a player forgets own moves, or a payoff
/// is no finite number.
pub fn lemke<T: Scalar>(tree: &Tree<T>) -> Result<Solution<T>> {
    if tree.players().len() != 2 {
        return Err(Error::new(Code::BadGame, "the sequence form needs two players")
            .value(tree.players().len().to_string())
            .hint("games of one player are solved by backward induction; of more, by supports"));
    }
    Sequences::of(tree)?;
    let pieces = Pieces::of(tree);
    let mut state = Solver {
        tree,
        values: vec![None; tree.nodes().len()],
        sets: tree.infosets().iter().map(|s| s.probabilities.clone()).collect(),
        local: vec![None; tree.infosets().len()],
        at: vec![([0, 0], T::zero()); tree.nodes().len()],
        pieces,
    };
    for root in (0..tree.nodes().len()).rev() {
        if state.pieces.roots[root] && !state.one_move(root) {
            state.solve(root)?;
        }
    }
    Solution::new("lemke", tree, Profile::new(tree, state.sets)?)
}

struct Solver<'a, T> {
    tree: &'a Tree<T>,
    pieces: Pieces,
    /// Values of terminals and of solved subgames, node by node.
    values: Vec<Option<[T; 2]>>,
    sets: Vec<Vec<T>>,
    /// Number of an information set among those of its player in the subgame being solved.
    local: Vec<Option<usize>>,
    /// Each player's sequence and the probability of chance's moves, node by node.
    at: Vec<([usize; 2], T)>,
}

impl<T: Scalar> Solver<'_, T> {
    fn value(&self, node: usize) -> Option<[T; 2]> {
        match self.tree.nodes()[node].step {
            Step::Terminal { index } => match self.tree.payoffs(index) {
                [a, b] => Some([a.clone(), b.clone()]),
                _ => None,
            },
            _ => self.values[node].clone(),
        }
    }

    /// Solves a subgame whose moves all end it or lead to solved ones.
    fn one_move(&mut self, root: usize) -> bool {
        let children = self.tree.children(root as u32);
        let solved: Option<Vec<[T; 2]>> =
            children.iter().map(|&child| self.value(child as usize)).collect();
        let Some(solved) = solved else { return false };
        match self.tree.nodes()[root].step {
            Step::Terminal { .. } => false,
            Step::Chance { infoset } => {
                let set = &self.tree.infosets()[infoset as usize];
                let mut sum = [T::zero(), T::zero()];
                for (value, p) in solved.iter().zip(&set.probabilities) {
                    for (s, v) in sum.iter_mut().zip(value) {
                        *s = s.clone() + p.clone() * v.clone();
                    }
                }
                self.values[root] = Some(sum);
                true
            }
            Step::Move { infoset } => {
                let set = &self.tree.infosets()[infoset as usize];
                let player = set.player.map_or(0, |p| p as usize);
                let mut best = 0;
                for action in 1..solved.len() {
                    if solved[action][player] > solved[best][player] {
                        best = action;
                    }
                }
                let chance = |a| if a == best { T::one() } else { T::zero() };
                self.sets[infoset as usize] = (0..solved.len()).map(chance).collect();
                self.values[root] = solved.into_iter().nth(best);
                true
            }
        }
    }

    fn solve(&mut self, root: usize) -> Result<()> {
        let (form, sets) = self.form(root);
        let found = plans(&form)?;
        for (player, own) in sets.iter().enumerate() {
            let probabilities = behaviour(&form, player, &found);
            for (&(_, first, count), &set) in form.sides[player].sets.iter().zip(own) {
                self.sets[set] = probabilities[first..first + count].to_vec();
            }
        }
        self.values[root] = Some(form.values(&found));
        Ok(())
    }

    /// The sequence form of a subgame, and its information sets player by player.
    fn form(&mut self, root: usize) -> (Form<T>, [Vec<usize>; 2]) {
        let mut form = Form { sides: [Side::new(), Side::new()], leaves: Vec::new() };
        let mut sets = [Vec::new(), Vec::new()];
        self.at[root] = ([0, 0], T::one());
        let mut node = root;
        while node < self.pieces.ends[root] as usize {
            if let Some(payoffs) = self.value(node) {
                let (at, chance) = &self.at[node];
                let payoffs = payoffs.map(|v| v * chance.clone());
                form.leaves.push(Leaf { at: *at, payoffs });
                node = self.pieces.ends[node] as usize;
                continue;
            }
            self.step(node, &mut form, &mut sets);
            node += 1;
        }
        (form, sets)
    }

    /// Tells the children of a node their sequences and probabilities.
    fn step(&mut self, node: usize, form: &mut Form<T>, sets: &mut [Vec<usize>; 2]) {
        let tree = self.tree;
        let children = tree.children(node as u32);
        match tree.nodes()[node].step {
            Step::Terminal { .. } => {}
            Step::Chance { infoset } => {
                let set = &tree.infosets()[infoset as usize];
                for (&child, p) in children.iter().zip(&set.probabilities) {
                    let (at, chance) = &self.at[node];
                    self.at[child as usize] = (*at, chance.clone() * p.clone());
                }
            }
            Step::Move { infoset } => {
                let set = &tree.infosets()[infoset as usize];
                let player = set.player.map_or(0, |p| p as usize);
                let after = self.at[node].0[player];
                let local = *self.local[infoset as usize].get_or_insert_with(|| {
                    form.sides[player].push(after, set.actions.len());
                    sets[player].push(infoset as usize);
                    sets[player].len() - 1
                });
                let (_, first, _) = form.sides[player].sets[local];
                for (action, &child) in children.iter().enumerate() {
                    let (mut at, chance) = self.at[node].clone();
                    at[player] = first + action;
                    self.at[child as usize] = (at, chance);
                }
            }
        }
    }
}
