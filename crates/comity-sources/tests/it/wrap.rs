//! Tables as text, and text in the wrappings users download.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A table with its header as row 0.
#[derive(Clone, Debug)]
pub(crate) struct Grid(pub(crate) Vec<Vec<String>>);

impl Grid {
    /// The cells of comma- or tab-separated UTF-8 or Latin-1 text.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let latin_1 = || bytes.iter().copied().map(char::from).collect();
        let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| latin_1());
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(if bytes.contains(&b'\t') { b'\t' } else { b',' })
            .from_reader(text.as_bytes());
        Self(reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect())
    }

    pub(crate) fn column(&self, name: &str) -> usize {
        self.0[0].iter().position(|h| h.trim() == name).unwrap()
    }

    /// The grid with one cell changed; row 1 is the first row of data.
    pub(crate) fn with(&self, row: usize, column: usize, cell: &str) -> Self {
        let mut grid = self.clone();
        grid.0[row][column] = cell.to_owned();
        grid
    }

    /// Applies `f` to every cell below the header.
    pub(crate) fn map(&self, f: impl Fn(&str) -> String) -> Self {
        let mut grid = self.clone();
        grid.0.iter_mut().skip(1).flatten().for_each(|cell| *cell = f(cell));
        grid
    }

    pub(crate) fn text(&self) -> Vec<u8> {
        self.delimited(b',', csv::QuoteStyle::Necessary, "\n")
    }

    pub(crate) fn delimited(&self, by: u8, quotes: csv::QuoteStyle, end: &str) -> Vec<u8> {
        let end = if end == "\r\n" {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(end.as_bytes()[0])
        };
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(by)
            .quote_style(quotes)
            .terminator(end)
            .from_writer(Vec::new());
        self.0.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }
}

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with the table on its first sheet, numbers as numbers.
pub(crate) fn xlsx(grid: &Grid) -> Vec<u8> {
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (r, row) in grid.0.iter().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", r + 1));
        for (c, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let at = format!("{}{}", column_letters(c), r + 1);
            let escaped = cell.replace('&', "&amp;").replace('<', "&lt;");
            sheet.push_str(&match cell.parse::<f64>() {
                Ok(_) if r > 0 => format!("<c r=\"{at}\"><v>{escaped}</v></c>"),
                _ => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{escaped}</t></is></c>"),
            });
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    workbook(&sheet)
}

/// A workbook around the XML of its first sheet.
pub(crate) fn workbook(sheet: &str) -> Vec<u8> {
    const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SPREADSHEET}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{SPREADSHEET}.worksheet+xml\"/></Types>"
    );
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{OFFICE}\">\
         <sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn column_letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap()));
        match (column / 26).checked_sub(1) {
            None => return letters,
            Some(rest) => column = rest,
        }
    }
}
