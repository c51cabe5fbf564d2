//! Rows behind a valid header of each layout.
#![no_main]

use comity_sources::{Input, import, required_columns};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&which, rows)) = data.split_first() else { return };
    let layouts = required_columns();
    let Some((key, _, columns)) = layouts.get(usize::from(which) % layouts.len()) else { return };
    let names: Vec<&str> = columns.iter().filter_map(|c| c.split('|').next()).collect();
    let mut bytes = names.join(",").into_bytes();
    bytes.push(b'\n');
    bytes.extend_from_slice(rows);
    let found = import(&Input { name: "file.csv", bytes: &bytes }, &mut |table, batch| {
        assert_eq!(batch.schema(), table.schema());
        Ok(())
    });
    match found {
        Ok(imported) => assert_eq!(imported.source, *key),
        Err(e) => assert!(e.code().as_str().starts_with("source/"), "{e}"),
    }
});
