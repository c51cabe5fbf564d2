//! From a file as downloaded to the one table in it.

use crate::archive::{self, Entry, Format, Unpacking, entries, is_workbook, sniff, unpack};
use crate::error::{bad_archive, bad_workbook, from_io};
use crate::limits::{Bounded, MAX_IN_MEMORY, MAX_UNPACKED};
use crate::registry::{self, Importer};
use crate::sheet::{RowSource, Sheet};
use crate::stata::StataRows;
use crate::text::TextRows;
use crate::types::{Input, Layout};
use crate::workbook;
use comity_core::{Code, Error, Result};
use flate2::bufread::MultiGzDecoder;
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// What is done with the recognised table of a file.
pub(crate) type Use<'f> = dyn FnMut(&mut Sheet<'_>, &'static Importer) -> Result<()> + 'f;

/// Most compressed layers, such as a gz in a zip.
const MAX_DEPTH: u8 = 2;

/// Opens the file, finds the table that a data set is in, and passes it to `f`.
///
/// # Errors
/// Coded errors that name the file; those of `f`.
pub(crate) fn with_sheet(input: &Input<'_>, f: &mut Use<'_>) -> Result<()> {
    open(input.name, input.bytes, MAX_DEPTH, f).map_err(|e| e.file(input.name))
}

fn open(name: &str, bytes: &[u8], depth: u8, f: &mut Use<'_>) -> Result<()> {
    if bytes.is_empty() {
        return Err(Error::new(Code::Empty, "the file holds nothing").hint("download it again"));
    }
    match sniff(bytes) {
        Format::Zip => open_zip(name, bytes, depth, f),
        Format::Gzip => open_gzip(name, bytes, depth, f),
        Format::Stata => run(name, Box::new(StataRows::open(bytes)?), f),
        Format::OldWorkbook => Err(bad_workbook("the old .xls format is not read")),
        Format::Text => run(name, Box::new(TextRows::open(bytes)?), f),
    }
}

fn run(name: &str, rows: Box<dyn RowSource + '_>, f: &mut Use<'_>) -> Result<()> {
    let mut sheet = Sheet::open(name, rows)?;
    let importer = registry::recognise(&sheet)?;
    sheet.begin()?;
    f(&mut sheet, importer)
}

fn open_gzip(name: &str, bytes: &[u8], depth: u8, f: &mut Use<'_>) -> Result<()> {
    let reader = Bounded::new(MultiGzDecoder::new(bytes), bytes.len() as u64, MAX_UNPACKED);
    open_stream(name, reader, bytes.len() as u64, depth, f)
}

/// Text is streamed; what must be read as a whole is, within bounds.
fn open_stream(
    name: &str,
    mut reader: impl Read,
    packed: u64,
    depth: u8,
    f: &mut Use<'_>,
) -> Result<()> {
    let mut start = Vec::new();
    reader.by_ref().take(16).read_to_end(&mut start).map_err(from_io)?;
    let format = sniff(&start);
    let mut whole = Cursor::new(start).chain(reader);
    if let Format::Text = format {
        return run(name, Box::new(TextRows::open(whole)?), f);
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Err(bad_archive("it holds archives within archives"));
    };
    let mut bytes = Vec::new();
    Bounded::new(&mut whole, packed, MAX_IN_MEMORY).read_to_end(&mut bytes).map_err(from_io)?;
    open(name, &bytes, depth, f)
}

fn open_zip(name: &str, bytes: &[u8], depth: u8, f: &mut Use<'_>) -> Result<()> {
    let mut zip = archive::zip(Cursor::new(bytes))?;
    if is_workbook(&zip) {
        return workbook::with_rows(bytes, &mut |rows| run(name, rows, f));
    }
    let entries = entries(&mut zip)?;
    let chosen = match entries.as_slice() {
        [] => {
            return Err(Error::new(Code::Unrecognised, "the archive holds no data file")
                .expected("a csv, tab-separated, dta or xlsx file in the archive"));
        }
        [only] => only,
        several => choose(several, &mut |e| {
            let mut found = None;
            open_entry(&mut zip, name, e, depth, &mut |_, importer| {
                found = Some(importer);
                Ok(())
            })?;
            Ok(found)
        })?,
    };
    open_entry(&mut zip, name, chosen, depth, f)
}

/// The entry to read where several may be tables: the finest layout of the one data set.
fn choose<'e>(
    entries: &'e [Entry],
    recognise: &mut dyn FnMut(&Entry) -> Result<Option<&'static Importer>>,
) -> Result<&'e Entry> {
    let mut best: Option<(&Entry, &'static Importer)> = None;
    let mut failure = None;
    for entry in entries {
        let importer = match recognise(entry) {
            Ok(Some(importer)) => importer,
            Ok(None) => continue,
            Err(e) => {
                failure.get_or_insert(e);
                continue;
            }
        };
        best = match best {
            Some((_, kept)) if kept.key != importer.key => {
                return Err(Error::new(Code::Unrecognised, "the archive holds several data sets")
                    .candidates(vec![kept.key.to_string(), importer.key.to_string()])
                    .hint("unpack the archive and add its folder"));
            }
            Some((_, kept)) if layout_rank(kept.layout) >= layout_rank(importer.layout) => best,
            _ => Some((entry, importer)),
        };
    }
    match (best, failure) {
        (Some((entry, _)), _) => Ok(entry),
        (None, Some(e)) => Err(e),
        (None, None) => Err(Error::new(Code::Unrecognised, "the archive holds no data file")),
    }
}

fn layout_rank(layout: Layout) -> u8 {
    u8::from(layout == Layout::TriadYear)
}

fn open_entry<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    archive: &str,
    entry: &Entry,
    depth: u8,
    f: &mut Use<'_>,
) -> Result<()> {
    let Unpacking { name, packed, reader } = unpack(zip, archive, entry)?;
    open_stream(&name, reader, packed, depth, f)
}
