//! Figures of games: small, whole in themselves, and safe with any name.

use crate::markup::read;
use comity_report::page::{SweepAxis, SweepClass, SweepFigure, TreeFigure, TreeNode, TreeNodeKind};
use comity_report::{sweep_html, sweep_svg, tree_svg, tree_text};
use std::collections::BTreeSet;

const HOSTILE: &str = "<script>alert('x')</script>\u{1b}[31m\u{202e}";

/// A disc of one class in another, with a name that tries to be markup.
fn disc(n: usize, rows: usize) -> SweepFigure {
    let values = |n: usize| (0..n).map(|i| i as f64 / (n - 1) as f64).collect::<Vec<f64>>();
    let axis = |name: &str, n: usize| SweepAxis {
        name: name.to_owned(),
        label: format!("{name} {HOSTILE}"),
        values: values(n),
    };
    let inside = |x: f64, y: f64| (x - 0.5).powi(2) + (y - 0.5).powi(2) < 0.1;
    let row = |y: f64| values(n).into_iter().map(|x| u16::from(inside(x, y))).collect();
    let ys = if rows > 1 { values(rows) } else { vec![0.5] };
    SweepFigure {
        title: HOSTILE.to_owned(),
        x: axis("x", n),
        y: (rows > 1).then(|| axis("y", rows)),
        classes: vec![
            SweepClass { label: "none".to_owned(), neutral: true },
            SweepClass { label: HOSTILE.to_owned(), neutral: false },
        ],
        rows: ys.into_iter().map(row).collect(),
        switches: Vec::new(),
        caption: vec![HOSTILE.to_owned()],
    }
}

fn tree() -> TreeFigure {
    let node = |parent, kind| TreeNode {
        name: HOSTILE.to_owned(),
        parent,
        action: HOSTILE.to_owned(),
        probability: String::new(),
        taken: true,
        reached: true,
        kind,
    };
    let end = || TreeNodeKind::End { payoffs: vec!["1".to_owned()] };
    TreeFigure {
        title: HOSTILE.to_owned(),
        players: vec![HOSTILE.to_owned()],
        nodes: vec![
            node(None, TreeNodeKind::Decision { player: 0, infoset: 0 }),
            node(Some(0), end()),
            node(Some(0), end()),
        ],
        caption: vec![HOSTILE.to_owned()],
    }
}

#[test]
fn figures_have_title_description_and_unique_ids() {
    for svg in [sweep_svg(&disc(40, 30)), sweep_svg(&disc(40, 1)), tree_svg(&tree())] {
        let all = read(&format!("<!DOCTYPE html>{svg}"));
        assert_eq!(all[0].get("role"), Some("img"));
        for name in ["title", "desc"] {
            assert!(all.iter().any(|e| e.name == name && !e.text.trim().is_empty()), "{name}");
        }
        let mut ids = BTreeSet::new();
        for id in all.iter().filter_map(|e| e.get("id")) {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
        for target in all.iter().filter_map(|e| e.get("href")) {
            assert!(ids.contains(target.trim_start_matches('#')), "{target}");
        }
    }
}

#[test]
fn names_stay_text() {
    let page = sweep_html(&disc(20, 20), "x.csv", HOSTILE, HOSTILE);
    for text in [sweep_svg(&disc(20, 20)), sweep_svg(&disc(20, 1)), tree_svg(&tree()), page] {
        assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']));
    }
    assert!(!tree_text(&tree()).contains(['\u{1b}', '\u{202e}']));
}

/// The border of a disc grows with the side of the grid, not with its cells.
#[test]
fn the_size_of_a_phase_diagram_grows_with_its_borders() {
    let [small, large] = [100, 400].map(|n| sweep_svg(&disc(n, n)).len());
    assert!(large < 4 * small && large < 40_000, "{small} {large}");
}
