//! A table as a stream of rows, whatever file format it came from.

use crate::cells::Row;
use crate::header::{Col, Header};
use crate::limits::MAX_CELL_CHARS;
use crate::notes::Tally;
use comity_core::{Code, Error, Result};

/// The cells of one row: one buffer of text and the end of each cell in it.
///
/// Text is UTF-8 or Windows-1252; it is decoded cell by cell, on access.
#[derive(Debug, Default)]
pub(crate) struct RowBuf {
    pub(crate) text: Vec<u8>,
    pub(crate) ends: Vec<usize>,
    /// Whether the row is known to be whole: false for a last line without line end.
    pub(crate) ended: bool,
}

impl RowBuf {
    /// Empties the row.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.ended = true;
    }

    /// Appends one cell.
    pub(crate) fn push(&mut self, cell: &str) {
        self.text.extend_from_slice(cell.as_bytes());
        self.ends.push(self.text.len());
    }

    /// Number of cells.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of one cell; empty when there is no such cell.
    pub(crate) fn cell(&self, i: usize) -> &[u8] {
        let Some(&end) = self.ends.get(i) else { return &[] };
        let start = match i.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
        };
        self.text.get(start..end).unwrap_or(&[])
    }

    fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace)
    }
}

/// A stream of rows; the first is the header.
pub(crate) trait RowSource {
    /// Reads the next row into `row`; false at the end.
    ///
    /// # Errors
    /// Coded errors of the format, without file name and row number.
    fn next_row(&mut self, row: &mut RowBuf) -> Result<bool>;
}

/// A table with its header read and its rows still to come.
///
/// Rows are counted as a person counts records: the header is row 1, the first record is
/// row 2; blank lines are not counted, and a record whose cells hold line ends is one row.
/// In a file without header the first record is row 1.
pub(crate) struct Sheet<'a> {
    file: String,
    header: Header,
    rows: Box<dyn RowSource + 'a>,
    row: RowBuf,
    number: u64,
    /// Rows before the first record: the header, if the file has one.
    above: u64,
    /// Rows of another width than the header, where these are left out and not refused.
    strays: Option<Tally>,
    peeked: bool,
    ended: bool,
}

impl<'a> Sheet<'a> {
    /// Reads the header; [`Sheet::begin`] must follow before rows are read.
    ///
    /// # Errors
    /// Those of the format, with file and row.
    pub(crate) fn open(file: &str, rows: Box<dyn RowSource + 'a>) -> Result<Self> {
        let mut sheet = Self { above: 1, ..Self::headless(file, rows, Header::default()) };
        let got = sheet.advance(None).map_err(|e| e.file(file).row(1))?;
        if !got {
            return Err(Error::new(Code::Empty, "the file holds nothing")
                .file(file)
                .hint("download the file again"));
        }
        let cells = (0..sheet.row.len()).map(|i| crate::cells::lossy(sheet.row.cell(i)));
        sheet.header = Header::new(cells);
        Ok(sheet)
    }

    /// A table whose file has no header; [`Sheet::begin`] must follow before rows are read.
    pub(crate) fn headless(file: &str, rows: Box<dyn RowSource + 'a>, header: Header) -> Self {
        Self {
            file: file.to_owned(),
            header,
            rows,
            row: RowBuf::default(),
            number: 0,
            above: 0,
            strays: None,
            peeked: false,
            ended: false,
        }
    }

    /// From here on rows of another width than the header are left out, not refused.
    pub(crate) fn leave_out_strays(&mut self) {
        self.strays.get_or_insert_default();
    }

    /// The rows left out because of their width; from here on such rows are refused.
    pub(crate) fn take_strays(&mut self) -> Tally {
        self.strays.take().unwrap_or_default()
    }

    /// Checks the header and reads the first record, once it is known that the table is one
    /// to be read.
    ///
    /// # Errors
    /// [`Code::DuplicateColumn`]; those of the format, with file and row.
    pub(crate) fn begin(&mut self) -> Result<()> {
        self.header.check_distinct().map_err(|e| e.file(&self.file))?;
        self.peeked = self.advance(Some(self.header.len()))?;
        self.ended = !self.peeked;
        Ok(())
    }

