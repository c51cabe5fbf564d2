//! From a file of events as published to the table in it.

use super::gdelt;
use super::source::EventSource;
use crate::archive::{self, Format, Unpacking, entries, is_workbook, sniff, unpack};
use crate::cells::{lossy, parse_date, parse_float};
use crate::error::{bad_archive, from_io};
use crate::header::Header;
use crate::limits::{Bounded, MAX_UNPACKED};
use crate::lines::LineRows;
use crate::sheet::{RowBuf, RowSource, Sheet};
use crate::text::{PREFIX, TextRows, check_prefix};
use comity_core::{Code, Error, Result};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

/// What is done with the recognised table of a file.
pub(crate) type Use<'f> = dyn FnMut(&mut Sheet<'_>, EventSource) -> Result<()> + 'f;

/// Most layers of gzip.
const MAX_DEPTH: u8 = 2;

/// What is read, for messages.
const ACCEPTED: &str = "a file of events of UCDP GED (csv), ICEWS (tab-separated), POLECAT \
    (tab-separated), ACLED (csv) or GDELT 2.0 (tab-separated, 61 cells a line, no header), as \
    text, gz or zip";

/// A file that can be read from any place.
pub(crate) trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// Opens the file, finds out whose events are in it, and passes the table to `f`.
///
/// # Errors
/// Coded errors that name the file; those of `f`.
pub(crate) fn with_sheet(name: &str, reader: &mut dyn ReadSeek, f: &mut Use<'_>) -> Result<()> {
    open(name, Disk(reader), f).map_err(|e| e.file(name))
}

/// A file whose failures are told from damage of what is in it.
struct Disk<'r>(&'r mut dyn ReadSeek);

fn refused(e: io::Error) -> io::Error {
    if e.raw_os_error().is_none() || e.kind() == io::ErrorKind::Interrupted {
        return e;
    }
    io::Error::other(
        Error::new(Code::Io, format!("the file cannot be read: {e}"))
            .hint("check the disk or the network the file is on, and try again"),
    )
}

impl Read for Disk<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf).map_err(refused)
    }
}

impl Seek for Disk<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to).map_err(refused)
    }
}

fn open(name: &str, mut disk: Disk<'_>, f: &mut Use<'_>) -> Result<()> {
    let packed = disk.seek(SeekFrom::End(0)).map_err(from_io)?;
    disk.seek(SeekFrom::Start(0)).map_err(from_io)?;
    let start = beginning(&mut disk, 16)?;
    disk.seek(SeekFrom::Start(0)).map_err(from_io)?;
    match sniff(&start) {
        Format::Zip => open_zip(name, disk, f),
        _ => open_stream(name, Box::new(disk), packed, MAX_DEPTH, f),
    }
}

fn beginning(reader: &mut dyn Read, bytes: usize) -> Result<Vec<u8>> {
    let mut start = Vec::with_capacity(bytes);
    reader.take(bytes as u64).read_to_end(&mut start).map_err(from_io)?;
    Ok(start)
}

fn open_zip(name: &str, disk: Disk<'_>, f: &mut Use<'_>) -> Result<()> {
    let mut zip = archive::zip(BufReader::new(disk))?;
    if is_workbook(&zip) {
        return Err(not_text("a workbook"));
    }
    let entries = entries(&mut zip)?;
    let [entry] = entries.as_slice() else {
        let names = entries.iter().take(6).map(|e| e.name.clone()).collect();
        return Err(match entries.len() {
            0 => Error::new(Code::Unrecognised, "the archive holds no data file"),
            _ => Error::new(Code::Unrecognised, "the archive holds several data files"),
        }
        .expected("one file of events in the archive")
        .candidates(names)
        .hint("unpack the archive and read the files in it one by one"));
    };
    let Unpacking { name, packed, reader } = unpack(&mut zip, name, entry)?;
    open_stream(&name, Box::new(reader), packed, MAX_DEPTH - 1, f).map_err(|e| e.file(name))
}

