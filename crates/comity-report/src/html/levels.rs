//! The page of a levels test.

use super::parts::{data_table, name, prose, scroll, section};
use super::sections::footer;
use super::shell::{Entry, document};
use crate::data;
use crate::format::{ranged, score, signed};
use crate::page::{Added, Division, LevelsPage, ModelTest, Ranged, RowKind};
use maud::{Markup, html};

const CONTENTS: [Entry; 4] = [
    Entry { id: "levels", label: "What each level adds" },
    Entry { id: "tests", label: "Model against model" },
    Entry { id: "cautions", label: "What limits the answer" },
    Entry { id: "provenance", label: "Provenance" },
];

/// A levels test as one self-contained HTML document: what each level adds to the fit and to
/// forecasts of later years with intervals, which side outweighs, and tests between models.
/// `stem` begins the names of the files of [`crate::levels_data`].
#[must_use]
pub fn levels_html(page: &LevelsPage, stem: &str) -> String {
    let header = html! {
        header.masthead {
            p.eyebrow { "comity · levels test over all pairs" }
            h1 { (name(&page.title)) }
            div.lede { (prose(&page.answer)) }
        }
    };
    let shares = html! {
        (prose(&page.method))
        @for d in &page.divisions { (division(d)) }
        (data_table(&data::level_shares(page), stem))
    };
    let tests = html! {
        @if page.tests.is_empty() { p.quiet { "No two models could be tested." } }
        @else { (model_tests(&page.tests)) (data_table(&data::model_tests(page), stem)) }
    };
    let cautions = html! { ul { @for c in &page.cautions { li { (name(c)) } } } };
    let body = html! {
        (section("levels", 1, "What each level adds", &shares))
        (section("tests", 2, "Model against model", &tests))
        (section("cautions", 3, "What limits the answer", &cautions))
        (footer::section(&page.provenance, 4))
    };
    document(&page.title, &page.answer, &CONTENTS, &header, &body)
}

fn division(d: &Division) -> Markup {
    let table = html! {
        table {
            caption { span { "Gains over a model of time alone, with 95% intervals by dyad: " (name(&d.title)) } }
            thead { tr {
                th scope="col" { "Level" }
                th.num scope="col" { "Covariates" }
                th.num scope="col" { "In sample, share" }
                th.num scope="col" { "Log score, share" }
                th.num scope="col" { "Log score, nats" }
                th.num scope="col" { "Avg. precision" }
            } }
            tbody {
                @for r in &d.rows {
                    tr {
                        th scope="row" {
                            @if r.kind == RowKind::Player { (name(&r.name)) } @else { strong { (name(&r.name)) } }
                        }
                        td.num { @if let Some(t) = r.terms { (t) } }
                        (share(r.in_sample))
                        (share(r.log_score))
                        (gain(r.log_score, 4))
                        (gain(r.average_precision, 3))
                    }
                }
            }
        }
    };
    html! {
        h3 { (name(&d.title)) }
        (scroll(&d.title, &table))
        @for a in &d.answers { (prose(&a.sentence)) }
    }
}

fn share(a: Option<Added>) -> Markup {
    let percent =
        |r: Ranged| Ranged { value: 100.0 * r.value, low: 100.0 * r.low, high: 100.0 * r.high };
    match a.and_then(|a| a.share).map(percent) {
        Some(r) => {
            html! { td.num { (signed(r.value, 0)) "%" small { (ranged(Some(r), 0, true)) } } }
        }
        None => html! { td.num { "–" } },
    }
}

fn gain(a: Option<Added>, digits: usize) -> Markup {
    let gain = a.map(|a| a.gain);
    html! { td.num { (gain.map_or_else(|| "–".to_owned(), |g| signed(g.value, digits))) small { (ranged(gain, digits, true)) } } }
}

fn model_tests(tests: &[ModelTest]) -> Markup {
    let table = html! {
        table {
            caption { span { "Vuong’s test (variance by shared group) and Clarke’s, on held-out forecasts; positive favours the first" } }
            thead { tr {
                th scope="col" { "First" }
                th scope="col" { "Second" }
                th.num scope="col" { "Log-likelihood, first − second" }
                th.num scope="col" { "Vuong" }
                th.num scope="col" { "p" }
                th.num scope="col" { "First better on" }
                th.num scope="col" { "Clarke p" }
            } }
            tbody {
                @for t in tests {
                    tr {
                        th scope="row" { (name(&t.first)) }
                        td { (name(&t.second)) }
                        td.num { (t.ratio.map_or_else(|| "–".to_owned(), |r| signed(r, 1))) }
                        td.num { (t.vuong.map_or_else(|| "–".to_owned(), |v| signed(v, 2))) }
                        td.num { (score(t.vuong_p, 3)) }
                        td.num { (t.clarke_share.map_or_else(|| "–".to_owned(), |s| format!("{:.0}%", 100.0 * s))) }
                        td.num { (score(Some(t.clarke_p), 3)) }
                    }
                }
            }
        }
    };
    scroll("Model against model", &table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{DivisionRow, Provenance};
    use comity_core::{AsOf, Manifest};

    #[test]
    fn a_page_shows_gains_shares_and_the_answer_and_escapes_names() {
        let range = Ranged { value: 0.25, low: -0.1, high: 0.5 };
        let page = LevelsPage {
            title: "What does each level add?".into(),
            method: "Made up.".into(),
            answer: "The data cannot tell <b>.".into(),
            divisions: vec![Division {
                id: "levels".into(),
                title: "levels".into(),
                rows: vec![DivisionRow {
                    kind: RowKind::Player,
                    name: "regional".into(),
                    terms: Some(3),
                    in_sample: Some(Added { gain: range, share: Some(range) }),
                    log_score: Some(Added { gain: range, share: None }),
                    average_precision: None,
                }],
                answers: Vec::new(),
            }],
            tests: Vec::new(),
            cautions: vec!["One.".into()],
            provenance: Provenance {
                manifest: Manifest {
                    program: "0".into(),
                    codebook: "0".into(),
                    as_of: AsOf::LATEST,
                    seed: 1,
                    specification: std::collections::BTreeMap::new(),
                    inputs: Vec::new(),
                },
                manifest_hash: String::new(),
                command: "comity levels".into(),
                citation: String::new(),
                attribution: Vec::new(),
            },
        };
        let html = levels_html(&page, "levels");
        assert!(html.contains("+25%") && html.contains("−10 to +50"), "{html}");
        assert!(html.contains("+0.2500") && html.contains("cannot tell &lt;b&gt;"));
        assert!(html.contains("levels.levels.csv") && !html.contains("model-tests.csv"));
        let csv = String::from_utf8(crate::levels_csv(&page)).unwrap();
        assert!(
            csv.contains("levels,player,regional,3,0.25,-0.1,0.5,0.25,-0.1,0.5,0.25,"),
            "{csv}"
        );
        assert_eq!(crate::levels_data(&page, "x").len(), 2);
    }
}
