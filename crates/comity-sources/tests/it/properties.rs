//! What holds for any order of rows and any bytes.

use crate::fixtures::ALL;
use crate::support::run;
use crate::wrap::Grid;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_changes_nothing(which in 0..ALL.len(), keys in prop::collection::vec(any::<u32>(), 64)) {
        let fixture = &ALL[which];
        let mut grid = Grid::parse(fixture.bytes);
        let mut rows: Vec<(u32, Vec<String>)> =
            keys.into_iter().cycle().zip(grid.0.drain(1..)).collect();
        rows.sort_by_key(|(key, _)| *key);
        grid.0.extend(rows.into_iter().map(|(_, row)| row));
        let (straight, shuffled) = (run("f.csv", fixture.bytes).unwrap(), run("f.csv", &grid.text()).unwrap());
        prop_assert_eq!(straight.sorted(), shuffled.sorted());
    }

    #[test]
    fn any_changed_bytes_give_rows_or_a_coded_error(
        which in 0..ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = ALL[which].bytes.to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Err(e) = run("f.csv", &bytes) {
            prop_assert!(e.code().as_str().starts_with("source/"), "{}", e);
            prop_assert_eq!(e.file_name(), Some("f.csv"));
        }
    }

    #[test]
    fn any_bytes_behind_a_header_give_a_coded_error_or_rows(
        which in 0..ALL.len(),
        tail in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let bytes = ALL[which].bytes;
        let end = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
        let bytes = [&bytes[..end], &tail].concat();
        if let Err(e) = run("f.csv", &bytes) {
            prop_assert!(e.code().as_str().starts_with("source/"), "{}", e);
        }
    }
}
