//! What assistive technology, keyboards and printers rely on.

use crate::markup::{Element, pages, read};
use std::collections::BTreeSet;

fn inside<'a>(all: &'a [Element], i: usize, name: &'a str) -> impl Iterator<Item = &'a Element> {
    all.iter().filter(move |e| e.name == name && e.ancestors.contains(&i))
}

#[test]
fn ids_are_unique_and_references_resolve() {
    for (page, html) in pages() {
        let all = read(&html);
        let mut ids = BTreeSet::new();
        for id in all.iter().filter_map(|e| e.get("id")) {
            assert!(ids.insert(id), "{page}: id {id} twice");
        }
        for e in &all {
            for target in e.get("aria-labelledby").unwrap_or_default().split_whitespace() {
                assert!(ids.contains(target), "{page}: nothing has id {target}");
            }
            if let Some(anchor) = e.get("href").and_then(|h| h.strip_prefix('#')) {
                assert!(ids.contains(anchor), "{page}: link to #{anchor}");
            }
        }
    }
}

#[test]
fn every_drawing_has_role_title_and_description() {
    for (page, html) in pages() {
        let all = read(&html);
        let top =
            |e: &Element| e.name == "svg" && !e.ancestors.iter().any(|a| all[*a].name == "svg");
        let drawings: Vec<usize> = (0..all.len()).filter(|i| top(&all[*i])).collect();
        assert!(page == "empty" || drawings.len() > 3, "{page}");
        for i in drawings {
            assert_eq!(all[i].get("role"), Some("img"), "{page}");
            let child = |name: &str| {
                inside(&all, i, name)
                    .find(|e| e.ancestors.last() == Some(&i))
                    .map(|e| e.text.trim().to_owned())
            };
            assert!(child("title").is_some_and(|t| !t.is_empty()), "{page}: drawing without title");
            assert!(
                child("desc").is_some_and(|t| !t.is_empty()),
                "{page}: drawing without description"
            );
        }
    }
}

#[test]
fn every_figure_has_a_caption_its_data_and_names_its_file() {
    for (page, html) in pages() {
        let all = read(&html);
        let figures: Vec<usize> = (0..all.len()).filter(|i| all[*i].name == "figure").collect();
        assert!(!figures.is_empty(), "{page}");
        for i in figures {
            let id = all[i].get("id").unwrap_or("?");
            assert!(
                inside(&all, i, "figcaption").any(|e| !e.text.trim().is_empty()),
                "{page} {id}"
            );
            let rows = |e: &Element| e.get("class") == Some("data");
            assert!(inside(&all, i, "table").any(rows), "{page} {id}: no data table");
            let csv = |e: &Element| e.get("href").is_some_and(|h| h.ends_with(".csv"));
            assert!(inside(&all, i, "a").any(csv), "{page} {id}: no file");
        }
    }
}

#[test]
fn tables_scroll_by_keyboard_and_have_headers() {
    for (page, html) in pages() {
        let all = read(&html);
        for (i, table) in all.iter().enumerate().filter(|(_, e)| e.name == "table") {
            let scroll = table.ancestors.last().map(|a| &all[*a]);
            assert_eq!(scroll.and_then(|s| s.get("tabindex")), Some("0"), "{page}");
            assert!(
                scroll.and_then(|s| s.get("aria-label")).is_some_and(|l| !l.is_empty()),
                "{page}"
            );
            assert!(inside(&all, i, "caption").next().is_some(), "{page}: table without caption");
            let mut heads = inside(&all, i, "th").peekable();
            assert!(heads.peek().is_some() && heads.all(|h| h.get("scope").is_some()), "{page}");
        }
    }
}

#[test]
fn headings_never_skip_a_level() {
    for (page, html) in pages() {
        let mut last = 0;
        for e in read(&html).iter().filter(|e| e.name.len() == 2 && e.name.starts_with('h')) {
            let Ok(level) = e.name[1..].parse::<u8>() else { continue };
            assert!(level <= last + 1, "{page}: h{level} after h{last}: {}", e.text);
            last = level;
        }
        assert_eq!(html.matches("<h1>").count(), 1, "{page}");
    }
}

#[test]
fn the_first_link_skips_to_the_answer_and_the_page_has_a_language() {
    for (page, html) in pages() {
        let all = read(&html);
        assert_eq!(
            all.iter().find(|e| e.name == "a").and_then(|a| a.get("href")),
            Some("#main"),
            "{page}"
        );
        assert_eq!(all[0].get("lang"), Some("en"), "{page}");
        assert!(all.iter().any(|e| e.name == "main" && e.get("id") == Some("main")), "{page}");
    }
}
