//! What holds for any bytes: rows in the schema, or a coded error that names the file.

use super::{ALL, read};
use crate::wrap::{gz, zip};
use proptest::prelude::*;

fn coded(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Err(e) = read("file", bytes) {
        prop_assert!(e.code().as_str().starts_with("source/"), "{}", e);
        prop_assert!(e.file_name().is_some_and(|f| f.starts_with("file")), "{}", e);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        coded(&bytes)?;
        coded(&gz(&bytes))?;
        coded(&zip(&[("a.csv", &bytes)]))?;
    }

    #[test]
    fn any_changed_bytes(
        which in 0..ALL.len(),
        wrapping in 0..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let bytes = ALL[which].bytes;
        let mut bytes = match wrapping {
            0 => bytes.to_vec(),
            1 => gz(bytes),
            _ => zip(&[("a.csv", bytes)]),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        coded(&bytes)?;
    }

    #[test]
    fn any_cut(which in 0..ALL.len(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let bytes = ALL[which].bytes;
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        coded(&bytes[..to])?;
        coded(&bytes[from.min(to)..])?;
        coded(&[&bytes[..from.min(to)], &bytes[from.max(to)..]].concat())?;
    }

    #[test]
    fn any_rows_behind_a_header(
        which in 0..ALL.len(),
        tail in prop::collection::vec(prop_oneof![Just(b'\t'), Just(b','), Just(b'"'), Just(b'\n'), any::<u8>()], 0..600),
    ) {
        let bytes = ALL[which].bytes;
        let end = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
        coded(&[&bytes[..end], &tail].concat())?;
    }

    #[test]
    fn the_order_of_rows_changes_no_event(which in prop::sample::select(vec![1_usize, 2, 4]), keys in prop::collection::vec(any::<u32>(), 16)) {
        let sample = &ALL[which];
        let text = sample.text();
        let lines: Vec<&str> = text.lines().collect();
        let (above, rows) = lines.split_at(usize::from(which != 4));
        let mut rows: Vec<(u32, &str)> = keys.into_iter().cycle().zip(rows.iter().copied()).collect();
        rows.sort_unstable();
        let again: String = above.iter().copied().chain(rows.into_iter().map(|(_, r)| r)).map(|l| format!("{l}\n")).collect();
        let events = |lines: &[String]| {
            let mut events: Vec<String> =
                lines.iter().map(|l| l.split_once('|').unwrap().1.to_owned()).collect();
            events.sort();
            events
        };
        let (straight, shuffled) = (sample.read(), read(sample.name, again.as_bytes()).unwrap());
        prop_assert_eq!(events(&straight.1), events(&shuffled.1));
        prop_assert_eq!((straight.0.rows, straight.0.other), (shuffled.0.rows, shuffled.0.other));
    }
}
