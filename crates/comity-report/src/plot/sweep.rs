//! A sweep as drawing, as data, as runs and in words.

use crate::format::number;
use crate::page::SweepFigure;
use crate::plot::{phase, strip};

/// Neighbouring cells of one row that have the same class.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRun {
    /// The row.
    pub row: usize,
    /// The first cell's value, or the value at which the class changed before it, if known.
    pub from: f64,
    /// The last cell's value, or the value at which the class changes after it, if known.
    pub to: f64,
    /// Whether `to` is a value at which the class changes.
    pub exact: bool,
    /// Number of cells.
    pub cells: usize,
    /// The class, as its place among the figure's.
    pub class: u16,
}

/// The runs of every row, in order. Where the switches of the class are known, runs end at
/// them, otherwise at cells.
#[must_use]
pub fn sweep_runs(f: &SweepFigure) -> Vec<SweepRun> {
    let mut runs = Vec::new();
    for (row, cells) in f.rows.iter().enumerate() {
        let mut switches = f.switches.iter().filter(|s| s.row as usize == row);
        let mut start = 0;
        let mut entered = None;
        for end in 1..=cells.len() {
            if cells.get(end) == cells.get(end - 1) {
                continue;
            }
            let value = |i: usize| f.x.values.get(i).copied().unwrap_or(f64::NAN);
            let left = if end < cells.len() { switches.next().map(|s| s.at) } else { None };
            runs.push(SweepRun {
                row,
                from: entered.unwrap_or_else(|| value(start)),
                to: left.unwrap_or_else(|| value(end - 1)),
                exact: left.is_some(),
                cells: end - start,
                class: cells.get(start).copied().unwrap_or_default(),
            });
            (start, entered) = (end, left);
        }
    }
    runs
}

/// The figure as an SVG document: a phase diagram over two axes, a strip over one. It is
/// readable in light and dark, in print and without colour: classes differ in hatching, and
/// stand named in the regions and in the legend.
#[must_use]
pub fn sweep_svg(f: &SweepFigure) -> String {
    match &f.y {
        Some(y) if f.rows.len() > 1 => phase::svg(f, y),
        _ => strip::svg(f),
    }
}

/// The data of the figure as CSV: one line a cell, with the values of the axes and the class.
#[must_use]
pub fn sweep_csv(f: &SweepFigure) -> Vec<u8> {
    let mut out = crate::data::quoted(&f.x.name);
    if let Some(y) = &f.y {
        out.push(',');
        out.push_str(&crate::data::quoted(&y.name));
    }
    out.push_str(",class\r\n");
    for (row, cells) in f.rows.iter().enumerate() {
        for (x, &class) in f.x.values.iter().zip(cells) {
            out.push_str(&x.to_string());
            if let Some(y) = f.y.as_ref().and_then(|y| y.values.get(row)) {
                out.push_str(&format!(",{y}"));
            }
            out.push(',');
            out.push_str(&crate::data::quoted(label(f, class)));
            out.push_str("\r\n");
        }
    }
    out.into_bytes()
}

/// Rows of a phase diagram that are told in words.
const TOLD: usize = 5;

/// What the figure shows, in words: the share of every class, and its runs, over two axes
/// those of five rows.
#[must_use]
pub fn sweep_words(f: &SweepFigure) -> Vec<String> {
    let mut lines = vec![format!("{}.", shares(f).join(", "))];
    let runs = sweep_runs(f);
    let last = f.rows.len().saturating_sub(1);
    let mut told: Vec<usize> = (0..TOLD).map(|i| i * last / (TOLD - 1)).collect();
    told.dedup();
    for row in told {
        let said: Vec<String> = runs
            .iter()
            .filter(|r| r.row == row)
            .map(|r| format!("{} from {} to {}", label(f, r.class), number(r.from), number(r.to)))
            .collect();
        let at = f.y.as_ref().and_then(|y| Some((y, y.values.get(row)?)));
        let head = at.map(|(y, v)| format!("At {} = {}: ", y.name, number(*v)));
        lines.push(format!("{}{}.", head.unwrap_or_default(), said.join("; ")));
    }
    lines
}

/// The classes that occur, with their shares of the cells.
fn shares(f: &SweepFigure) -> Vec<String> {
    let total = f.rows.iter().map(Vec::len).sum::<usize>().max(1);
    occurring(f)
        .into_iter()
        .map(|class| {
            let n = f.rows.iter().flatten().filter(|c| **c == class).count();
            let share = crate::format::percent(n as f64 / total as f64);
            format!("{} in {share} of the cells", label(f, class))
        })
        .collect()
}

/// The name of a class.
pub(super) fn label(f: &SweepFigure, class: u16) -> &str {
    f.classes.get(class as usize).map_or("", |c| c.label.as_str())
}

/// The classes that occur, in the order of the figure's.
pub(super) fn occurring(f: &SweepFigure) -> Vec<u16> {
    (0..f.classes.len() as u16).filter(|k| f.rows.iter().flatten().any(|c| c == k)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{SweepAxis, SweepClass, SweepSwitch};

    fn figure() -> SweepFigure {
        let axis = |name: &str, n: usize| SweepAxis {
            name: name.to_owned(),
            label: name.to_owned(),
            values: (0..n).map(|i| i as f64 / (n - 1) as f64).collect(),
        };
        let class = |label: &str| SweepClass { label: label.to_owned(), neutral: false };
        SweepFigure {
            title: "t".to_owned(),
            x: axis("v", 5),
            y: Some(axis("r", 2)),
            classes: vec![class("none"), class("a, b"), class("absent")],
            rows: vec![vec![1, 1, 0, 0, 0], vec![1; 5]],
            switches: vec![SweepSwitch { row: 0, at: 0.3, from: 1, to: 0 }],
            caption: Vec::new(),
        }
    }

    #[test]
    fn runs_end_at_switches_and_hold_every_cell() {
        let runs = sweep_runs(&figure());
        let ends: Vec<(f64, f64, bool)> = runs.iter().map(|r| (r.from, r.to, r.exact)).collect();
        assert_eq!(ends, [(0.0, 0.3, true), (0.3, 1.0, false), (0.0, 1.0, false)]);
        assert_eq!(runs.iter().map(|r| r.cells).sum::<usize>(), 10);
    }

    #[test]
    fn data_have_a_line_a_cell_and_quote_labels() {
        let text = String::from_utf8(sweep_csv(&figure())).unwrap();
        assert_eq!(text.lines().count(), 11);
        assert_eq!(text.lines().take(2).collect::<Vec<_>>(), ["v,r,class", "0,0,\"a, b\""]);
    }

    #[test]
    fn words_name_shares_and_switches() {
        let words = sweep_words(&figure()).join("\n");
        assert!(words.contains("a, b in 70% of the cells"), "{words}");
        assert!(words.contains("At r = 0: a, b from 0 to 0.3; none from 0.3 to 1."), "{words}");
        assert!(!words.contains("absent"));
    }
}
