//! The page of one pair.

use super::sections::{
    answer, evidence, footer, limits, network, question, scenarios, theories, timeline, track, why,
};
use super::shell::{Entry, document};
use crate::page::Page;
use maud::html as markup;

/// The contents, in the order of the sections.
const CONTENTS: [Entry; 10] = [
    Entry { id: "answer", label: "Answer by domain" },
    Entry { id: "why", label: "Why" },
    Entry { id: "theories", label: "Rival theories" },
    Entry { id: "scenarios", label: "Scenarios" },
    Entry { id: "timeline", label: "Timeline" },
    Entry { id: "network", label: "Network" },
    Entry { id: "track", label: "Track record" },
    Entry { id: "evidence", label: "Evidence" },
    Entry { id: "limits", label: "Limits" },
    Entry { id: "provenance", label: "Provenance" },
];

/// The report of one pair as one self-contained HTML document in UTF-8.
///
/// It holds no script, loads nothing (a content-security policy forbids it), follows the
/// reader's light or dark setting, fits widths from 360 px, and prints. Its only outward
/// links are DOIs; its links to data name the files of [`crate::figures_data`].
#[must_use]
pub fn html(page: &Page) -> String {
    let q = &page.question;
    let title = format!("{} and {}: outlook for {}", q.a.name, q.b.name, q.window());
    let body = markup! {
        (answer::section(page))
        (why::section(page))
        (theories::section(page))
        (scenarios::section(page))
        (timeline::section(page))
        (network::section(page))
        (track::section(page))
        (evidence::section(page))
        (limits::section(page))
        (footer::section(&page.provenance, 11))
    };
    document(&title, &q.text, &CONTENTS, &question::header(page), &body)
}
