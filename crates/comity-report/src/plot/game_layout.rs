//! Where the nodes of a game tree stand.

use crate::page::{TreeFigure, TreeNodeKind};
use crate::text;

/// Height of a line of ends.
pub(super) const ROW: f64 = 23.0;
/// Width of a letter, about.
const LETTER: f64 = 6.6;
/// How much wider bold letters are.
const BOLD: f64 = 1.15;
/// From a node to where the labels of its actions begin.
pub(super) const TURN: f64 = 24.0;

/// Positions in pixels.
pub(super) struct Layout {
    /// Of every node.
    pub(super) at: Vec<(f64, f64)>,
    /// Where the names of ends begin.
    pub(super) names: f64,
    /// The right edge of each player's column of payoffs.
    pub(super) payoffs: Vec<f64>,
    /// Width and height of all.
    pub(super) size: (f64, f64),
}

/// About how wide a text is.
pub(super) fn wide(words: &str) -> f64 {
    LETTER * text::width(words) as f64
}

/// Ends stand below one another in their order, other nodes in the middle of their children,
/// and columns are as wide as what is written in them.
pub(super) fn layout(f: &TreeFigure, (left, top): (f64, f64)) -> Layout {
    let n = f.nodes.len();
    let mut depth = vec![0_usize; n];
    let mut columns: Vec<f64> = Vec::new();
    for (i, node) in f.nodes.iter().enumerate() {
        if let Some(parent) = node.parent.map(|p| p as usize) {
            depth[i] = depth.get(parent).copied().unwrap_or(0) + 1;
            let words = wide(&node.action) + wide(&node.probability) + 18.0;
            let need = TURN + words + BOLD * wide(mover(f, i)) + 10.0;
            if columns.len() < depth[i] {
                columns.resize(depth[i], 0.0);
            }
            columns[depth[i] - 1] = columns[depth[i] - 1].max(need);
        }
    }
    let first = left + (BOLD * wide(mover(f, 0))).max(12.0);
    let x: Vec<f64> = std::iter::once(first)
        .chain(columns.iter().scan(first, |x, w| {
            *x += w;
            Some(*x)
        }))
        .collect();
    let mut y = vec![0.0; n];
    let mut row = 0.0;
    for (i, node) in f.nodes.iter().enumerate() {
        if matches!(node.kind, TreeNodeKind::End { .. }) {
            y[i] = top + ROW * (row + 0.5);
            row += 1.0;
        }
    }
    let mut ends: Vec<Option<(f64, f64)>> = vec![None; n];
    for i in (0..n).rev() {
        if let Some((low, high)) = ends[i] {
            y[i] = 0.5 * (low + high);
        }
        if let Some(parent) = f.nodes[i].parent.map(|p| p as usize).filter(|p| *p < i) {
            let (low, high) = ends[parent].unwrap_or((y[i], y[i]));
            ends[parent] = Some((low.min(y[i]), high.max(y[i])));
        }
    }
    let names = x.last().copied().unwrap_or(first) + 16.0;
    let label = |i: usize| match &f.nodes[i].kind {
        TreeNodeKind::End { .. } => wide(&f.nodes[i].name),
        _ => 0.0,
    };
    let mut right = names + (0..n).map(label).fold(0.0, f64::max) + 8.0;
    let payoffs = (0..f.players.len()).map(|p| {
        let own = f.nodes.iter().filter_map(|n| match &n.kind {
            TreeNodeKind::End { payoffs } => payoffs.get(p),
            _ => None,
        });
        let widest = own.map(|w| wide(w)).fold(wide(&f.players[p]), f64::max);
        right += widest + 18.0;
        right
    });
    let payoffs: Vec<f64> = payoffs.collect();
    let at = depth.iter().zip(y).map(|(d, y)| (x.get(*d).copied().unwrap_or(first), y)).collect();
    Layout { at, names, payoffs, size: (right + 10.0, top + ROW * row) }
}

/// The name of who moves at a node; empty at ends.
pub(super) fn mover(f: &TreeFigure, node: usize) -> &str {
    match f.nodes.get(node).map(|n| &n.kind) {
        Some(TreeNodeKind::Decision { player, .. }) => {
            f.players.get(*player as usize).map_or("", String::as_str)
        }
        Some(TreeNodeKind::Chance) => "chance",
        _ => "",
    }
}
