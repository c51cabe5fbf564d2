//! Delimited text: encoding, delimiter, quotes and line ends.
//!
//! Text is UTF-8 or Windows-1252 (a superset of Latin-1), with or without a byte order mark.
//! The delimiter is the comma, tab or semicolon that splits the first line into most cells.
//! A cell in double quotes may hold delimiters and line ends; a quote in it is doubled.

use crate::error::from_io;
use crate::limits::{MAX_CELL_CHARS, MAX_COLUMNS};
use crate::sheet::{RowBuf, RowSource};
use comity_core::{Code, Error, Result};
use csv_core::ReadRecordResult;
use std::io::{BufRead, BufReader, Read};

/// Bytes looked at to recognise encoding and delimiter.
pub(crate) const PREFIX: usize = 64 * 1024;

/// Rows of delimited text.
pub(crate) struct TextRows<R> {
    input: BufReader<std::io::Chain<std::io::Cursor<Vec<u8>>, R>>,
    core: csv_core::Reader,
    tail: Tail,
    last_byte: u8,
}

/// What is fed to the parser after the last byte, to learn in which state that left it.
#[derive(Clone, Copy, PartialEq)]
enum Tail {
    /// The input has not ended.
    None,
    /// A line end was fed, which ends an open record unless a quote is open.
    Newline,
    /// The end was reported.
    Done,
}

impl<R: Read> TextRows<R> {
    /// Looks at the beginning of the text.
    ///
    /// # Errors
    /// [`Code::Empty`], [`Code::BadEncoding`] or [`Code::Unrecognised`] when the beginning
    /// is not that of a delimited text; errors of the reader.
    pub(crate) fn open(mut reader: R) -> Result<Self> {
        let mut prefix = Vec::with_capacity(PREFIX);
        reader.by_ref().take(PREFIX as u64).read_to_end(&mut prefix).map_err(from_io)?;
        check_prefix(&prefix)?;
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter(&prefix)).build();
        let input = BufReader::with_capacity(PREFIX, std::io::Cursor::new(prefix).chain(reader));
        Ok(Self { input, core, tail: Tail::None, last_byte: b'\n' })
    }
}

impl<R: Read> RowSource for TextRows<R> {
    fn next_row(&mut self, row: &mut RowBuf) -> Result<bool> {
        let (mut filled, mut cells) = (0, 0);
        row.clear();
        row.text.resize(row.text.capacity().clamp(1024, 16 * 1024), 0);
        row.ends.resize(row.ends.capacity().clamp(64, 1024), 0);
        loop {
            let input = self.input.fill_buf().map_err(from_io)?;
            let at_end = input.is_empty();
            let input = match self.tail {
                Tail::None if !at_end => input,
                Tail::None => {
                    row.ended = self.last_byte == b'\n' || self.last_byte == b'\r';
                    b"\n"
                }
                Tail::Newline => {
                    self.tail = Tail::Done;
                    return self.finish(row);
                }
                Tail::Done => {
                    row.clear();
                    return Ok(false);
                }
            };
            let out = row.text.get_mut(filled..).unwrap_or_default();
            let ends = row.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, wrote, ended) = self.core.read_record(input, out, ends);
            if at_end {
                self.tail = if read > 0 { Tail::Newline } else { Tail::None };
            } else {
                self.last_byte = read
                    .checked_sub(1)
                    .and_then(|i| input.get(i))
                    .copied()
                    .unwrap_or(self.last_byte);
                self.input.consume(read);
            }
            filled += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    let cell = cells.checked_sub(1).and_then(|i| row.ends.get(i)).copied();
                    if filled.saturating_sub(cell.unwrap_or(0)) > 4 * MAX_CELL_CHARS {
                        row.ends.truncate(cells);
                        return Err(cell_too_long());
                    }
                    row.text.resize(row.text.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if cells > MAX_COLUMNS {
                        return Err(too_many_columns());
                    }
                    row.ends.resize(row.ends.len() * 2, 0);
                }
                ReadRecordResult::Record => {
                    row.text.truncate(filled);
                    row.ends.truncate(cells);
                    return Ok(true);
                }
                ReadRecordResult::End => {
                    row.clear();
                    return Ok(false);
                }
            }
        }
    }
}

impl<R> TextRows<R> {
    /// After a line end was fed and gave no record: either every record had ended, and one
    /// more line is a record by itself, or a quote is open and swallows it.
    fn finish(&mut self, row: &mut RowBuf) -> Result<bool> {
        let (mut out, mut ends) = ([0_u8; 8], [0_usize; 2]);
        let (result, ..) = self.core.read_record(b"x\n", &mut out, &mut ends);
        row.clear();
        if result == ReadRecordResult::Record {
            return Ok(false);
        }
        Err(Error::new(Code::Truncated, "a quoted cell begins in this row and never ends")
            .expected("a closing quote")
            .hint("the file was cut off, or a quote is unbalanced: download the file again"))
    }
}

