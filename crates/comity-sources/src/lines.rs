//! Tab-separated text without quoting: one line is one row, whatever quotes are in it.
//!
//! Event data are published so, with stray quotes in their texts. A cell that begins and
//! ends with a quote loses the two, for files saved again by R or pandas.

use crate::error::from_io;
use crate::limits::{MAX_CELL_CHARS, MAX_COLUMNS};
use crate::sheet::{RowBuf, RowSource};
use crate::text::{cell_too_long, too_many_columns};
use comity_core::Result;
use std::io::{BufRead, BufReader, Read};

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// Lines of tab-separated text.
pub(crate) struct LineRows<R> {
    input: BufReader<R>,
}

impl<R: Read> LineRows<R> {
    /// The lines of `reader`, which begins without a byte order mark.
    pub(crate) fn new(reader: R) -> Self {
        Self { input: BufReader::with_capacity(CHUNK, reader) }
    }
}

impl<R: Read> RowSource for LineRows<R> {
    fn next_row(&mut self, row: &mut RowBuf) -> Result<bool> {
        row.clear();
        loop {
            let input = self.input.fill_buf().map_err(from_io)?;
            if input.is_empty() {
                if row.text.is_empty() && row.ends.is_empty() {
                    return Ok(false);
                }
                row.ended = false;
                break;
            }
            let end = input.iter().position(|b| *b == b'\n');
            let line = input.get(..end.unwrap_or(input.len())).unwrap_or(input);
            append(row, line)?;
            let used = line.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if row.text.last() == Some(&b'\r') && row.ends.last() != Some(&row.text.len()) {
            row.text.pop();
        }
        end_cell(row);
        Ok(true)
    }
}

/// Appends a part of a line.
fn append(row: &mut RowBuf, part: &[u8]) -> Result<()> {
    for (i, text) in part.split(|b| *b == b'\t').enumerate() {
        if i > 0 {
            end_cell(row);
        }
        row.text.extend_from_slice(text);
        let begun = row.ends.last().copied().unwrap_or(0);
        if row.text.len().saturating_sub(begun) > 4 * MAX_CELL_CHARS {
            return Err(cell_too_long());
        }
        if row.len() > MAX_COLUMNS {
            return Err(too_many_columns());
        }
    }
    Ok(())
}

/// Ends the cell that is being written, and takes the quotes off around it.
fn end_cell(row: &mut RowBuf) {
    let begun = row.ends.last().copied().unwrap_or(0);
    if let Some([b'"', .., b'"']) = row.text.get(begun..) {
        row.text.pop();
        row.text.remove(begun);
    }
    row.ends.push(row.text.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::Code;

    fn rows(text: &[u8]) -> Result<Vec<(Vec<String>, bool)>> {
        // A reader of one byte at a time cuts cells and line ends in every possible place.
        let mut source = LineRows { input: BufReader::with_capacity(1, text) };
        let (mut row, mut all) = (RowBuf::default(), Vec::new());
        while source.next_row(&mut row)? {
            let cells = (0..row.len()).map(|i| crate::cells::lossy(row.cell(i))).collect();
            all.push((cells, row.ended));
        }
        Ok(all)
    }

    fn cells(text: &[u8]) -> Vec<Vec<String>> {
        rows(text).unwrap().into_iter().map(|(cells, _)| cells).collect()
    }

    #[test]
    fn a_line_is_a_row_whatever_its_quotes() {
        let got = cells(b"a\tb\r\n\"x\t1\n\"y, z\"\t\"\"\n\"\t\"q\"r\"\n\ts\t");
        let expected: [&[&str]; 5] =
            [&["a", "b"], &["\"x", "1"], &["y, z", ""], &["\"", "q\"r"], &["", "s", ""]];
        assert_eq!(got, expected);
    }

    #[test]
    fn only_a_last_line_may_lack_its_end() {
        let ended: Vec<bool> = rows(b"a\n\nb").unwrap().iter().map(|(_, ended)| *ended).collect();
        assert_eq!(ended, [true, true, false]);
        assert_eq!(rows(b"a\n").unwrap().len(), 1);
        assert_eq!(rows(b"").unwrap().len(), 0);
    }

    #[test]
    fn what_never_ends_is_refused() {
        let long = vec![b'z'; 4 * MAX_CELL_CHARS + 1];
        assert_eq!(rows(&long).unwrap_err().code(), Code::CellTooLong);
        assert_eq!(rows(&[b'\t'; 20_000]).unwrap_err().code(), Code::RaggedRow);
    }
}
