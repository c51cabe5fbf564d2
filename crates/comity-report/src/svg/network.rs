//! The network around a pair, in fixed columns: neighbours of the first member, the first
//! member, shared neighbours, the second member, its neighbours. Positions follow from the
//! ties alone, so that drawings of different years can be compared.

use crate::format::coord;
use crate::page::{Edge, EdgeKind, Network, Node, NodeKind, Place};
use crate::text;
use crate::words;
use maud::{Markup, html};
use std::collections::BTreeMap;

const WIDTH: f64 = 760.0;
const COLUMNS: [f64; 5] = [178.0, 268.0, 380.0, 492.0, 582.0];
const PITCH: f64 = 23.0;
const SHARED_PITCH: f64 = 38.0;
/// Distance of the middle column from the tie between the pair.
const GAP: f64 = 26.0;
const MARGIN: f64 = 26.0;

/// A placed actor.
struct Spot<'a> {
    node: &'a Node,
    column: usize,
    x: f64,
    y: f64,
    /// Whether it stands above the tie between the pair.
    upper: bool,
}

/// The drawing of one year; `id` must be unique on the page.
pub(crate) fn network(id: &str, n: &Network) -> Markup {
    let (spots, height) = place(n);
    let at: BTreeMap<&str, &Spot<'_>> = spots.iter().map(|s| (s.node.id.as_str(), s)).collect();
    let title = format!("Network around the pair in {}", n.year);
    html! {
        svg role="img" class="network" viewBox={ "0 0 " (coord(WIDTH)) " " (coord(height)) }
            aria-labelledby={ (id) "-t " (id) "-d" } {
            title id={ (id) "-t" } { (title) }
            desc id={ (id) "-d" } { (described(n)) }
            @for e in &n.edges {
                @if let (Some(a), Some(b)) = (at.get(e.from.as_str()), at.get(e.to.as_str())) { (edge(e, a, b)) }
            }
            @for s in &spots { (symbol(s)) }
        }
    }
}

/// Places every actor; returns the height of the drawing.
fn place(n: &Network) -> (Vec<Spot<'_>>, f64) {
    let focal = |p: Place| n.nodes.iter().find(|x| x.place == p).map_or("", |x| x.id.as_str());
    let (a, b) = (focal(Place::A), focal(Place::B));
    let tied = |x: &Node, f: &str| {
        n.edges.iter().any(|e| (e.from == x.id && e.to == f) || (e.to == x.id && e.from == f))
    };
    let mut columns: [Vec<&Node>; 5] = Default::default();
    for x in &n.nodes {
        let column = match (x.place, tied(x, a), tied(x, b)) {
            (Place::A, ..) => 1,
            (Place::B, ..) => 3,
            (Place::Around, true, false) => 0,
            (Place::Around, false, true) => 4,
            (Place::Around, ..) => 2,
        };
        if let Some(c) = columns.get_mut(column) {
            c.push(x);
        }
    }
    for c in &mut columns {
        c.sort_by_key(|x| (!tied(x, a) && !tied(x, b), x.kind as u8, &x.name, &x.id));
    }
    let rows = |c: &Vec<&Node>| f64::from(u32::try_from(c.len()).unwrap_or(u32::MAX));
    let [left, _, shared, _, right] = &columns;
    // The middle column parts above and below the tie between the pair.
    let above = (rows(shared) / 2.0).ceil();
    let reach = ((above - 1.0) * SHARED_PITCH + GAP).max(0.0);
    let inner = (rows(left).max(rows(right)) * PITCH).max(2.0 * reach).max(64.0);
    let (height, middle) = (inner + 2.0 * MARGIN, inner / 2.0 + MARGIN);
    let mut spots = Vec::new();
    for (column, nodes) in columns.iter().enumerate() {
        for (i, node) in nodes.iter().enumerate() {
            let i = f64::from(u32::try_from(i).unwrap_or(u32::MAX));
            let y = match column {
                2 if i < above => middle - GAP - (above - 1.0 - i) * SHARED_PITCH,
                2 => middle + GAP + (i - above) * SHARED_PITCH,
                _ => middle + (i - (rows(nodes) - 1.0) / 2.0) * PITCH,
            };
            let x = COLUMNS.get(column).copied().unwrap_or_default();
            spots.push(Spot { node, column, x, y, upper: y < middle });
        }
    }
    (spots, height)
}

