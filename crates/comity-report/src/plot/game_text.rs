//! A game tree in words and as text.

use super::game_layout::mover;
use crate::page::{TreeFigure, TreeNodeKind};
use crate::text::clean;

/// The tree as text, one line a node: `▶` marks play in the solution, `›` what is done where
/// play does not come, `┄` the information sets of several nodes by number.
#[must_use]
pub fn tree_text(f: &TreeFigure) -> String {
    let children = children(f);
    let mut lines = Vec::new();
    // Node, what stands before its line, what stands before those of its children.
    let mut open: Vec<(usize, String, String)> = vec![(0, String::new(), String::new())];
    while let Some((i, before, inner)) = open.pop() {
        let Some(node) = f.nodes.get(i) else { continue };
        lines.push(format!("{before}{}", line(f, i)));
        let Some(list) = children.get(i) else { continue };
        for (place, child) in list.iter().enumerate().rev() {
            let last = place + 1 == list.len();
            let (branch, on) = if last { ("└─", "   ") } else { ("├─", "│  ") };
            open.push((*child, format!("{inner}{branch}"), format!("{inner}{on}")));
        }
        debug_assert!(node.parent.is_none_or(|p| (p as usize) < i));
    }
    lines.join("\n")
}

fn children(f: &TreeFigure) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); f.nodes.len()];
    for (i, node) in f.nodes.iter().enumerate() {
        if let Some(list) = node.parent.and_then(|p| children.get_mut(p as usize)) {
            list.push(i);
        }
    }
    children
}

fn line(f: &TreeFigure, i: usize) -> String {
    let Some(node) = f.nodes.get(i) else { return String::new() };
    let mut out = String::new();
    if node.parent.is_some() {
        out.push_str(match (node.reached, node.taken) {
            (true, _) => "▶ ",
            (false, true) => "› ",
            (false, false) => "  ",
        });
        out.push_str(&clean(&node.action));
        if !node.probability.is_empty() {
            out.push_str(&format!(" ({})", node.probability));
        }
        out.push_str(": ");
    }
    match &node.kind {
        TreeNodeKind::End { payoffs } => {
            if !node.name.is_empty() {
                out.push_str(&clean(&node.name));
                out.push_str("  ");
            }
            out.push_str(&payoffs.join(", "));
        }
        TreeNodeKind::Decision { infoset, .. } => {
            out.push_str(&clean(mover(f, i)));
            let same = |k: &TreeNodeKind| matches!(k, TreeNodeKind::Decision { infoset: s, .. } if s == infoset);
            if f.nodes.iter().filter(|n| same(&n.kind)).count() > 1 {
                out.push_str(&format!(" ┄{}", infoset + 1));
            }
        }
        TreeNodeKind::Chance => out.push_str("chance"),
    }
    out
}

/// What the tree shows in words: its size, and where play ends.
pub(super) fn path_words(f: &TreeFigure) -> Vec<String> {
    let ends = f.nodes.iter().filter(|n| matches!(n.kind, TreeNodeKind::End { .. })).count();
    let mut lines = vec![format!(
        "A game tree of {}: {} nodes, {ends} ends.",
        f.players.join(", "),
        f.nodes.len()
    )];
    for (i, n) in f.nodes.iter().enumerate().filter(|(_, n)| n.reached) {
        if let TreeNodeKind::End { payoffs } = &n.kind {
            let name = if n.name.is_empty() { "an end".to_owned() } else { clean(&n.name) };
            let way = way(f, i).join(", ");
            let payoffs: Vec<String> =
                f.players.iter().zip(payoffs).map(|(p, v)| format!("{p} {v}")).collect();
            lines.push(format!("Play: {way}; it ends at {name} with {}.", payoffs.join(", ")));
        }
    }
    lines
}

/// The moves that lead to a node: `A: bilateral`.
fn way(f: &TreeFigure, node: usize) -> Vec<String> {
    let mut moves = Vec::new();
    let mut at = node;
    while let Some((n, parent)) = f.nodes.get(at).and_then(|n| Some((n, n.parent? as usize))) {
        moves.push(format!("{}: {}", clean(mover(f, parent)), clean(&n.action)));
        if parent >= at {
            break;
        }
        at = parent;
    }
    moves.reverse();
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::TreeNode;

    fn tree() -> TreeFigure {
        let node = |parent, action: &str, name: &str, on: bool, kind| TreeNode {
            name: name.to_owned(),
            parent,
            action: action.to_owned(),
            probability: String::new(),
            taken: on,
            reached: on,
            kind,
        };
        let end =
            |p: &[&str]| TreeNodeKind::End { payoffs: p.iter().map(|&x| x.to_owned()).collect() };
        let decide = |player, infoset| TreeNodeKind::Decision { player, infoset };
        TreeFigure {
            title: "Entry".to_owned(),
            players: vec!["entrant".to_owned(), "incumbent".to_owned()],
            nodes: vec![
                node(None, "", "", true, decide(0, 0)),
                node(Some(0), "stay out", "alone", false, end(&["0", "2"])),
                node(Some(0), "enter", "", true, decide(1, 1)),
                node(Some(2), "share", "peace", true, end(&["1", "1"])),
                node(Some(2), "fight", "war", false, end(&["−1", "−1"])),
            ],
            caption: Vec::new(),
        }
    }

    #[test]
    fn text_marks_the_play() {
        let expected = "entrant\n\
            ├─  stay out: alone  0, 2\n\
            └─▶ enter: incumbent\n   \
            ├─▶ share: peace  1, 1\n   \
            └─  fight: war  −1, −1";
        assert_eq!(tree_text(&tree()), expected);
    }

    #[test]
    fn words_say_where_play_ends() {
        let words = path_words(&tree()).join(" ");
        assert!(words.contains("Play: entrant: enter, incumbent: share; it ends at peace with entrant 1, incumbent 1."), "{words}");
    }

    #[test]
    fn the_drawing_names_every_mover_and_weighs_every_branch() {
        let svg = super::super::game_tree::tree_svg(&tree());
        assert_eq!(svg.matches("class=\"tp\"").count(), 2 + 1, "two moves of play and the legend");
        assert_eq!(svg.matches("class=\"tn\"").count(), 2 + 1);
        assert!(svg.contains(">entrant<") && svg.contains(">incumbent<"));
        assert!(!svg.contains("information set"), "there is none of several nodes");
    }
}
