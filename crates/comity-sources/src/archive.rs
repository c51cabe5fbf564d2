//! Wrappings: what the first bytes of a file say it is, and the files in a zip archive.

use crate::error::{bad_archive, from_io};
use crate::limits::{Bounded, MAX_UNPACKED, archive_too_large, too_large};
use comity_core::{Error, Result};
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// What the first bytes of a file say it is.
pub(crate) enum Format {
    /// A zip archive; an xlsx workbook is one.
    Zip,
    /// Gzip.
    Gzip,
    /// A Stata file.
    Stata,
    /// A workbook in the old .xls format.
    OldWorkbook,
    /// Anything else.
    Text,
}

/// The format of a file that begins with `bytes`; 8 of them are enough.
pub(crate) fn sniff(bytes: &[u8]) -> Format {
    match bytes {
        [0x1f, 0x8b, ..] => Format::Gzip,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Format::Zip,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Format::OldWorkbook,
        // Formats 117 to 119; and 104 to 115: release, byte order (1 or 2), file type 1.
        [b'<', b's', b't', b'a', b't', b'a', b'_', b'd', ..] | [104..=115, 1 | 2, 1, ..] => {
            Format::Stata
        }
        _ => Format::Text,
    }
}

/// One file of a zip archive that may be a table.
pub(crate) struct Entry {
    index: usize,
    /// Its path in the archive.
    pub(crate) name: String,
    rank: usize,
}

/// Suffixes of files that may hold a table, in order of preference.
const SUFFIXES: [&str; 8] = [".csv", ".tsv", ".tab", ".asc", ".txt", ".dta", ".xlsx", ".gz"];

/// Opens a zip archive.
///
/// # Errors
/// [`comity_core::Code::BadArchive`]; errors of the reader.
pub(crate) fn zip<R: Read + Seek>(reader: R) -> Result<ZipArchive<R>> {
    ZipArchive::new(reader).map_err(zip_error)
}

/// Whether the archive is an xlsx workbook.
pub(crate) fn is_workbook<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    zip.index_for_name("xl/workbook.xml").is_some()
}

/// The files of an archive that may hold a table, the likeliest first.
///
/// # Errors
/// [`comity_core::Code::BadArchive`]; errors of the reader.
pub(crate) fn entries<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index).map_err(zip_error)?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let base = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let hidden = base.starts_with('.') || name.starts_with("__MACOSX");
        if let Some(rank) = SUFFIXES.iter().position(|s| base.ends_with(s)).filter(|_| !hidden) {
            entries.push(Entry { index, name, rank });
        }
    }
    entries.sort_by(|x, y| (x.rank, &x.name).cmp(&(y.rank, &y.name)));
    Ok(entries)
}

/// A file of an archive, while it is unpacked.
pub(crate) struct Unpacking<'z, R: Read> {
    /// The archive's name, a slash and the file's own.
    pub(crate) name: String,
    /// Its compressed size in bytes.
    pub(crate) packed: u64,
    /// What is in it, within bounds.
    pub(crate) reader: Bounded<ZipFile<'z, R>>,
}

/// Unpacks one file of an archive, within the bounds of [`crate::limits`].
///
/// # Errors
/// [`comity_core::Code::ArchiveTooLarge`], [`comity_core::Code::BadArchive`]; errors of the
/// reader.
pub(crate) fn unpack<'z, R: Read + Seek>(
    zip: &'z mut ZipArchive<R>,
    archive: &str,
    entry: &Entry,
) -> Result<Unpacking<'z, R>> {
    let name = format!("{archive}/{}", entry.name);
    let file = zip.by_index(entry.index).map_err(zip_error)?;
    let packed = file.compressed_size();
    if too_large(packed, file.size(), MAX_UNPACKED) {
        return Err(archive_too_large().file(name));
    }
    Ok(Unpacking { name, packed, reader: Bounded::new(file, packed, MAX_UNPACKED) })
}

fn zip_error(e: ZipError) -> Error {
    match e {
        ZipError::Io(e) => from_io(e),
        other => bad_archive(&other.to_string()),
    }
}