fn edge(e: &Edge, a: &Spot<'_>, b: &Spot<'_>) -> Markup {
    let class = match e.kind {
        EdgeKind::Supports => "supports",
        EdgeKind::Cooperates => "cooperates",
        EdgeKind::Fights => "fights",
    };
    // Kinds bow differently, so that several ties of one couple stay apart.
    let bow = match e.kind {
        EdgeKind::Supports => 7.0,
        EdgeKind::Cooperates => 0.0,
        EdgeKind::Fights => -7.0,
    };
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy).max(1.0);
    let my = (a.y + b.y) / 2.0 + dx / length * bow;
    let mx = match (a.column == b.column, a.column) {
        (true, 4) => a.x - 40.0,
        (true, _) => a.x + 40.0,
        _ => (a.x + b.x) / 2.0 - dy / length * bow,
    };
    let (ux, uy) = unit(b.x - mx, b.y - my);
    let stop = size(b) + 3.0;
    let (ex, ey) = (b.x - ux * stop, b.y - uy * stop);
    let title = format!(
        "{} {} {}",
        text::isolate(&a.node.name),
        words::edge(e.kind),
        text::isolate(&b.node.name)
    );
    html! {
        path class={ "tie " (class) }
            d={ "M" (coord(a.x)) "," (coord(a.y)) " Q" (coord(mx)) "," (coord(my)) " " (coord(ex)) "," (coord(ey)) } {
            title { (title) }
        }
        @if e.kind == EdgeKind::Supports {
            path class="tip" d={
                "M" (coord(ex + ux * 3.0)) "," (coord(ey + uy * 3.0))
                " L" (coord(ex - ux * 5.0 - uy * 3.6)) "," (coord(ey - uy * 5.0 + ux * 3.6))
                " L" (coord(ex - ux * 5.0 + uy * 3.6)) "," (coord(ey - uy * 5.0 - ux * 3.6)) "Z"
            } {}
        }
    }
}

fn unit(x: f64, y: f64) -> (f64, f64) {
    let length = x.hypot(y);
    if length > 0.0 { (x / length, y / length) } else { (0.0, 0.0) }
}

fn size(s: &Spot<'_>) -> f64 {
    if s.node.place == Place::Around { 5.0 } else { 9.0 }
}

fn symbol(s: &Spot<'_>) -> Markup {
    let (x, y, r) = (s.x, s.y, size(s));
    let (lx, ly, anchor, cells) = match s.column {
        0 => (x - 11.0, y + 4.0, "end", 24),
        4 => (x + 11.0, y + 4.0, "start", 24),
        2 if s.upper => (x, y - 9.0, "middle", 26),
        2 => (x, y + 17.0, "middle", 26),
        _ => (x, y - 16.0, "middle", 22),
    };
    let class = if s.node.place == Place::Around { "actor" } else { "actor focal" };
    html! {
        g class=(class) {
            title { (text::isolate(&s.node.name)) ", " (words::node(s.node.kind)) }
            @match s.node.kind {
                NodeKind::Group => circle cx=(coord(x)) cy=(coord(y)) r=(coord(r)) {},
                NodeKind::Government => rect x=(coord(x - r)) y=(coord(y - r)) width=(coord(2.0 * r)) height=(coord(2.0 * r)) {},
                NodeKind::Other => path d={
                    "M" (coord(x)) "," (coord(y - r - 1.5)) " L" (coord(x + r + 1.5)) "," (coord(y))
                    " L" (coord(x)) "," (coord(y + r + 1.5)) " L" (coord(x - r - 1.5)) "," (coord(y)) "Z"
                } {},
            }
            text x=(coord(lx)) y=(coord(ly)) text-anchor=(anchor) { (text::isolate(&text::cut(&s.node.name, cells))) }
        }
    }
}

fn described(n: &Network) -> String {
    let count = |k: EdgeKind| n.edges.iter().filter(|e| e.kind == k).count();
    format!(
        "{} actors; ties: {} of support, {} of cooperation, {} of conflict. The ties are listed in the table below.",
        n.nodes.len(),
        count(EdgeKind::Supports),
        count(EdgeKind::Cooperates),
        count(EdgeKind::Fights)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, place: Place) -> Node {
        Node { id: id.into(), name: id.into(), kind: NodeKind::Group, place }
    }

    #[test]
    fn neighbours_stand_on_the_side_they_are_tied_to() {
        let tie = |from: &str, to: &str| Edge {
            from: from.into(),
            to: to.into(),
            kind: EdgeKind::Fights,
        };
        let n = Network {
            year: 2000,
            nodes: vec![
                node("a", Place::A),
                node("b", Place::B),
                node("left", Place::Around),
                node("right", Place::Around),
                node("both", Place::Around),
            ],
            edges: vec![tie("a", "left"), tie("right", "b"), tie("a", "both"), tie("both", "b")],
            note: None,
        };
        let (spots, _) = place(&n);
        let column = |id: &str| spots.iter().find(|s| s.node.id == id).unwrap().column;
        assert_eq!(["left", "a", "both", "b", "right"].map(column), [0, 1, 2, 3, 4]);
        let y = |id: &str| spots.iter().find(|s| s.node.id == id).unwrap().y;
        assert!((y("both") - y("a")).abs() > 15.0, "a shared neighbour covers the pair's own tie");
    }

    #[test]
    fn spots_never_overlap() {
        let mut nodes = vec![node("a", Place::A), node("b", Place::B)];
        nodes.extend((0..40).map(|i| node(&format!("n{i}"), Place::Around)));
        let n = Network { year: 2000, nodes, ..Network::default() };
        let (spots, height) = place(&n);
        for (i, s) in spots.iter().enumerate() {
            assert!(s.y > 0.0 && s.y < height);
            for t in &spots[i + 1..] {
                assert!((s.x - t.x).hypot(s.y - t.y) > 15.0, "{} {}", s.node.id, t.node.id);
            }
        }
    }
}
