//! The data beside the page.

use crate::samples;
use comity_report::{figures_data, html, score_data};

#[test]
fn every_file_the_page_names_is_written_and_the_reverse() {
    for page in [samples::full(), samples::stress(), samples::empty(), samples::hostile()] {
        let html = html(&page);
        let files = figures_data(&page);
        for (name, _) in &files {
            assert!(html.contains(&format!("href=\"{name}\"")), "{name} is not named on the page");
        }
        for named in html.split("href=\"").skip(1).filter_map(|s| s.split('"').next()) {
            if named.ends_with(".csv") || named.ends_with(".json") {
                assert!(files.iter().any(|f| f.0 == named), "{named} is not written");
            }
        }
    }
}

#[test]
fn csv_and_json_hold_the_same_cells() {
    for (name, bytes) in figures_data(&samples::full()) {
        let Some(stem) = name.strip_suffix(".csv") else { continue };
        let text = String::from_utf8(bytes).unwrap();
        let rows = records(&text);
        let json = figures_data(&samples::full())
            .into_iter()
            .find(|f| f.0 == format!("{stem}.json"))
            .map(|f| serde_json::from_slice::<Vec<serde_json::Value>>(&f.1).unwrap())
            .unwrap();
        assert_eq!(rows.len() - 1, json.len(), "{name}");
        for (row, object) in rows[1..].iter().zip(&json) {
            assert_eq!(row.len(), rows[0].len(), "{name}: ragged row {row:?}");
            for (column, cell) in rows[0].iter().zip(row) {
                let value = match &object[column] {
                    serde_json::Value::String(s) => s.clone(),
                    serde_json::Value::Null => String::new(),
                    number => number.to_string(),
                };
                let same = *cell == value || cell.parse::<f64>().ok() == value.parse::<f64>().ok();
                assert!(same, "{name} {column}: {cell:?} and {value:?}");
            }
        }
    }
}

#[test]
fn an_answer_without_a_basis_has_its_reason_and_no_number() {
    let files = figures_data(&samples::empty());
    let (_, csv) = files.iter().find(|f| f.0.ends_with("answers.csv")).unwrap();
    let rows = records(std::str::from_utf8(csv).unwrap());
    let column = |name: &str| rows[0].iter().position(|c| c == name).unwrap();
    for row in &rows[1..] {
        assert_eq!(row[column("probability")], "");
        assert!(row[column("reason")].contains("1988"));
    }
}

#[test]
fn the_evaluation_writes_scores_and_calibration() {
    let names: Vec<String> =
        score_data(&samples::evaluation(), "score").into_iter().map(|f| f.0).collect();
    assert_eq!(
        names,
        [
            "score.scores.csv",
            "score.scores.json",
            "score.calibration.csv",
            "score.calibration.json"
        ]
    );
}

/// Reads CSV after RFC 4180.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}
