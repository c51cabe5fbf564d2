//! Text of a Stata file: fixed-width strings and the store of long strings (`strL`).

use super::bytes::Bytes;
use super::schema::{Kind, Layout, Schema};
use comity_core::{Code, Error, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Mark before every entry of the store of long strings ("generic string object").
const ENTRY: &str = "GSO";
/// Entry type of text; the other type, 129, is binary.
const TEXT: u64 = 130;

/// The text in `raw` up to its first NUL.
pub(super) fn decode<'a>(layout: &Layout, raw: &'a [u8]) -> Result<Cow<'a, str>> {
    let raw = raw.split(|b| *b == 0).next().unwrap_or_default();
    if layout.utf8 {
        return std::str::from_utf8(raw).map(Cow::Borrowed).map_err(|_| {
            Error::new(Code::BadEncoding, "the text is not UTF-8")
                .value(String::from_utf8_lossy(raw))
                .expected("UTF-8, as in every Stata file from format 118 on")
        });
    }
    Ok(encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0)
}

/// The long strings of a file, by (variable, observation).
#[derive(Debug, Default)]
pub(super) struct LongStrings<'a> {
    entries: BTreeMap<(u64, u64), &'a [u8]>,
}

impl<'a> LongStrings<'a> {
    /// Reads the store, which only formats 117 and later have; the store is left unread
    /// where no variable refers to it.
    pub(super) fn read(bytes: &mut Bytes<'a>, schema: &Schema) -> Result<Self> {
        let layout = &schema.layout;
        let mut entries = BTreeMap::new();
        if !layout.xml {
            return Ok(Self { entries });
        }
        bytes.tag("<strls>")?;
        if schema.columns.iter().all(|c| c.kind != Kind::LongText) {
            return Ok(Self { entries });
        }
        while bytes.skip(ENTRY) {
            let variable = bytes.number(4, layout.order, "strls")?;
            let row = bytes.number(if layout.utf8 { 8 } else { 4 }, layout.order, "strls")?;
            let kind = bytes.number(1, layout.order, "strls")?;
            let content = bytes.sized(4, layout.order, "strls")?;
            // Binary content is no cell of any data set read here: it stays absent.
            if kind == TEXT {
                entries.insert((variable, row), content);
            }
        }
        bytes.tag("</strls>")?;
        Ok(Self { entries })
    }

    /// The bytes that the cell `raw` refers to. The reference (0, 0) is the empty string.
    pub(super) fn get(&self, layout: &Layout, raw: &[u8]) -> Result<&'a [u8]> {
        let split = layout.variable_width.min(raw.len());
        let (variable, row) = raw.split_at(split);
        let key = (layout.order.number(variable), layout.order.number(row));
        match self.entries.get(&key) {
            Some(text) => Ok(text),
            None if key == (0, 0) => Ok(&[]),
            None => Err(Error::new(Code::BadWorkbook, "a long string is not in the file")
                .value(format!("{}, {}", key.0, key.1))),
        }
    }
}
