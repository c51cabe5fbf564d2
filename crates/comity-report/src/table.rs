//! Aligned text tables for the terminal.

use crate::text;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Flush left: text.
    Left,
    /// Flush right: numbers.
    Right,
}

/// A table of plain text. Cells are data: control characters are removed.
///
/// ```
/// use comity_report::table::{Align, Table};
/// let mut t = Table::new([("source", Align::Left), ("rows", Align::Right)]);
/// t.row(["ucdp-esd", "8,666"]).row(["ucdp-actor", "1,944"]);
/// let text = t.render(40, false);
/// assert_eq!(text.lines().next(), Some("source       rows"));
/// assert_eq!(text.lines().count(), 4);
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<(String, Align)>,
    elastic: Option<usize>,
    ruled: bool,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows; columns as (heading, alignment).
    pub fn new<S: Into<String>>(columns: impl IntoIterator<Item = (S, Align)>) -> Self {
        Self {
            columns: columns.into_iter().map(|(s, a)| (s.into(), a)).collect(),
            elastic: None,
            ruled: true,
            rows: Vec::new(),
        }
    }

    /// Lets the column with this index give way: when the table is too wide, its cells are
    /// cut with an ellipsis (to no less than twelve cells) before any column wraps.
    #[must_use]
    pub fn elastic(mut self, column: usize) -> Self {
        self.elastic = Some(column);
        self
    }

    /// Leaves out the rule under the headings.
    #[must_use]
    pub fn unruled(mut self) -> Self {
        self.ruled = false;
        self
    }

    /// Width left for the elastic column when all others keep theirs.
    fn room(&self, width: usize) -> usize {
        let others = self.columns.iter().enumerate().filter(|(i, _)| Some(*i) != self.elastic);
        let used: usize = others
            .map(|(i, (title, _))| {
                let cells = self.rows.iter().filter_map(|r| r.get(i)).map(|c| text::width(c));
                cells.max().unwrap_or(0).max(text::width(title)) + 2
            })
            .sum();
        width.saturating_sub(used).max(12)
    }

    /// Adds a row; missing cells are blank, cells beyond the last column are dropped.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) -> &mut Self {
        let mut row: Vec<String> =
            cells.into_iter().map(|c| text::clean(&c.into())).take(self.columns.len()).collect();
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
        self
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines of at most `width` terminal cells (long cells wrap), each ended by
    /// a line break, without trailing blanks. With `colour` the headings are bold by an ANSI
    /// sequence; without it the text is plain.
    ///
    /// A table can be no narrower than about four cells a column.
    #[must_use]
    pub fn render(&self, width: usize, colour: bool) -> String {
        let mut table = comfy_table::Table::new();
        table
            .load_style(if self.ruled { STYLE } else { TableStyle::new() })
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .set_header(self.columns.iter().map(|c| text::clean(&c.0)));
        for row in &self.rows {
            let cells = row.iter().enumerate().map(|(i, c)| {
                if Some(i) == self.elastic { text::cut(c, self.room(width)) } else { c.clone() }
            });
            table.add_row(cells);
        }
        let last = self.columns.len().saturating_sub(1);
        for (i, (_, align)) in self.columns.iter().enumerate() {
            if let Some(column) = table.column_mut(i) {
                column.set_padding((0, if i == last { 0 } else { 2 }));
                column.set_cell_alignment(match align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                });
            }
        }
        let mut out = String::new();
        let mut heading = true;
        for line in table.lines() {
            let line = line.trim_end();
            if line.starts_with(RULE) {
                heading = false;
            }
            if colour && heading && !line.is_empty() {
                out.push_str("\u{1b}[1m");
                out.push_str(line);
                out.push_str("\u{1b}[0m");
            } else {
                out.push_str(line);
            }
            out.push('\n');
            heading &= self.ruled;
        }
        out
    }
}

const RULE: char = '─';
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill(RULE));

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut t = Table::new([("name", Align::Left), ("n", Align::Right)]);
        t.row(["Northern Front", "12"]).row(["short"]).row(["x", "1", "dropped"]);
        t
    }

    #[test]
    fn columns_align_and_rows_are_squared() {
        let expected = "name             n\n──────────────────\nNorthern Front  12\nshort\nx                1\n";
        assert_eq!(sample().render(60, false), expected);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let mut t = sample();
        t.row(["a very long cell ".repeat(20), "9".repeat(70)]);
        for width in [20, 40, 60, 80] {
            let text = t.render(width, false);
            assert!(text.lines().all(|l| text::width(l) <= width), "{width}: {text}");
        }
    }

    #[test]
    fn an_elastic_column_gives_way_before_others_wrap() {
        let mut t = Table::new([("name", Align::Left), ("n", Align::Right)]).elastic(0);
        t.row(["a very long name that cannot stay".to_owned(), "123456789".to_owned()]);
        let text = t.render(30, false);
        assert_eq!(text.lines().last(), Some("a very long name t…  123456789"));
    }

    #[test]
    fn colour_only_wraps_the_headings() {
        let text = sample().render(60, true);
        assert!(text.starts_with("\u{1b}[1mname"));
        assert_eq!(text.matches('\u{1b}').count(), 2);
        assert!(!sample().render(60, false).contains('\u{1b}'));
    }

    #[test]
    fn escape_sequences_in_data_are_disarmed() {
        let mut t = Table::new([("name", Align::Left)]);
        t.row(["\u{1b}[2Jx"]);
        assert!(!t.render(60, false).contains('\u{1b}'));
    }
}