    /// Name of the file, as errors give it.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The columns.
    pub(crate) fn header(&self) -> &Header {
        &self.header
    }

    /// Data rows delivered or left out so far.
    pub(crate) fn rows_read(&self) -> u64 {
        self.number.saturating_sub(self.above).saturating_sub(u64::from(self.peeked))
    }

    /// A column that must be there, by the first present of `|`-separated names.
    ///
    /// # Errors
    /// [`Code::MissingColumn`].
    pub(crate) fn col(&self, names: &str) -> Result<Col> {
        self.header.require(names).map_err(|e| e.file(&self.file))
    }

    /// A column that may be there.
    pub(crate) fn opt_col(&self, names: &str) -> Option<Col> {
        self.header.find(names)
    }

    /// The first record, before any call of [`Sheet::next`].
    pub(crate) fn first(&self) -> Option<Row<'_>> {
        self.peeked.then(|| self.current())
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// Those of the format, with file and row.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>> {
        if self.peeked {
            self.peeked = false;
        } else if self.ended || !self.advance(Some(self.header.len()))? {
            self.ended = true;
            return Ok(None);
        }
        Ok(Some(self.current()))
    }

    fn current(&self) -> Row<'_> {
        Row::new(&self.file, self.number, &self.header, &self.row)
    }

    /// Reads one non-blank row and, given the header's width, checks its shape.
    fn advance(&mut self, width: Option<usize>) -> Result<bool> {
        loop {
            let number = self.number + 1;
            let got = self.rows.next_row(&mut self.row);
            let place = |e: Error| match self.header.names().get(self.row.len()) {
                Some(name) if e.code() == Code::CellTooLong => e.column(name),
                _ => e,
            };
            if !got.map_err(|e| place(e).file(&self.file).row(number))? {
                return Ok(false);
            }
            if self.row.is_blank() {
                continue;
            }
            self.number = number;
            let Err(e) = width.map_or(Ok(()), |width| self.check_width(width)) else { break };
            match &mut self.strays {
                Some(strays) if e.code() == Code::RaggedRow => strays.add(number),
                _ => return Err(e),
            }
        }
        self.check_cells()?;
        Ok(true)
    }

    fn check_width(&mut self, width: usize) -> Result<()> {
        while self.row.len() > width && self.row.cell(self.row.len() - 1).trim_ascii().is_empty() {
            self.row.ends.pop();
        }
        let found = self.row.len();
        if found == width {
            return Ok(());
        }
        let (code, message, hint) = if found < width && !self.row.ended {
            (
                Code::Truncated,
                "the file ends in the middle of a row",
                "the download was probably cut off: download the file again",
            )
        } else {
            (
                Code::RaggedRow,
                "the row has not as many cells as the header",
                "look for an unbalanced quote or a delimiter inside an unquoted cell here or in \
                 the rows before; files edited in a spreadsheet program often break here",
            )
        };
        let e = Error::new(code, message)
            .file(&self.file)
            .row(self.number)
            .value(format!("{found} cells"))
            .expected(format!("{width} cells"))
            .hint(hint);
        Err(match self.header.names().get(found) {
            Some(name) => e.column(name),
            None => e,
        })
    }

    fn check_cells(&self) -> Result<()> {
        let place = |e: Error, i: usize| {
            let e = e.file(&self.file).row(self.number);
            match self.header.names().get(i) {
                Some(name) => e.column(name),
                None => e,
            }
        };
        if self.row.text.len() > MAX_CELL_CHARS {
            for i in 0..self.row.len() {
                let cell = self.row.cell(i);
                if cell.len() > MAX_CELL_CHARS
                    && crate::cells::lossy(cell).chars().count() > MAX_CELL_CHARS
                {
                    return Err(place(crate::text::cell_too_long(), i));
                }
            }
        }
        if self.row.text.contains(&0) {
            let at = (0..self.row.len()).find(|i| self.row.cell(*i).contains(&0)).unwrap_or(0);
            return Err(place(crate::text::nul_byte(), at));
        }
        Ok(())
    }
}
