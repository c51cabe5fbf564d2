//! The page of an evaluation over all pairs.

use super::parts;
use super::sections::{footer, track};
use super::shell::{Entry, document};
use crate::data;
use crate::page::ScorePage;
use maud::html as markup;

const CONTENTS: [Entry; 2] =
    [Entry { id: "track", label: "Scores" }, Entry { id: "provenance", label: "Provenance" }];

/// A rolling-origin evaluation as one self-contained HTML document: for each outcome the
/// scores of every model with intervals, whether it beats persistence, and reliability plots
/// with consistency bands. `stem` begins the names of the files of [`crate::score_data`].
#[must_use]
pub fn score_html(page: &ScorePage, stem: &str) -> String {
    let header = markup! {
        header.masthead {
            p.eyebrow { "comity · evaluation over all pairs" }
            h1 { (parts::name(&page.title)) }
            div.lede { (parts::prose(&page.method)) }
        }
    };
    let sets = (data::scores(&page.records), data::calibration(&page.records));
    let body = markup! {
        (parts::section("track", 1, "Scores", &track::records(&page.records, &sets.0, &sets.1, stem)))
        (footer::section(&page.provenance, 2))
    };
    document(&page.title, &page.method, &CONTENTS, &header, &body)
}
