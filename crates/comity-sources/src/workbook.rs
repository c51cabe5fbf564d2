//! Spreadsheets (xlsx): the first sheet as rows.

use crate::error::{bad_workbook, from_io, internal};
use crate::limits::{Bounded, MAX_COLUMNS, MAX_IN_MEMORY, archive_too_large, too_large};
use crate::sheet::{RowBuf, RowSource};
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader};
use comity_core::Result;
use std::io::{self, Cursor};

/// Checks that the workbook's parts unpack to no more than a data file can hold, then
/// passes its first sheet to `f`.
///
/// # Errors
/// [`comity_core::Code::ArchiveTooLarge`], [`comity_core::Code::BadWorkbook`]; those of `f`.
pub(crate) fn with_rows(
    bytes: &[u8],
    f: &mut dyn FnMut(Box<dyn RowSource + '_>) -> Result<()>,
) -> Result<()> {
    check_parts(bytes)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|e| bad_workbook(&e.to_string()))?;
    let first =
        book.sheet_names().first().cloned().ok_or_else(|| bad_workbook("it has no sheet"))?;
    let reader = book.worksheet_cells_reader(&first).map_err(|e| bad_workbook(&e.to_string()))?;
    f(Box::new(WorkbookRows { reader, ahead: None, next_row: 0, width: 0, ended: false }))
}

/// Unpacks every part once, counting: the declared sizes may lie.
fn check_parts(bytes: &[u8]) -> Result<()> {
    let damaged = |e: zip::result::ZipError| bad_workbook(&e.to_string());
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut total = 0_u64;
    for i in 0..zip.len() {
        let part = zip.by_index(i).map_err(damaged)?;
        let packed = part.compressed_size();
        let read = io::copy(&mut Bounded::new(part, packed, MAX_IN_MEMORY), &mut io::sink())
            .map_err(|e| match from_io(e) {
                e if e.code() == comity_core::Code::ArchiveTooLarge => e,
                e => bad_workbook(e.message()),
            })?;
        total = total.saturating_add(read);
        if too_large(bytes.len() as u64, total, MAX_IN_MEMORY) {
            return Err(archive_too_large());
        }
    }
    Ok(())
}

struct WorkbookRows<'a, R: io::Read + io::Seek> {
    reader: XlsxCellReader<'a, R>,
    ahead: Option<(u32, u32, DataRef<'a>)>,
    next_row: u32,
    width: usize,
    ended: bool,
}

impl<R: io::Read + io::Seek> RowSource for WorkbookRows<'_, R> {
    fn next_row(&mut self, row: &mut RowBuf) -> Result<bool> {
        row.clear();
        let mut current = None;
        loop {
            if self.ahead.is_none() && !self.ended {
                let cell = self.reader.next_cell().map_err(|e| bad_workbook(&e.to_string()))?;
                self.ended = cell.is_none();
                self.ahead = cell.map(|c| {
                    let (r, c_) = c.get_position();
                    (r, c_, c.get_value().clone())
                });
            }
            let Some((at, column, value)) = self.ahead.take() else { break };
            if current.is_some_and(|r| r != at) {
                self.ahead = Some((at, column, value));
                break;
            }
            if current.is_none() && at < self.next_row {
                return Err(bad_workbook("its rows are out of order"));
            }
            current = Some(at);
            let column = usize::try_from(column).map_err(internal)?;
            if column > MAX_COLUMNS || column < row.len() {
                return Err(bad_workbook("its cells are out of order"));
            }
            while row.len() < column {
                row.push("");
            }
            push_value(row, &value)?;
        }
        let Some(at) = current else { return Ok(false) };
        self.next_row = at.saturating_add(1);
        if self.width == 0 {
            self.width = row.len();
        }
        while row.len() < self.width {
            row.push("");
        }
        Ok(true)
    }
}

fn push_value(row: &mut RowBuf, value: &DataRef<'_>) -> Result<()> {
    match value {
        DataRef::Int(n) => row.push(&n.to_string()),
        DataRef::Float(x) => row.push(&x.to_string()),
        DataRef::String(s) => row.push(s),
        DataRef::SharedString(s) => row.push(s),
        DataRef::Bool(b) => row.push(if *b { "1" } else { "0" }),
        DataRef::DateTime(t) => {
            let (y, m, d, ..) = t.to_ymd_hms_milli();
            row.push(&format!("{y:04}-{m:02}-{d:02}"));
        }
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => row.push(s),
        DataRef::Error(e) => row.push(&e.to_string()),
        DataRef::Empty => row.push(""),
    }
    Ok(())
}
