//! ANSI styles and fixed-width pieces of the terminal summary.

use crate::text;

/// Narrowest summary, in terminal cells.
pub(super) const NARROWEST: usize = 60;

/// Where lines are collected; no line is wider than the width.
pub(super) struct Sheet {
    pub(super) width: usize,
    pub(super) colour: bool,
    out: String,
}

impl Sheet {
    /// An empty sheet; widths under [`NARROWEST`] are raised to it.
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { width: width.max(NARROWEST), colour, out: String::new() }
    }

    /// A text in an ANSI style such as `1` (bold) or `2` (faint), plain without colour.
    pub(super) fn styled(&self, text: &str, style: &str) -> String {
        if self.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A bold line.
    pub(super) fn title(&mut self, line: &str) {
        let line = text::cut(line, self.width);
        let line = self.styled(&line, "1");
        self.raw(&line);
    }

    /// A heading after a blank line, ruled to the width.
    pub(super) fn heading(&mut self, word: &str) {
        let rule = "─".repeat(self.width.saturating_sub(text::width(word) + 1));
        let line = format!("{} {}", self.styled(word, "1;34"), self.styled(&rule, "2"));
        self.raw("");
        self.raw(&line);
    }

    /// A paragraph broken into at most `lines` lines, indented from the second on.
    pub(super) fn paragraph(&mut self, words: &str, lines: usize) {
        let all = text::wrap(words, self.width.saturating_sub(2));
        let more = all.len() > lines;
        for (i, line) in all.iter().take(lines).enumerate() {
            let indent = if i > 0 { "  " } else { "" };
            let end = if more && i + 1 == lines { "…" } else { "" };
            let line = format!("{indent}{line}");
            let line = text::cut(&line, self.width - end.len().min(1));
            self.raw(&(line + end));
        }
    }

    /// Text already laid out, one or more lines.
    pub(super) fn block(&mut self, lines: &str) {
        self.out.push_str(lines);
    }

    fn raw(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// The finished text.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// A gauge of `cells` characters from 0 to `max`: `━` the interval, `●` the value.
pub(super) fn gauge(value: f64, low: f64, high: f64, max: f64, cells: u16) -> String {
    let cell = |x: f64| {
        let share = if max > 0.0 && x.is_finite() { (x / max).clamp(0.0, 1.0) } else { 0.0 };
        (0..cells).rev().find(|i| f64::from(*i) <= share * f64::from(cells)).unwrap_or(0)
    };
    let (v, l, h) = (cell(value), cell(low), cell(high));
    (0..cells)
        .map(|i| {
            if i == v {
                '●'
            } else if (l..=h).contains(&i) {
                '━'
            } else {
                '·'
            }
        })
        .collect()
}

/// A signed bar of `2 × cells + 1` characters around `│`.
pub(super) fn bar(value: f64, max: f64, cells: u16) -> String {
    let share =
        if max > 0.0 && value.is_finite() { (value.abs() / max).clamp(0.0, 1.0) } else { 0.0 };
    let filled = (share * f64::from(cells)).round();
    let n = (0..=cells).find(|i| f64::from(*i) >= filled).unwrap_or(cells);
    let (blank, full) = (" ".repeat(usize::from(cells - n)), "█".repeat(usize::from(n)));
    let none = " ".repeat(usize::from(cells));
    if value < 0.0 { format!("{blank}{full}│{none}") } else { format!("{none}│{full}{blank}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gauges_place_value_and_interval() {
        assert_eq!(gauge(0.5, 0.3, 0.7, 1.0, 10), "···━━●━━··");
        assert_eq!(gauge(0.0, 0.0, 0.0, 1.0, 4), "●···");
        assert_eq!(gauge(1.0, 1.0, 1.0, 1.0, 4), "···●");
        assert_eq!(gauge(f64::NAN, 0.0, 0.0, 0.0, 4), "●···");
    }

    #[test]
    fn bars_point_both_ways() {
        assert_eq!(bar(1.0, 2.0, 4), "    │██  ");
        assert_eq!(bar(-2.0, 2.0, 4), "████│    ");
        assert_eq!(bar(f64::NAN, 2.0, 4), "    │    ");
    }
}
