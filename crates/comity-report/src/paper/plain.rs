//! As text.

use super::rows::{Row, controls, heading, notes, statistics, terms};
use crate::page::RegressionTable;
use crate::text::{clean, width, wrap};

/// Cells of the column of labels.
const LABEL: usize = 38;
/// Cells of the notes.
const NOTES: usize = 100;

/// The table as aligned text: one column a theory, standard errors below the coefficients,
/// then the fit, then the notes.
#[must_use]
pub fn regression_text(t: &RegressionTable) -> String {
    let sections = [terms(t), controls(t), statistics(t)];
    // Ids break at their hyphens.
    let headings: Vec<String> =
        t.models.iter().map(|m| clean(&heading(m)).replace('-', "- ")).collect();
    let column = |k: usize| {
        let cells = sections.iter().flatten().filter_map(|r| r.cells.get(k));
        let widest = cells.map(|c| width(&c.above).max(width(&c.below))).max().unwrap_or(0);
        // Long estimator names break into two lines of a heading's width.
        widest.min(14).max(headings.get(k).map_or(0, |h| longest_word(h)).min(16))
    };
    let widths: Vec<usize> = (0..t.models.len()).map(column).collect();
    let total = LABEL + widths.iter().map(|w| w + 2).sum::<usize>();
    let rule = "─".repeat(total) + "\n";
    let mut out = rule.clone();
    let head: Vec<Vec<String>> = headings.iter().zip(&widths).map(|(h, w)| wrap(h, *w)).collect();
    push_block(&mut out, &[String::new()], &head, &widths);
    out.push_str(&rule);
    for (i, rows) in sections.iter().enumerate() {
        if i > 0 {
            out.push_str(&rule);
        }
        for row in rows {
            push_row(&mut out, row, &widths);
        }
    }
    out.push_str(&rule);
    for note in notes(t) {
        for line in wrap(&note, total.min(NOTES)) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(width).max().unwrap_or(0)
}

fn push_row(out: &mut String, row: &Row, widths: &[usize]) {
    let label = wrap(&row.label, LABEL - 1);
    let cells: Vec<Vec<String>> = row
        .cells
        .iter()
        .zip(widths)
        .map(|(c, w)| {
            let mut lines = wrap(&c.above, *w);
            lines.extend((!c.below.is_empty()).then(|| c.below.clone()));
            lines
        })
        .collect();
    push_block(out, &label, &cells, widths);
}

fn push_block(out: &mut String, label: &[String], cells: &[Vec<String>], widths: &[usize]) {
    let lines = cells.iter().map(Vec::len).chain([label.len()]).max().unwrap_or(0);
    for i in 0..lines {
        let name = label.get(i).map_or("", String::as_str);
        let mut line = format!("{name}{}", " ".repeat(LABEL.saturating_sub(width(name))));
        for (cell, w) in cells.iter().zip(widths) {
            let text = cell.get(i).map_or("", String::as_str);
            line.push_str(&" ".repeat(2 + w.saturating_sub(width(text))));
            line.push_str(text);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
