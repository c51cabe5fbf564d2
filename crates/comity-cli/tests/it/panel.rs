//! `comity panel`.

use crate::support::Place;
use csv::{Reader, ReaderBuilder};

/// Columns and rows of a CSV file.
fn table(bytes: &[u8]) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader: Reader<&[u8]> = ReaderBuilder::new().from_reader(bytes);
    let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (columns, reader.records().map(Result::unwrap).collect())
}

#[test]
fn without_a_file_there_is_a_summary() {
    let ran = Place::new().line("panel").ok();
    insta::assert_snapshot!(ran.transcript());
    insta::assert_json_snapshot!(Place::new().line("panel --json").ok().shape());
}

/// Rows and ties counted independently from the published files.
#[test]
fn rows_and_ties_of_each_risk_set_are_those_of_the_files() {
    let place = Place::new();
    for (risk_set, rows, ties) in [("all", 61_563, 353), ("region", 18_861, 345)] {
        place.run(&["panel", "-q", "--risk-set", risk_set, "-o", "panel.csv"]).ok();
        let (columns, records) = table(&place.read("panel.csv"));
        let at = |name: &str| columns.iter().position(|c| c == name).expect(name);
        let (a, b, year, coop) = (at("a_id"), at("b_id"), at("year"), at("coop_any"));
        assert_eq!(records.len(), rows, "{risk_set}");
        assert_eq!(records.iter().filter(|r| &r[coop] == "1").count(), ties, "{risk_set}");
        let keys: Vec<(i64, i64, i64)> = records
            .iter()
            .map(|r| (r[a].parse().unwrap(), r[b].parse().unwrap(), r[year].parse().unwrap()))
            .collect();
        assert!(keys.iter().all(|(a, b, year)| a < b && (1975..=2017).contains(year)));
        let mut unique = keys.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), rows, "{risk_set}: a key stands twice");
    }
}

#[test]
fn columns_promised_to_users_are_there() {
    let place = Place::new();
    place.line("panel -q -o panel.csv").ok();
    let (columns, records) = table(&place.read("panel.csv"));
    for name in [
        "a_id",
        "b_id",
        "year",
        "a_name",
        "b_name",
        "coop_any",
        "coop_military",
        "coop_security",
        "coop_political",
        "common_enemy",
        "shared_sponsor",
        "shared_sponsor_lag1",
    ] {
        assert!(columns.iter().any(|c| c == name), "{name} is not among {columns:?}");
    }
    // Missing is empty: no other mark stands in a cell.
    for r in &records {
        assert!(r.iter().all(|cell| !["NA", "NaN", "nan", ".", "null"].contains(&cell)), "{r:?}");
    }
    let companions = ["codebook.md", "codebook.json", "bib", "manifest.json"];
    for ending in companions {
        assert!(!place.read(&format!("panel.{ending}")).is_empty(), "{ending}");
    }
    let book = String::from_utf8(place.read("panel.codebook.md")).unwrap();
    for column in columns {
        assert!(book.contains(&format!("`{column}`")), "the codebook lacks {column}");
    }
}

#[test]
fn the_other_formats_are_what_they_say() {
    let place = Place::new();
    place.line("panel -q -o panel.parquet").ok();
    place.line("panel -q -o panel.dta").ok();
    let (parquet, dta) = (place.read("panel.parquet"), place.read("panel.dta"));
    assert!(parquet.starts_with(b"PAR1") && parquet.ends_with(b"PAR1"));
    assert!(dta.starts_with(b"<stata_dta><header><release>118</release>"));
    assert!(dta.ends_with(b"</stata_dta>"));
}

#[test]
fn as_of_leaves_out_later_years() {
    let place = Place::new();
    place.line("panel -q --as-of 2000 -o panel.csv").ok();
    let (columns, records) = table(&place.read("panel.csv"));
    let year = columns.iter().position(|c| c == "year").expect("year");
    let last = records.iter().map(|r| r[year].parse::<i64>().unwrap()).max();
    assert_eq!(last, Some(2000));
}

#[test]
fn dyad_months_come_from_dated_events() {
    let place = Place::new();
    let ran = place.line("panel --unit month -o months.parquet --json").ok();
    let json = ran.json();
    let (rows, events) = (json["rows"].as_u64().unwrap(), json["events"].as_u64().unwrap());
    assert!(rows > 100 && events >= rows, "{json}");
    assert!(place.read("months.parquet").starts_with(b"PAR1"));
}

#[test]
fn an_unknown_ending_is_refused() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("panel -o panel.xls").exits(2).transcript());
    insta::assert_snapshot!(place.line("panel --unit month -o months.csv").exits(2).transcript());
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0, "nothing was written");
}
