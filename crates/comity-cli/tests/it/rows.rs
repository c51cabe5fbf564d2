//! Rewriting the rows of source files.

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use std::io::Read;
use std::path::Path;

/// A table of bytes: source files need not be UTF-8.
pub(crate) struct Rows {
    header: ByteRecord,
    rows: Vec<ByteRecord>,
}

impl Rows {
    /// Reads a CSV file, gzipped or plain.
    pub(crate) fn read(path: &Path) -> Self {
        let mut bytes = std::fs::read(path).unwrap();
        if path.extension().is_some_and(|e| e == "gz") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
            bytes = plain;
        }
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
        let header = reader.byte_headers().unwrap().clone();
        Self { header, rows: reader.byte_records().map(Result::unwrap).collect() }
    }

    /// Writes it as plain CSV.
    pub(crate) fn write(&self, path: &Path) {
        let mut writer = WriterBuilder::new().flexible(true).from_path(path).unwrap();
        writer.write_byte_record(&self.header).unwrap();
        for row in &self.rows {
            writer.write_byte_record(row).unwrap();
        }
        writer.flush().unwrap();
    }

    fn column(&self, name: &str) -> usize {
        let plain = |h: &[u8]| String::from_utf8_lossy(h).trim().to_ascii_lowercase();
        self.header.iter().position(|h| plain(h) == name).unwrap_or_else(|| panic!("no {name}"))
    }

    /// Keeps the rows whose number in a column, plus an offset, is a year up to `last`.
    pub(crate) fn cut(mut self, column: &str, offset: i64, last: i64) -> Self {
        let at = self.column(column);
        self.rows.retain(|r| {
            let text = String::from_utf8_lossy(r.get(at).unwrap_or_default()).trim().to_owned();
            let number: f64 = text.parse().unwrap_or_else(|e| panic!("{column} {text:?}: {e}"));
            number as i64 + offset <= last
        });
        assert!(!self.rows.is_empty(), "nothing is left of {column}");
        self
    }

    /// The rows in another order, the same for the same seed.
    pub(crate) fn permuted(mut self, seed: u64) -> Self {
        // Fisher–Yates with Knuth's MMIX generator: any order will do, but always the same.
        let mut state = seed;
        for i in (1..self.rows.len()).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            self.rows.swap(i, (state >> 33) as usize % (i + 1));
        }
        self
    }

    /// The table with one column called otherwise.
    pub(crate) fn renamed(mut self, from: &str, to: &str) -> Self {
        let at = self.column(from);
        let names = self.header.iter().enumerate();
        self.header = names.map(|(i, h)| if i == at { to.as_bytes() } else { h }).collect();
        self
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}
