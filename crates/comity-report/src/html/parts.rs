//! Pieces that every section uses.

use crate::data::Dataset;
use crate::text;
use comity_core::Domain;
use maud::{Markup, html};

/// A name or other text from data, isolated so that its direction stays its own.
pub(crate) fn name(text: &str) -> Markup {
    html! { bdi { (text::clean(text)) } }
}

/// A paragraph from data in whatever direction its first letters have.
pub(super) fn prose(text: &str) -> Markup {
    html! { p dir="auto" { (text::clean(text)) } }
}

/// A numbered section with its heading.
pub(crate) fn section(id: &str, number: u8, title: &str, body: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-h" } {
            h2 id={ (id) "-h" } { span.number aria-hidden="true" { (number) } (title) }
            (body)
        }
    }
}

/// A table in a container that scrolls and can be reached by keyboard.
pub(crate) fn scroll(label: &str, table: &Markup) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(text::clean(label)) { (table) }
    }
}

/// A figure: drawing, caption, and its data as a table and as files beside the page.
pub(super) fn figure(
    id: &str,
    caption: &Markup,
    plot: &Markup,
    data: &Dataset,
    stem: &str,
) -> Markup {
    html! {
        figure id=(id) {
            div.plot { (plot) }
            figcaption { (caption) }
            (data_table(data, stem))
        }
    }
}

/// The data of a figure or table: folded table and links to the files beside the page.
pub(super) fn data_table(data: &Dataset, stem: &str) -> Markup {
    let table = html! {
        table.data {
            caption.hidden { (data.title) }
            thead { tr { @for c in &data.columns { th scope="col" { (c) } } } }
            tbody {
                @for row in &data.rows {
                    tr {
                        @for v in row {
                            @if v.is_number() { td.num { (v.shown()) } }
                            @else { td { (name(&v.shown())) } }
                        }
                    }
                }
            }
        }
    };
    html! {
        details.data {
            summary { "Data: " (data.title) }
            (scroll(&format!("Data: {}", data.title), &table))
        }
        (data_files(data, stem))
    }
}

/// The line that names the files beside the page.
pub(super) fn data_files(data: &Dataset, stem: &str) -> Markup {
    let (csv, json) = (data.file(stem, "csv"), data.file(stem, "json"));
    html! {
        p.files { "Files beside this page: " a href=(csv) { (csv) } " · " a href=(json) { "JSON" } }
    }
}

/// Names of domains as tags; a domain that is only possible is marked as such.
pub(super) fn domains(coded: &[Domain], possible: &[Domain]) -> Markup {
    let word = |d: &Domain| crate::words::domain(Some(*d)).to_lowercase();
    let rest: Vec<&Domain> = possible.iter().filter(|d| !coded.contains(d)).collect();
    html! {
        @if coded.is_empty() && rest.is_empty() { span.quiet { "unspecified" } }
        @for (i, d) in coded.iter().enumerate() { @if i > 0 { ", " } (word(d)) }
        @if !rest.is_empty() {
            @if !coded.is_empty() { ", " }
            span.quiet { "possibly " @for (i, d) in rest.iter().enumerate() { @if i > 0 { ", " } (word(d)) } }
        }
    }
}

/// Text with a citation's DOI made a link; links to anything else stay text.
pub(super) fn cited(text: &str) -> Markup {
    let text = text::clean(text);
    match doi_in(&text) {
        Some((from, to)) => {
            let (before, doi, after) = (text.get(..from), text.get(from..to), text.get(to..));
            html! {
                bdi {
                    (before.unwrap_or_default())
                    @if let Some(doi) = doi { (doi_link(doi)) }
                    (after.unwrap_or_default())
                }
            }
        }
        None => name(&text),
    }
}

/// A link to a DOI, or the text when it is not one.
pub(super) fn doi_link(doi: &str) -> Markup {
    let bare = doi.trim().trim_start_matches("https://doi.org/").trim_start_matches("doi:");
    let ok = bare.starts_with("10.")
        && bare.contains('/')
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || "./-_();:".contains(c));
    html! {
        @if ok { a href={ "https://doi.org/" (bare) } rel="noreferrer" { (bare) } }
        @else { (name(doi)) }
    }
}

fn doi_in(text: &str) -> Option<(usize, usize)> {
    let start = text.find("https://doi.org/10.").or_else(|| text.find("10."))?;
    let rest = text.get(start..)?;
    let length = rest.find(|c: char| c.is_whitespace() || ",<>\"'".contains(c));
    let found = rest.get(..length.unwrap_or(rest.len()))?;
    let found = found.trim_end_matches(['.', ';', ')']);
    let registrant = found.trim_start_matches("https://doi.org/").get(3..)?;
    let digits = registrant.chars().take_while(char::is_ascii_digit).count();
    let slash = registrant.chars().nth(digits) == Some('/');
    (digits >= 4 && slash).then_some((start, start + found.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dois_become_links() {
        let html = cited("A. Author (2020), Title. https://doi.org/10.1234/ab.c-1.").into_string();
        assert!(html.contains("href=\"https://doi.org/10.1234/ab.c-1\""), "{html}");
        assert!(cited("DOI 10.1234/x, later").into_string().contains("10.1234/x</a>, later"));
        for plain in ["http://x.test/10.", "version 10.2 of it", "10.1234", "javascript:1"] {
            assert!(!cited(plain).into_string().contains("href"), "{plain}");
        }
        assert!(!doi_link("10.1/\"><script>").into_string().contains("<script"));
    }
}
