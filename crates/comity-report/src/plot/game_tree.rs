//! A game tree as a drawing.

use super::canvas::{Anchor, colour, label, line, sized};
use super::game_layout::{Layout, ROW, TURN, layout, mover, wide};
use super::phase_parts::lines;
use crate::format::coord;
use crate::page::{TreeFigure, TreeNodeKind};
use crate::plot::game_text::path_words;
use maud::{Markup, html};
use std::collections::BTreeMap;

const ID: &str = "tree";
const TOP: f64 = 64.0;

/// The tree as an SVG document, the root on the left. Play in the solution is drawn by the
/// thickest lines, what is done where play does not come by thinner ones; dashed lines join
/// the nodes of an information set. Who moves stands at every node in words.
#[must_use]
pub fn tree_svg(f: &TreeFigure) -> String {
    let at = layout(f, (8.0, TOP));
    let (key, (across, below)) = legend(f, at.size.1 + 28.0);
    let width = at.size.0.max(across);
    let (caption, end) = lines(&f.caption, (8.0, below + 6.0), ((width / 6.6) as usize).max(60));
    let body = html! {
        (label(8.0, 20.0, Anchor::Start, "head", &f.title))
        @for (p, x) in at.payoffs.iter().enumerate() {
            (label(*x, TOP - 10.0, Anchor::End, "head small", &f.players[p]))
        }
        (sets(f, &at))
        // Thick lines last, over the thin ones.
        @for class in ["tn", "tk", "tp"] {
            @for i in 1..f.nodes.len() { @if weight(f, i) == class { (branch(f, &at, i)) } }
        }
        @for i in 0..f.nodes.len() { (node(f, &at, i)) }
        (key)
        (caption)
    };
    let alternative = path_words(f).join(" ");
    sized(ID, [&f.title, &alternative], (width, end + 4.0), &body)
}

/// The class of the line that leads to a node.
fn weight(f: &TreeFigure, node: usize) -> &'static str {
    match f.nodes.get(node) {
        Some(n) if n.reached => "tp",
        Some(n) if n.taken => "tk",
        _ => "tn",
    }
}

/// The class that gives a node its mover's colour.
fn tint(f: &TreeFigure, node: usize) -> String {
    match f.nodes.get(node).map(|n| &n.kind) {
        Some(TreeNodeKind::Decision { player, .. }) => colour((*player as usize) % 4),
        _ => "s5".to_owned(),
    }
}

fn branch(f: &TreeFigure, at: &Layout, i: usize) -> Markup {
    let node = &f.nodes[i];
    let Some(parent) = node.parent.map(|p| p as usize) else { return html! {} };
    let ((px, py), (x, y)) = (at.at[parent], at.at[i]);
    let d = format!(
        "M{} {}L{} {}H{}",
        coord(px),
        coord(py),
        coord(px + TURN - 4.0),
        coord(y),
        coord(x)
    );
    let words = match node.probability.as_str() {
        "" => node.action.clone(),
        p => format!("{} ({p})", node.action),
    };
    let class = if node.reached { "small head" } else { "small" };
    html! {
        g class=(tint(f, parent)) { path class=(weight(f, i)) d=(d) {} }
        (label(px + TURN, y - 5.0, Anchor::Start, class, &words))
    }
}

fn node(f: &TreeFigure, at: &Layout, i: usize) -> Markup {
    let (x, y) = at.at[i];
    let n = &f.nodes[i];
    let bold = if n.reached { "head" } else { "" };
    match &n.kind {
        TreeNodeKind::End { payoffs } => html! {
            (line("e", (x, y - 5.0), (x, y + 5.0)))
            (line("g", (x + 4.0, y), (at.names - 4.0, y)))
            (label(at.names, y + 4.0, Anchor::Start, &format!("soft small {bold}"), &n.name))
            @for (p, right) in payoffs.iter().zip(&at.payoffs) {
                (label(*right, y + 4.0, Anchor::End, &format!("small {bold}"), p))
            }
        },
        TreeNodeKind::Decision { .. } => html! {
            g class=(tint(f, i)) { circle class="m" cx=(coord(x)) cy=(coord(y)) r="5.5" {} }
            (label(x + 3.0, y - 9.0, Anchor::End, "lt", mover(f, i)))
        },
        TreeNodeKind::Chance => html! {
            g class="s5" { rect class="m" x=(coord(x - 5.0)) y=(coord(y - 5.0)) width="10" height="10" {} }
            (label(x + 3.0, y - 9.0, Anchor::End, "lt", mover(f, i)))
        },
    }
}

/// Dashed lines through the nodes of each information set that has several.
fn sets(f: &TreeFigure, at: &Layout) -> Markup {
    let mut members: BTreeMap<u32, Vec<(f64, f64)>> = BTreeMap::new();
    for (i, n) in f.nodes.iter().enumerate() {
        if let TreeNodeKind::Decision { infoset, .. } = n.kind {
            members.entry(infoset).or_default().push(at.at[i]);
        }
    }
    html! {
        @for places in members.values().filter(|m| m.len() > 1) {
            @for pair in places.windows(2) {
                @if let [(x0, y0), (x1, y1)] = pair {
                    path class="is" d={ "M" (coord(*x0)) " " (coord(*y0)) "Q" (coord(x0.max(*x1) + 12.0)) " "
                        (coord(0.5 * (y0 + y1))) " " (coord(*x1)) " " (coord(*y1)) } {}
                }
            }
        }
    }
}

/// The legend, and where it ends.
fn legend(f: &TreeFigure, y: f64) -> (Markup, (f64, f64)) {
    let shared = {
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        for n in &f.nodes {
            if let TreeNodeKind::Decision { infoset, .. } = n.kind {
                *seen.entry(infoset).or_default() += 1;
            }
        }
        seen.values().any(|n| *n > 1)
    };
    let mut items = vec![
        ("tp", "play in the solution"),
        ("tk", "what is done where play does not come"),
        ("tn", "not done"),
    ];
    if shared {
        items.push(("is", "information set"));
    }
    let mut x = 8.0;
    let drawn: Vec<Markup> = items
        .into_iter()
        .map(|(class, words)| {
            let start = x;
            x += 34.0 + wide(words) + 18.0;
            html! {
                g class="s4" { path class=(class) d={ "M" (coord(start)) " " (coord(y - 4.0)) "h28" } {} }
                (label(start + 34.0, y, Anchor::Start, "small", words))
            }
        })
        .collect();
    (html! { @for d in &drawn { (d) } }, (x, y + ROW))
}
