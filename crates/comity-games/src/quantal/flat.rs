//! A tree as the tracer sees it: one decision an information set, in arrays that a forward and
//! a backward pass run over.

use super::strategies::scale;
use crate::tree::{Step, Tree};

/// A node at which somebody moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fork {
    /// The node.
    pub(super) node: usize,
    /// Its place among forks' parents: the fork above, or itself at the root.
    pub(super) above: usize,
    /// The slot of the action that leads here; meaningless at the root.
    pub(super) via: usize,
    /// Slots of its actions: `slot..slot + actions`.
    pub(super) slot: usize,
    pub(super) actions: usize,
    /// Where its children stand in [`Flat::children`].
    pub(super) child: usize,
    /// The decision, or `usize::MAX` for chance.
    pub(super) decision: usize,
    pub(super) player: usize,
}

/// The unchanging part of the game: forks before the forks below them, and payoffs at all
/// nodes' places in `ends`.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    pub(super) players: usize,
    /// Actions of players have the first slots, decision by decision, those of chance the rest.
    pub(super) offsets: Vec<usize>,
    pub(super) forks: Vec<Fork>,
    pub(super) children: Vec<u32>,
    /// Forks of each decision, one after the other.
    pub(super) members: Vec<u32>,
    pub(super) starts: Vec<usize>,
    /// Probabilities of the slots of chance.
    pub(super) chance: Vec<f64>,
    /// Payoffs by node and player in units of `scale`; zero at forks.
    pub(super) ends: Vec<f64>,
    pub(super) scale: f64,
    /// Whether no decision has two forks.
    pub(super) perfect: bool,
    /// Whether no player's past actions differ between forks of one decision.
    pub(super) recall: bool,
}

impl Flat {
    pub(super) fn new(tree: &Tree<f64>) -> Self {
        let players = tree.players().len();
        let sets = tree.infosets();
        let mut first = vec![0; sets.len()];
        let mut decision = vec![usize::MAX; sets.len()];
        let mut offsets = vec![0];
        let mut slots = 0;
        for (i, s) in sets.iter().enumerate().filter(|(_, s)| s.player.is_some()) {
            decision[i] = offsets.len() - 1;
            first[i] = slots;
            slots += s.actions.len();
            offsets.push(slots);
        }
        let mut chance = Vec::new();
        for (i, s) in sets.iter().enumerate().filter(|(_, s)| s.player.is_none()) {
            first[i] = slots + chance.len();
            chance.extend_from_slice(&s.probabilities);
        }
        let mut payoffs = Vec::new();
        for t in 0..tree.terminals() {
            payoffs.extend_from_slice(tree.payoffs(u32::try_from(t).unwrap_or(u32::MAX)));
        }
        let scale = scale(&payoffs, players);
        let mut flat = Self {
            players,
            offsets,
            forks: Vec::new(),
            children: Vec::new(),
            members: Vec::new(),
            starts: vec![0],
            chance,
            ends: vec![0.0; tree.nodes().len() * players],
            scale,
            perfect: true,
            recall: true,
        };
        let mut place = vec![0; tree.nodes().len()];
        for (number, node) in tree.nodes().iter().enumerate() {
            let set = match node.step {
                Step::Terminal { index } => {
                    let own = &mut flat.ends[number * players..(number + 1) * players];
                    for (e, v) in own.iter_mut().zip(tree.payoffs(index)) {
                        *e = v / scale;
                    }
                    continue;
                }
                Step::Chance { infoset } | Step::Move { infoset } => infoset as usize,
            };
            place[number] = flat.forks.len();
            let (above, via) = node.parent.map_or((place[number], 0), |(parent, action)| {
                let above = place[parent as usize];
                let fork: &Fork = &flat.forks[above];
                (above, fork.slot + action as usize)
            });
            flat.forks.push(Fork {
                node: number,
                above,
                via,
                slot: first[set],
                actions: sets[set].actions.len(),
                child: flat.children.len(),
                decision: decision[set],
                player: sets[set].player.map_or(usize::MAX, |p| p as usize),
            });
            flat.children
                .extend_from_slice(tree.children(u32::try_from(number).unwrap_or(u32::MAX)));
        }
        for s in sets.iter().filter(|s| s.player.is_some()) {
            let own = s.members.iter().map(|&m| place[m as usize]);
            flat.members.extend(own.map(|m| u32::try_from(m).unwrap_or(u32::MAX)));
            flat.starts.push(flat.members.len());
            flat.perfect &= s.members.len() == 1;
        }
        flat.recall = flat.remembers();
        flat
    }

    /// Forks of a decision.
    pub(super) fn members(&self, decision: usize) -> &[u32] {
        &self.members[self.starts[decision]..self.starts[decision + 1]]
    }

    /// The first decision of the first player who has one.
    pub(super) fn first_of_first_player(&self) -> usize {
        let player = |d: &usize| self.forks[self.members(*d)[0] as usize].player;
        (0..self.offsets.len() - 1).min_by_key(player).unwrap_or(0)
    }

    /// Nodes below a fork, in the order of its actions.
    pub(super) fn below(&self, fork: &Fork) -> &[u32] {
        &self.children[fork.child..fork.child + fork.actions]
    }

    /// The forks above a fork, going up, each with the slot chosen there.
    pub(super) fn way(&self, at: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut next = (at != 0).then_some(at);
        std::iter::from_fn(move || {
            let fork = &self.forks[next?];
            next = (fork.above != 0).then_some(fork.above);
            Some((fork.above, fork.via))
        })
    }

    /// The last slot that a fork's own player chose on the way to it.
    fn own_last(&self, mut at: usize) -> Option<usize> {
        let player = self.forks[at].player;
        while self.forks[at].above != at {
            let via = self.forks[at].via;
            at = self.forks[at].above;
            if self.forks[at].player == player {
                return Some(via);
            }
        }
        None
    }

    fn remembers(&self) -> bool {
        (0..self.offsets.len() - 1).all(|d| {
            let mut last = self.members(d).iter().map(|&m| self.own_last(m as usize));
            let first = last.next();
            last.all(|l| Some(l) == first)
        })
    }
}
