//! The sequence form of a two-player game.

use crate::scalar::Scalar;

/// One player's sequences and information sets.
///
/// A sequence is what a player has done on the way to a node. Number 0 is the empty one; those
/// that end with an action of one information set follow one another, and an information set
/// comes after the sequence that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// Information set by information set: the sequence that leads there, the first of its
    /// actions' sequences, the number of its actions.
    pub(super) sets: Vec<(usize, usize, usize)>,
    /// Number of sequences.
    pub(super) sequences: usize,
}

/// What a terminal adds to the payoffs of two sequences.
#[derive(Clone, Debug)]
pub(super) struct Leaf<T> {
    /// The sequence of each player.
    pub(super) at: [usize; 2],
    /// The payoff of each player times the probability of chance's moves.
    pub(super) payoffs: [T; 2],
}

/// A two-player game with perfect recall: a realisation plan x of one player is a vector over
/// its sequences with x(∅) = 1 and Σₐ x(σₕa) = x(σₕ) at every set h, and payoffs are bilinear in
/// the plans.
#[derive(Clone, Debug)]
pub(super) struct Form<T> {
    pub(super) sides: [Side; 2],
    pub(super) leaves: Vec<Leaf<T>>,
}

impl Side {
    pub(super) fn new() -> Self {
        Self { sets: Vec::new(), sequences: 1 }
    }

    /// Adds an information set after a sequence.
    pub(super) fn push(&mut self, after: usize, actions: usize) {
        self.sets.push((after, self.sequences, actions));
        self.sequences += actions;
    }

    /// The plan of playing uniformly everywhere.
    pub(super) fn uniform<T: Scalar>(&self) -> Vec<T> {
        let mut plan = vec![T::one(); self.sequences];
        for &(after, first, count) in &self.sets {
            let share = plan[after].clone() / whole(count);
            plan[first..first + count].fill(share);
        }
        plan
    }

    /// For every set its best action, given what each sequence earns at terminals by itself:
    /// the first of those that `better` finds no other better than; and what is earned below
    /// and at each sequence.
    pub(super) fn best<V: Clone + std::ops::Add<Output = V>>(
        &self,
        mut earned: Vec<V>,
        better: impl Fn(&V, &V) -> bool,
    ) -> (Vec<usize>, Vec<V>) {
        let mut chosen = vec![0; self.sets.len()];
        for (set, &(after, first, count)) in self.sets.iter().enumerate().rev() {
            let mut top = first;
            for s in first + 1..first + count {
                if better(&earned[s], &earned[top]) {
                    top = s;
                }
            }
            chosen[set] = top;
            earned[after] = earned[after].clone() + earned[top].clone();
        }
        (chosen, earned)
    }
}

/// A count as a number.
pub(super) fn whole<T: Scalar>(count: usize) -> T {
    T::of(&crate::scalar::Rational::from_integer(count.into()))
}

impl<T: Scalar> Form<T> {
    /// What each sequence of a player earns at terminals against the other's plan.
    pub(super) fn earned(&self, player: usize, plan: &[T]) -> Vec<T> {
        let mut earned = vec![T::zero(); self.sides[player].sequences];
        for leaf in &self.leaves {
            let weight = &plan[leaf.at[1 - player]];
            if !weight.is_zero() {
                let place = &mut earned[leaf.at[player]];
                *place = place.clone() + leaf.payoffs[player].clone() * weight.clone();
            }
        }
        earned
    }

    /// The expected payoffs of two plans.
    pub(super) fn values(&self, plans: &[Vec<T>; 2]) -> [T; 2] {
        [0, 1].map(|player| {
            let earned = self.earned(player, &plans[1 - player]);
            earned
                .into_iter()
                .zip(&plans[player])
                .fold(T::zero(), |sum, (e, x)| sum + e * x.clone())
        })
    }

    /// What each player gains by a best reply to the other's plan.
    pub(super) fn gains(&self, plans: &[Vec<T>; 2]) -> [T; 2] {
        let values = self.values(plans);
        let mut player = 0;
        values.map(|value| {
            let earned = self.earned(player, &plans[1 - player]);
            let (_, earned) = self.sides[player].best(earned, |a, b| a > b);
            player += 1;
            earned[0].clone() - value
        })
    }
}