fn open_stream(
    name: &str,
    mut reader: Box<dyn Read + '_>,
    packed: u64,
    depth: u8,
    f: &mut Use<'_>,
) -> Result<()> {
    let start = beginning(&mut reader, 16)?;
    let format = sniff(&start);
    let whole = Cursor::new(start).chain(reader);
    match (format, depth.checked_sub(1)) {
        (Format::Text, _) => open_text(name, whole, f),
        (Format::Gzip, Some(depth)) => {
            let inside = MultiGzDecoder::new(BufReader::new(whole));
            let inside = Bounded::new(inside, packed, MAX_UNPACKED);
            open_stream(name, Box::new(inside), packed, depth, f)
        }
        (Format::Gzip | Format::Zip, _) => Err(bad_archive("it holds archives within archives")),
        (Format::Stata, _) => Err(not_text("a Stata file")),
        (Format::OldWorkbook, _) => Err(not_text("a workbook")),
    }
}

fn not_text(what: &str) -> Error {
    Error::new(Code::Unrecognised, format!("the file is {what}"))
        .expected(ACCEPTED)
        .hint("use the file as published")
}

fn open_text<'a>(name: &str, mut reader: impl Read + 'a, f: &mut Use<'_>) -> Result<()> {
    let prefix = beginning(&mut reader, PREFIX)?;
    check_prefix(&prefix)?;
    let mark = if prefix.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let first = first_line(prefix.get(mark..).unwrap_or_default());
    let headless = first.as_ref().is_some_and(gdelt::is_record);
    let header = first.map(|row| Header::new((0..row.len()).map(|i| lossy(row.cell(i)))));
    let lines = header.as_ref().and_then(EventSource::recognise).is_some_and(EventSource::is_lines);
    let mut whole = Cursor::new(prefix).chain(reader);
    whole.get_mut().0.set_position(mark as u64);
    let rows: Box<dyn RowSource + 'a> = if headless || lines {
        Box::new(LineRows::new(whole))
    } else {
        Box::new(TextRows::open(whole)?)
    };
    if headless {
        return run(Sheet::headless(name, rows, gdelt::header()), EventSource::Gdelt, f);
    }
    let sheet = Sheet::open(name, rows)?;
    let source = EventSource::recognise(sheet.header()).ok_or_else(|| unrecognised(&sheet))?;
    run(sheet, source, f)
}

fn run(mut sheet: Sheet<'_>, source: EventSource, f: &mut Use<'_>) -> Result<()> {
    for names in source.signature() {
        sheet.col(names)?;
    }
    if source == EventSource::Polecat {
        sheet.leave_out_strays();
    }
    sheet.begin()?;
    f(&mut sheet, source)
}

/// The cells of the first line that is not blank, if tabs separate them.
fn first_line(prefix: &[u8]) -> Option<RowBuf> {
    let line = prefix.split(|b| *b == b'\n').find(|line| !line.trim_ascii().is_empty())?;
    let count = |by: u8| line.iter().filter(|b| **b == by).count();
    if count(b'\t') <= count(b',').max(count(b';')) {
        return None;
    }
    let mut row = RowBuf::default();
    LineRows::new(line).next_row(&mut row).ok()?.then_some(row)
}

fn unrecognised(sheet: &Sheet<'_>) -> Error {
    let names = sheet.header().names();
    let is_value = |n: &String| parse_float(n).is_some() || parse_date(n).is_some();
    let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
    let hint = if names.iter().any(is_value) {
        "the first row holds values, not column names: put the header row back"
    } else {
        "use the file as published; comity knows a source of events by its column names"
    };
    Error::new(Code::Unrecognised, "the file is no source of events that comity reads")
        .file(sheet.file())
        .row(1)
        .value(shown.join(", "))
        .expected(ACCEPTED)
        .hint(hint)
}
