//! The terminal summary.

use crate::samples;
use comity_report::summary;
use unicode_width::UnicodeWidthStr;

#[test]
fn no_line_is_wider_than_the_terminal() {
    for page in [samples::full(), samples::stress(), samples::empty(), samples::hostile()] {
        for width in [60, 61, 72, 80, 100, 132, 200] {
            for line in summary(&page, width, false).lines() {
                assert!(line.width() <= width, "{width}: {} {line}", line.width());
            }
        }
    }
}

#[test]
fn a_full_answer_fits_a_screen_or_two() {
    let n = summary(&samples::full(), 80, false).lines().count();
    assert!((40..=62).contains(&n), "{n} lines");
    assert!(summary(&samples::empty(), 80, false).lines().count() < 40);
}

#[test]
fn colour_changes_no_character() {
    for page in [samples::full(), samples::stress()] {
        let plain = summary(&page, 80, false);
        let coloured = summary(&page, 80, true);
        let mut stripped = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            stripped.push_str(before);
            rest = after.split_once('m').expect("sequence ends").1;
        }
        stripped.push_str(rest);
        assert_eq!(stripped, plain);
        assert!(coloured.len() > plain.len());
    }
}

#[test]
fn the_answer_stands_with_interval_word_and_base_rate() {
    let text = summary(&samples::full(), 80, false);
    let line = text.lines().find(|l| l.starts_with("Any ")).expect("headline");
    for part in ["61%", "49% to 71%", "likely", "1.2%"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    for part in ["not coded", "no basis", "Not for targeting"] {
        assert!(text.contains(part), "{part}");
    }
}
