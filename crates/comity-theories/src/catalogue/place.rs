//! Places in a text file, as people count them.

use comity_core::{Code, Error};
use std::ops::Range;

/// Characters of a line shown around a fault.
const SHOWN: usize = 60;

/// A file as the place of errors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// An error at a byte of the file, with the line and a mark under the place.
    pub(super) fn error(&self, code: Code, offset: usize, message: impl Into<String>) -> Error {
        let (line, column, content) = self.at(offset);
        let skipped = column.saturating_sub(SHOWN / 2);
        let shown: String = content.chars().skip(skipped).take(SHOWN).collect();
        let mark = " ".repeat(column - skipped);
        Error::new(code, message)
            .file(self.file)
            .row(line as u64)
            .column((column + 1).to_string())
            .hint(format!("the line and the place:\n  {shown}\n  {mark}^"))
    }

    /// Line from one, characters before the place in it, and the line.
    fn at(&self, offset: usize) -> (usize, usize, &str) {
        let mut start = 0;
        let mut found = (1, 0, "");
        for (i, line) in self.text.split('\n').enumerate() {
            let end = start + line.len();
            let before = line.char_indices().take_while(|(b, _)| start + b < offset).count();
            found = (i + 1, before, line.trim_end_matches('\r'));
            if offset <= end {
                break;
            }
            start = end + 1;
        }
        found
    }

    /// Where the content of a quoted value begins; `None` when escapes move the places within.
    pub(super) fn inside(&self, quoted: &Range<usize>) -> Option<usize> {
        let raw = self.text.get(quoted.clone())?;
        let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
        let content = raw.get(quotes..)?;
        // A line break right after three quotes is not part of the value.
        let trimmed = content.strip_prefix("\r\n").or_else(|| content.strip_prefix('\n'));
        let skipped =
            if quotes == 3 { content.len() - trimmed.unwrap_or(content).len() } else { 0 };
        (raw.starts_with('\'') || !raw.contains('\\')).then_some(quoted.start + quotes + skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_an_editor() {
        let source = Source { file: "my.toml", text: "a = 1\nb = \"é ~ x\"\n" };
        let e = source.error(Code::BadFormula, 15, "no");
        assert_eq!((e.row_number(), e.column_name()), (Some(2), Some("9")));
        assert!(e.hint_text().unwrap().ends_with("b = \"é ~ x\"\n          ^"), "{e}");
        assert_eq!(source.inside(&(10..18)), Some(11));
        for far in [6, 19, 500] {
            assert!(source.error(Code::BadFormula, far, "no").row_number() >= Some(2));
        }
    }
}
