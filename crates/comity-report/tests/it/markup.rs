//! A small reader of the HTML that the report writes, strict about what matters here:
//! every element closed in order, attributes quoted, no stray `<`.

use crate::{curves, samples};

/// Elements without an end tag.
const VOID: [&str; 3] = ["meta", "br", "link"];

/// One element: name, attributes, names of its ancestors, text directly or below it.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) ancestors: Vec<usize>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str())
    }
}

/// Reads a document in document order; panics where it is not well formed.
pub(crate) fn read(html: &str) -> Vec<Element> {
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("doctype");
    while !rest.is_empty() {
        let Some(lt) = rest.find('<') else { panic!("text after the document: {rest}") };
        let (text, tag) = rest.split_at(lt);
        assert!(
            !text.contains('>') || open.iter().any(|i| all[*i].name == "style"),
            "stray > in {text:?}"
        );
        for i in &open {
            all[*i].text.push_str(text);
        }
        if let Some(end) = tag.strip_prefix("</") {
            let (name, after) = end.split_once('>').expect("end tag is closed");
            let top = open.pop().unwrap_or_else(|| panic!("</{name}> closes nothing"));
            assert_eq!(all[top].name, name, "</{name}> closes <{}>", all[top].name);
            rest = after;
            continue;
        }
        let (element, after) = start_tag(&tag[1..]);
        let void = VOID.contains(&element.name.as_str());
        all.push(Element { ancestors: open.clone(), ..element });
        if !void {
            open.push(all.len() - 1);
        }
        rest = after;
    }
    assert!(
        open.is_empty(),
        "left open: {:?}",
        open.iter().map(|i| &all[*i].name).collect::<Vec<_>>()
    );
    all
}

fn start_tag(mut s: &str) -> (Element, &str) {
    let end = s.find([' ', '>']).expect("tag ends");
    let name = &s[..end];
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty(), "tag <{name}");
    s = &s[end..];
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        s = s.trim_start();
        if let Some(after) = s.strip_prefix('>') {
            let element =
                Element { name: name.into(), attributes, ancestors: vec![], text: String::new() };
            return (element, after);
        }
        let end = s.find(['=', ' ', '>']).expect("attribute ends");
        let key = &s[..end];
        assert!(
            key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !key.is_empty(),
            "attribute {key:?} of {name}"
        );
        assert!(!attributes.iter().any(|a| a.0 == key), "{name} has {key} twice");
        s = &s[end..];
        let mut value = "";
        if let Some(after) = s.strip_prefix("=\"") {
            (value, s) = after.split_once('"').expect("quoted attribute ends");
        }
        attributes.push((key.into(), value.into()));
    }
}

/// Every page the tests look at, by name.
pub(crate) fn pages() -> Vec<(&'static str, String)> {
    use comity_report::{curve_html, html, score_html};
    vec![
        ("full", html(&samples::full())),
        ("stress", html(&samples::stress())),
        ("empty", html(&samples::empty())),
        ("hostile", html(&samples::hostile())),
        ("score", score_html(&samples::evaluation(), "score")),
        ("curve", curve_html(&curves::curves(), "curve")),
    ]
}

#[test]
fn every_page_is_well_formed() {
    for (page, html) in pages() {
        let all = read(&html);
        assert!(all.len() > 100, "{page}");
    }
}

#[test]
fn the_reader_itself_refuses_bad_markup() {
    for bad in [
        "<p><b></p></b>",
        "<p>",
        "<p a=1></p>",
        "<p a=\"1\" a=\"2\"></p>",
        "<p></p></p>",
        "<p>a > b</p>",
    ] {
        let html = format!("<!DOCTYPE html>{bad}");
        assert!(std::panic::catch_unwind(|| read(&html)).is_err(), "{bad}");
    }
}
