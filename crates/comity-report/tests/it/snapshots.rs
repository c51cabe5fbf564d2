//! The page and the summary as they stand. After a wanted change: `cargo insta review`.

use crate::samples;
use comity_report::{html, score_html, summary};

/// The body, one element a line, so that a change shows as a small difference.
fn lines(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |b| b.1);
    body.replace("><", ">\n<")
}

#[test]
fn page() {
    insta::assert_snapshot!("page", lines(&html(&samples::full())));
}

#[test]
fn page_without_basis() {
    insta::assert_snapshot!("page_without_basis", lines(&html(&samples::empty())));
}

#[test]
fn evaluation() {
    insta::assert_snapshot!("evaluation", lines(&score_html(&samples::evaluation(), "score")));
}

#[test]
fn terminal() {
    insta::assert_snapshot!("terminal_80", summary(&samples::full(), 80, false));
    insta::assert_snapshot!("terminal_60", summary(&samples::full(), 60, false));
    insta::assert_snapshot!("terminal_without_basis", summary(&samples::empty(), 80, false));
}
