//! From nodes that name one another to a tree.

use super::add::{at, invalid};
use super::build::GameBuilder;
use super::layout::{Game, GameNode, Play};
use crate::text::{Place, did_you_mean};
use comity_core::{Code, Error, Result};
use std::collections::BTreeMap;

impl GameBuilder {
    /// Puts the nodes in depth-first order.
    pub(super) fn connect(self) -> Result<Game> {
        let Self { mut game, root, nodes, .. } = self;
        if game.players.is_empty() {
            return Err(invalid("the game has no player"));
        }
        let mut places = BTreeMap::new();
        for (i, (node, _, place)) in nodes.iter().enumerate() {
            if places.insert(node.name.as_str(), i).is_some() {
                return Err(at(*place, invalid(format!("two nodes are named `{}`", node.name))));
            }
        }
        let find = |name: &str, place: Option<Place>| {
            places.get(name).copied().ok_or_else(|| {
                let error = Error::new(Code::NoSuchGame, "the game has no node of this name");
                at(place, did_you_mean(error, name, places.keys().copied()))
            })
        };
        let first = match &root {
            Some(name) => find(name, None)?,
            None if nodes.is_empty() => return Err(invalid("the game has no node")),
            None => 0,
        };
        let mut reached = vec![false; nodes.len()];
        let mut open = vec![first];
        while let Some(i) = open.pop() {
            let Some((node, next, place)) = nodes.get(i) else { continue };
            let again = std::mem::replace(&mut reached[i], true);
            if again && !matches!(node.play, Play::Terminal(_)) {
                return Err(at(
                    *place,
                    invalid(format!("several moves lead to node `{}`", node.name))
                        .expected("one move to each node, except to those where the game ends")
                        .hint("add a second node, in the same information set if its player cannot tell them apart"),
                ));
            }
            game.nodes.push(node.clone());
            for name in next.iter().rev() {
                open.push(find(name, *place)?);
            }
        }
        if let Some((node, _, place)) = nodes.iter().zip(&reached).find(|(_, r)| !**r).map(|n| n.0)
        {
            return Err(at(*place, invalid(format!("no move leads to node `{}`", node.name))));
        }
        same_actions(&game)?;
        Ok(game)
    }
}

/// Refuses information sets whose nodes differ in their actions.
fn same_actions(game: &Game) -> Result<()> {
    let mut seen: BTreeMap<(u32, &str), &GameNode> = BTreeMap::new();
    for node in &game.nodes {
        if let Play::Move { player, infoset } = &node.play {
            let first = seen.entry((*player, infoset)).or_insert(node);
            if first.actions != node.actions {
                return Err(invalid(format!(
                    "the nodes `{}` and `{}` of information set `{infoset}` have different actions",
                    first.name, node.name
                )));
            }
        }
    }
    Ok(())
}
