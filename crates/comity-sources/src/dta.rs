//! Stata data files (`.dta`), formats 113–115 and 117–119: header names and cells as text.
//!
//! Layout: Stata help files `dta_113` to `dta_119` (StataCorp). The whole file is in
//! memory, every section is a slice of it, and nothing is allocated whose size a length
//! field of the file alone decides: damaged bytes lead to a coded error, never to a panic
//! or to more memory than a small multiple of the file's size.
//!
//! Cells: integers and floats in the shortest form that reads back to the same number
//! (single-precision values as such: `0.1`, not `0.10000000149`); every Stata missing
//! value (`.`, `.a` … `.z`) is the empty string; strings end at their first NUL and are
//! UTF-8 from format 118 on, Windows-1252 before. Value labels are not applied.

mod bytes;
mod schema;
mod text;
mod value;

use bytes::Bytes;
use comity_core::{Code, Error, Result};
use schema::Schema;
use text::LongStrings;

/// Whether the bytes look like a Stata file of any format.
#[must_use]
pub fn is_dta(bytes: &[u8]) -> bool {
    bytes.starts_with(schema::XML_START)
        || matches!(bytes, [113..=115, 1 | 2, 1, _, ..] if bytes.len() > schema::OLD_HEADER)
}

/// An open Stata file.
///
/// ```
/// use comity_sources::dta::DtaFile;
/// let err = DtaFile::open(b"<stata_dta><header><release>118").unwrap_err();
/// assert_eq!(err.code().as_str(), "source/truncated");
/// ```
#[derive(Debug)]
pub struct DtaFile<'a> {
    schema: Schema,
    data: &'a [u8],
    long: LongStrings<'a>,
}

impl<'a> DtaFile<'a> {
    /// Reads header and schema and checks that all rows are there.
    ///
    /// # Errors
    /// [`Code::BadWorkbook`] where the bytes are not a Stata file of a known format,
    /// [`Code::Truncated`] where they end too early, [`Code::BadEncoding`] where a name
    /// is not text.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let mut cursor = Bytes::new(bytes);
        let schema = Schema::read(&mut cursor)?;
        let size = usize::try_from(schema.rows)
            .ok()
            .and_then(|n| n.checked_mul(schema.row_len))
            .ok_or_else(|| cursor.truncated("data"))?;
        schema.layout.tag(&mut cursor, "<data>")?;
        let data = cursor.take(size, "data")?;
        schema.layout.tag(&mut cursor, "</data>")?;
        let long = LongStrings::read(&mut cursor, &schema)?;
        if schema.layout.xml && !bytes.trim_ascii_end().ends_with(b"</stata_dta>") {
            return Err(cursor.truncated("value_labels"));
        }
        Ok(Self { schema, data, long })
    }

    /// Variable names, in the order of the cells of a row.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.schema.names
    }

    /// Variable labels, in the order of the cells of a row; empty where there is none.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.schema.labels
    }

    /// The label of the data set.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.schema.title
    }

    /// The number of observations.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.schema.rows
    }

    /// Writes the cells of row `index` (from 0) into `cells`, which is resized to the
    /// number of variables and whose strings are reused.
    ///
    /// # Errors
    /// [`Code::NoRows`] past the last row, [`Code::BadEncoding`] or [`Code::BadWorkbook`]
    /// for a damaged cell, with row (the header counts as row 1) and column.
    pub fn row(&self, index: u64, cells: &mut Vec<String>) -> Result<()> {
        let row = usize::try_from(index)
            .ok()
            .filter(|_| index < self.schema.rows)
            .and_then(|i| i.checked_mul(self.schema.row_len))
            .and_then(|start| self.data.get(start..start.checked_add(self.schema.row_len)?))
            .ok_or_else(|| Error::new(Code::NoRows, "there is no such observation"))?;
        cells.resize(self.schema.columns.len(), String::new());
        for ((column, name), cell) in self.schema.columns.iter().zip(self.names()).zip(cells) {
            cell.clear();
            let raw = row.get(column.start..column.end).unwrap_or_default();
            value::render(&self.schema.layout, column.kind, raw, &self.long, cell)
                .map_err(|e| e.row(index.saturating_add(2)).column(name.clone()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One variable of every type, two rows, in format 118 (little endian) or 115 (big).
    pub(super) fn sample(format: u8) -> Vec<u8> {
        super::schema::tests::sample(format)
    }

    fn cells(file: &DtaFile<'_>, row: u64) -> Vec<String> {
        let mut cells = Vec::new();
        file.row(row, &mut cells).unwrap();
        cells
    }

    #[test]
    fn every_format_gives_the_same_cells() {
        for format in [113, 114, 115, 117, 118, 119] {
            let bytes = sample(format);
            assert!(is_dta(&bytes), "{format}");
            let file = DtaFile::open(&bytes).unwrap();
            let long = format >= 117;
            let names: Vec<&str> = file.names().iter().map(String::as_str).collect();
            let expected = ["b", "i", "l", "f", "d", "s", "note"];
            assert_eq!(names, &expected[..if long { 7 } else { 6 }], "{format}");
            assert_eq!(file.rows(), 2);
            assert_eq!(&cells(&file, 0)[..6], ["-3", "1990", "70000", "0.1", "-2.5", "né"]);
            assert_eq!(&cells(&file, 1)[..6], ["", "", "", "", "", ""]);
            if long {
                assert_eq!(cells(&file, 0)[6], "a long text", "{format}");
                assert_eq!(cells(&file, 1)[6], "", "{format}");
            }
        }
    }

    #[test]
    fn every_prefix_is_refused_and_none_panics() {
        for format in [115, 118] {
            let bytes = sample(format);
            let whole = DtaFile::open(&bytes).is_ok();
            assert!(whole);
            for end in 0..bytes.len() {
                let Ok(file) = DtaFile::open(&bytes[..end]) else { continue };
                // What follows the data of a 115 file (value labels) is not needed.
                assert!(format == 115 && file.rows() == 2, "{format} cut at {end}");
            }
        }
    }

    #[test]
    fn every_changed_byte_gives_cells_or_a_coded_error() {
        for format in [114, 117, 118, 119] {
            let bytes = sample(format);
            for at in 0..bytes.len() {
                for change in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                    let mut damaged = bytes.clone();
                    damaged[at] ^= change;
                    let Ok(file) = DtaFile::open(&damaged) else { continue };
                    let mut out = Vec::new();
                    for row in 0..file.rows().min(4) {
                        let _ = file.row(row, &mut out);
                    }
                }
            }
        }
    }

    #[test]
    fn a_damaged_string_names_row_and_column() {
        let mut bytes = sample(118);
        let at = bytes.windows(3).position(|w| w == "né".as_bytes()).unwrap();
        bytes[at + 1] = 0xff;
        let file = DtaFile::open(&bytes).unwrap();
        let err = file.row(0, &mut Vec::new()).unwrap_err();
        assert_eq!(err.code(), Code::BadEncoding);
        assert_eq!((err.row_number(), err.column_name()), (Some(2), Some("s")));
    }
}
