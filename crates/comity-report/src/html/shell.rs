//! The frame of every page: head, style, skip link, contents, main.

use crate::text;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet, also read by the test of its contrasts.
const STYLE: &str = include_str!("style.css");

/// Forbids every load: the page must be whole in itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// An entry of the contents: anchor and heading.
pub(crate) struct Entry {
    /// Id of the section.
    pub(crate) id: &'static str,
    /// Heading as shown in the contents.
    pub(crate) label: &'static str,
}

/// A whole document.
pub(crate) fn document(
    title: &str,
    description: &str,
    contents: &[Entry],
    header: &Markup,
    body: &Markup,
) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="comity";
                meta name="description" content=(text::clean(description));
                title { (text::clean(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the answer" }
                div.frame {
                    nav.contents aria-label="Contents" {
                        p.eyebrow { "Contents" }
                        ol {
                            @for e in contents { li { a href={ "#" (e.id) } { (e.label) } } }
                        }
                    }
                    main #main tabindex="-1" {
                        (header)
                        (body)
                    }
                }
            }
        }
    }
    .into_string()
}
