//! Column names and how an importer asks for them.

use comity_core::{Code, Error, Result};
use std::collections::BTreeMap;

/// A column of one table, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Col(pub(crate) usize);

/// The names of a table's columns.
///
/// Names match whatever their case, blanks and punctuation: `side_a_Id`, `Side A ID` and
/// `sideaid` are one column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    names: Vec<String>,
    keys: BTreeMap<String, usize>,
    twice: Option<(usize, usize)>,
}

/// A name as it is compared.
pub(crate) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Header {
    /// A header from its cells; blank trailing names are dropped, blank others allowed. Of
    /// two columns of one name the first is found.
    pub(crate) fn new(cells: impl IntoIterator<Item = String>) -> Self {
        let mut names: Vec<String> = cells.into_iter().map(|c| clean(&c)).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let mut keys = BTreeMap::new();
        let mut twice = None;
        for (i, name) in names.iter().enumerate() {
            let k = key(name);
            if k.is_empty() {
                continue;
            }
            let first = *keys.entry(k).or_insert(i);
            if first != i {
                twice.get_or_insert((first, i));
            }
        }
        Self { names, keys, twice }
    }

    /// Refuses a header with two columns of one name.
    ///
    /// # Errors
    /// [`Code::DuplicateColumn`].
    pub(crate) fn check_distinct(&self) -> Result<()> {
        let Some((first, second)) = self.twice else { return Ok(()) };
        Err(Error::new(Code::DuplicateColumn, "two columns have the same name")
            .row(1)
            .column(self.name(Col(second)))
            .expected("one column of each name")
            .hint(format!(
                "columns {} and {}: rename or delete one of them",
                first + 1,
                second + 1
            )))
    }

    /// Number of columns.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The column's name as the file has it, stray blanks removed.
    pub(crate) fn name(&self, col: Col) -> &str {
        self.names.get(col.0).map_or("", String::as_str)
    }

    /// All names in order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The column called by the first of the `|`-separated `names` that is present.
    pub(crate) fn find(&self, names: &str) -> Option<Col> {
        names.split('|').find_map(|n| self.keys.get(&key(n)).copied().map(Col))
    }

    /// Like [`Header::find`], for a column that must be there.
    ///
    /// # Errors
    /// [`Code::MissingColumn`] with similar names as candidates.
    pub(crate) fn require(&self, names: &str) -> Result<Col> {
        self.find(names).ok_or_else(|| {
            let wanted = names.split('|').next().unwrap_or(names);
            let others: Vec<&str> = names.split('|').skip(1).collect();
            let expected = if others.is_empty() {
                format!("a column `{wanted}`")
            } else {
                format!("a column `{wanted}` (or `{}`)", others.join("`, `"))
            };
            Error::new(Code::MissingColumn, "a column that the data set must have is absent")
                .row(1)
                .column(wanted)
                .expected(expected)
                .candidates(self.similar(wanted))
                .hint(format!(
                    "if the column was renamed, call it `{wanted}` again; otherwise download \
                     the file again, in the release's own layout"
                ))
        })
    }

    fn similar(&self, wanted: &str) -> Vec<String> {
        let wanted = key(wanted);
        let mut close: Vec<(f64, &String)> = self
            .names
            .iter()
            .filter(|n| !n.is_empty() && n.chars().count() <= 64)
            .map(|n| (strsim::jaro_winkler(&wanted, &key(n)), n))
            .filter(|(score, _)| *score >= 0.8)
            .collect();
        close.sort_by(|x, y| y.0.total_cmp(&x.0));
        close.into_iter().take(3).map(|(_, n)| n.clone()).collect()
    }
}

fn clean(cell: &str) -> String {
    cell.trim_start_matches('\u{feff}').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Header {
        Header::new(names.iter().map(ToString::to_string))
    }

    #[test]
    fn case_blanks_and_byte_order_marks_do_not_matter() {
        let h = header(&["\u{feff}ActorId", " dyad_id ", "side_a_Id", ""]);
        assert_eq!(h.len(), 3);
        assert_eq!(h.find("actor_id"), Some(Col(0)));
        assert_eq!(h.find("DYAD_ID"), Some(Col(1)));
        assert_eq!(h.find("nothing|side_a_id"), Some(Col(2)));
    }

    #[test]
    fn an_absent_column_names_its_neighbours() {
        let e = header(&["dyad_ident", "year"]).require("dyad_id|dyadid").unwrap_err();
        assert_eq!(e.code(), Code::MissingColumn);
        assert_eq!(e.column_name(), Some("dyad_id"));
        assert_eq!(e.candidate_names(), ["dyad_ident"]);
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let e = header(&["a_id", "x", "A ID"]).check_distinct().unwrap_err();
        assert_eq!((e.code(), e.column_name()), (Code::DuplicateColumn, Some("A ID")));
    }
}
