//! The codebook names every column, its sources, and how complete it is.

use crate::leaks::history;
use comity_core::SourceKey;
use comity_panel::codebook::codebook;
use comity_panel::{PanelSpec, build};

#[test]
fn every_column_has_one_entry_with_its_coverage() {
    let evidence = history().evidence();
    let panel = build(&evidence, &PanelSpec::default()).unwrap();
    let book = codebook(&panel, &evidence).unwrap();
    assert_eq!(book.variables.len(), 5 + panel.columns().len());
    let entry = |name: &str| book.variables.iter().find(|v| v.name == name).unwrap();
    assert_eq!((entry("coop_any").first_year, entry("coop_any").missing), (Some(2000), 0));
    let lagged = entry("common_enemy_lag1");
    assert_eq!((lagged.first_year, lagged.last_year), (Some(2001), Some(2001)));
    assert_eq!(lagged.missing, panel.year().iter().filter(|y| **y == 2000).count());
    assert_eq!(entry("coop_any").sources[0].versions, ["1.0"]);
}

#[test]
fn the_bibliography_has_each_entry_once_and_only_sources_used() {
    let mut made = history();
    made.absent = vec![SourceKey::Forge];
    let evidence = made.evidence();
    let panel = build(&evidence, &PanelSpec::default()).unwrap();
    let book = codebook(&panel, &evidence).unwrap();
    let bib = book.to_bibtex();
    assert_eq!(bib.matches("@article{bailey2017,").count(), 1, "two data sets cite one article");
    assert!(!bib.contains("braithwaite2020"), "FORGE is absent");
    assert!(book.to_markdown().contains("- `ideology_shared`: needs forge"));
    assert!(book.to_json().unwrap().contains("\"missing_source\": \"forge\""));
}
