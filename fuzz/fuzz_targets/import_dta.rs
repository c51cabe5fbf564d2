//! Bytes as a Stata file.
#![no_main]

use comity_sources::dta::DtaFile;
use comity_sources::{Input, import};
use libfuzzer_sys::fuzz_target;

fn try_read(bytes: &[u8]) {
    if let Err(e) = import(&Input { name: "file.dta", bytes }, &mut |_, _| Ok(())) {
        assert!(e.code().as_str().starts_with("source/"), "{e}");
    }
    let Ok(file) = DtaFile::open(bytes) else { return };
    let mut cells = Vec::new();
    for row in 0..file.rows().min(64) {
        if file.row(row, &mut cells).is_ok() {
            assert_eq!(cells.len(), file.names().len());
        }
    }
}

fuzz_target!(|data: &[u8]| {
    try_read(data);
    try_read(&[b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>", data].concat());
    try_read(&[&[115, 2, 1, 0][..], data].concat());
});
