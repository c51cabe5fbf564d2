//! Names are data: no text of a page may become markup, a load or a control sequence.

use crate::markup::{pages, read};
use crate::samples;
use comity_report::{figures_data, html, summary};

#[test]
fn nothing_is_loaded_and_only_dois_are_linked() {
    for (page, html) in pages() {
        for e in read(&html) {
            assert!(
                ![
                    "script", "img", "iframe", "link", "object", "embed", "base", "form", "use",
                    "image"
                ]
                .contains(&e.name.as_str()),
                "{page}: <{}>",
                e.name
            );
            for (key, value) in &e.attributes {
                assert!(
                    !key.starts_with("on")
                        && !["src", "srcset", "action", "style", "xlink:href"]
                            .contains(&key.as_str()),
                    "{page}: {key}"
                );
                if key == "href" {
                    let local = value.starts_with('#')
                        || (!value.contains([':', '/'])
                            && (value.ends_with(".csv") || value.ends_with(".json")));
                    assert!(
                        local || value.starts_with("https://doi.org/10."),
                        "{page}: link to {value}"
                    );
                }
            }
        }
        let style =
            html.split("<style>").nth(1).and_then(|s| s.split("</style>").next()).expect("style");
        assert!(!style.contains("url(") && !style.contains("@import"), "{page}");
        assert!(html.contains("default-src 'none'"), "{page}");
    }
}

#[test]
fn hostile_names_stay_text() {
    let html = html(&samples::hostile());
    assert!(!html.contains("<script"));
    assert!(!html.contains("<img"));
    assert!(html.contains("&lt;script&gt;alert('x')&lt;/script&gt;"), "the name is shown as it is");
    assert!(html.contains("&amp;amp;"), "an entity in a name is not decoded");
    assert!(!html.chars().any(|c| c.is_control() && c != '\n'), "control characters");
    assert!(!html.contains('\u{202e}'), "override of direction");
}

#[test]
fn names_of_any_direction_are_isolated() {
    let html = html(&samples::hostile());
    assert!(html.contains("<bdi>حركة &quot;النهر&quot; &lt;b&gt;</bdi>"));
    assert!(html.contains("\u{2068}جبهة الساحل 5\u{2069}"), "isolates inside drawings");
}

#[test]
fn the_terminal_gets_no_escape_from_data() {
    assert!(!summary(&samples::hostile(), 80, false).contains(['\u{1b}', '\u{202e}']));
    let coloured = summary(&samples::hostile(), 80, true);
    assert!(coloured.contains("\u{1b}[1m"));
    assert!(!coloured.contains("\u{1b}[31m"), "the sequence in the name");
}

#[test]
fn file_names_cannot_leave_the_folder() {
    for (name, _) in figures_data(&samples::hostile()) {
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.'), "{name}");
        assert!(!name.starts_with('.') && !name.contains(".."), "{name}");
    }
}