/// Refuses what cannot be the beginning of delimited text.
///
/// # Errors
/// [`Code::Empty`], [`Code::BadEncoding`], [`Code::Unrecognised`].
pub(crate) fn check_prefix(prefix: &[u8]) -> Result<()> {
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix);
    if text.trim_ascii().is_empty() {
        return Err(
            Error::new(Code::Empty, "the file holds nothing").hint("download the file again")
        );
    }
    let start = text.get(..1024).unwrap_or(text);
    let nul = start.iter().filter(|b| **b == 0).count();
    let utf16 = [&b"\xff\xfe"[..], b"\xfe\xff"].iter().any(|bom| text.starts_with(bom));
    if utf16 || nul * 8 > start.len() {
        return Err(Error::new(Code::BadEncoding, "the text is not UTF-8 or Latin-1")
            .expected("UTF-8 or Latin-1 text; this looks like UTF-16 or like binary data")
            .hint("save the file as CSV in UTF-8, or download it again"));
    }
    let start: String = text
        .trim_ascii_start()
        .iter()
        .take(64)
        .map(|b| char::from(*b).to_ascii_lowercase())
        .collect();
    let what = [
        ("<!doctype html", "a web page"),
        ("<html", "a web page"),
        ("<?xml", "an XML document"),
        ("{", "a JSON document"),
        ("[{", "a JSON document"),
        ("%pdf", "a PDF document"),
        ("rar!", "a RAR archive"),
        ("7z\u{bc}\u{af}", "a 7-Zip archive"),
    ]
    .into_iter()
    .find(|(sign, _)| start.starts_with(sign));
    match what {
        None => Ok(()),
        Some((_, what)) => Err(Error::new(Code::Unrecognised, format!("the file is {what}"))
            .expected("a data file: csv, tab-separated text, zip, gz, xlsx or dta")
            .hint(
                "the download may have failed: open the file in a text editor to see what it says",
            )),
    }
}

/// The delimiter that splits the first line into most cells.
fn delimiter(prefix: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_u32), (b'\t', 0), (b';', 0)];
    for &b in prefix {
        match b {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, n)| *n > 0) => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(d, _)| *d == b).for_each(|(_, n)| *n += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

/// A cell holds more text than any cell of a data set can.
pub(crate) fn cell_too_long() -> Error {
    Error::new(Code::CellTooLong, "a cell is longer than any cell of the data set can be")
        .expected("at most 65,536 characters")
        .hint("look for an unbalanced quote in this row, or download the file again")
}

/// A text file holds a byte that no text has.
pub(crate) fn nul_byte() -> Error {
    Error::new(Code::BadEncoding, "a cell holds a NUL byte, which no text has")
        .expected("UTF-8 or Latin-1 text")
        .hint("the file is damaged: download it again")
}

/// A row has more cells than any table has columns.
pub(crate) fn too_many_columns() -> Error {
    Error::new(Code::RaggedRow, "the row has more cells than any data set has columns")
        .expected("at most 16,384 cells")
        .hint("the file is damaged: download it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Result<Vec<Vec<String>>> {
        let mut source = TextRows::open(text)?;
        let (mut row, mut all) = (RowBuf::default(), Vec::new());
        while source.next_row(&mut row)? {
            all.push((0..row.len()).map(|i| crate::cells::lossy(row.cell(i))).collect());
        }
        Ok(all)
    }

    #[test]
    fn quotes_hold_delimiters_and_line_ends() {
        let got = rows(b"a,b\r\n\"x, \"\"y\"\"\nz\",2").unwrap();
        assert_eq!(got, [["a", "b"], ["x, \"y\"\nz", "2"]]);
    }

    #[test]
    fn tabs_and_semicolons_delimit() {
        assert_eq!(rows(b"a;b;c, d\n1;2;3").unwrap(), [["a", "b", "c, d"], ["1", "2", "3"]]);
        assert_eq!(rows(b"a\tb\n1\t2\n").unwrap(), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn an_open_quote_at_the_end_is_truncation() {
        for text in [&b"a,b\n1,\"xyz"[..], b"a,b\n1,\"xyz\n", b"a,b\n1,2\n\""] {
            assert_eq!(rows(text).unwrap_err().code(), Code::Truncated);
        }
        for text in [&b"a,b\n1,\"xyz\""[..], b"a,b\n1,\"xyz\"\n\n\n", b"a,b\n1,"] {
            assert_eq!(rows(text).unwrap().len(), 2);
        }
    }

    #[test]
    fn latin_1_is_read_and_utf_16_refused() {
        assert_eq!(rows(b"a,b\n\xe9,\xc3\xa9").unwrap()[1], ["é", "é"]);
        let utf16: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark: Vec<u8> = [b"\xff\xfe".to_vec(), utf16.clone()].concat();
        assert_eq!(rows(&with_mark).unwrap_err().code(), Code::BadEncoding);
        assert_eq!(rows(&utf16).unwrap_err().code(), Code::BadEncoding);
    }

    #[test]
    fn a_million_characters_are_too_many() {
        let text = format!("a,b\n1,{}\n", "z".repeat(1_000_000));
        assert_eq!(rows(text.as_bytes()).unwrap_err().code(), Code::CellTooLong);
    }
}
