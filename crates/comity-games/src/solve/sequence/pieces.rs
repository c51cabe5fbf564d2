//! The proper subgames of a tree.

use crate::scalar::Scalar;
use crate::tree::{Step, Tree};

/// Where subtrees end and which nodes begin a subgame.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    /// Node by node, the number after the last node below it.
    pub(super) ends: Vec<u32>,
    /// Node by node, whether it is not terminal and no information set of a player reaches
    /// across the border of what is below it.
    pub(super) roots: Vec<bool>,
}

impl Pieces {
    pub(super) fn of<T: Scalar>(tree: &Tree<T>) -> Self {
        let nodes = tree.nodes();
        let mut ends: Vec<u32> = (1..=nodes.len() as u32).collect();
        // The first and the last member of the sets that occur at or below a node.
        let mut spans: Vec<(u32, u32)> = (0..nodes.len() as u32).map(|v| (v, v)).collect();
        let mut roots = vec![false; nodes.len()];
        for v in (0..nodes.len()).rev() {
            if let Step::Move { infoset } = nodes[v].step {
                let members = &tree.infosets()[infoset as usize].members;
                if let (Some(&first), Some(&last)) = (members.first(), members.last()) {
                    spans[v] = (spans[v].0.min(first), spans[v].1.max(last));
                }
            }
            let terminal = matches!(nodes[v].step, Step::Terminal { .. });
            roots[v] = !terminal && spans[v].0 as usize >= v && spans[v].1 < ends[v];
            if let Some((parent, _)) = nodes[v].parent {
                let parent = parent as usize;
                ends[parent] = ends[parent].max(ends[v]);
                spans[parent] = (spans[parent].0.min(spans[v].0), spans[parent].1.max(spans[v].1));
            }
        }
        Self { ends, roots }
    }
}
