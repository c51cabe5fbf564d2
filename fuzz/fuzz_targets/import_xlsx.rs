//! Bytes as a workbook, and as the first sheet of a sound one.
#![no_main]

use comity_sources::{Input, import};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

const PARTS: [(&str, &str); 3] = [
    ("xl/workbook.xml", concat!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" ",
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
        "<sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    )),
    ("xl/_rels/workbook.xml.rels", concat!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
        "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/",
        "relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    )),
    ("xl/sharedStrings.xml", "<sst><si><t>dyad_id</t></si><si><t>year</t></si></sst>"),
];

fn try_import(bytes: &[u8]) {
    if let Err(e) = import(&Input { name: "file.xlsx", bytes }, &mut |_, _| Ok(())) {
        assert!(e.code().as_str().starts_with("source/"), "{e}");
    }
}

fn workbook(sheet: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = PARTS.iter().map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in parts.chain([("xl/worksheets/sheet1.xml", sheet)]) {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fuzz_target!(|data: &[u8]| {
    try_import(data);
    if let Ok(bytes) = workbook(data) {
        try_import(&bytes);
    }
});
