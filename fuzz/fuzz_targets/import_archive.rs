//! Bytes as an archive, and bytes in a sound archive.
#![no_main]

use comity_sources::{Input, detect, import};
use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn try_import(name: &str, bytes: &[u8]) {
    let input = Input { name, bytes };
    let detected = detect(&input);
    if let Err(e) = import(&input, &mut |_, _| Ok(())) {
        assert!(e.code().as_str().starts_with("source/"), "{e}");
        assert!(e.file_name().is_some_and(|f| f.starts_with(name)), "{e}");
    } else {
        assert!(detected.is_ok());
    }
}

fuzz_target!(|data: &[u8]| {
    try_import("file", data);
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    if gz.write_all(data).is_ok()
        && let Ok(bytes) = gz.finish()
    {
        try_import("file.csv.gz", &bytes);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    if zip.start_file("data.csv", SimpleFileOptions::default()).is_ok()
        && zip.write_all(data).is_ok()
        && let Ok(bytes) = zip.finish()
    {
        try_import("file.zip", &bytes.into_inner());
    }
});
