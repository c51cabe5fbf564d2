//! No forecast knows the future: data cut after a year give the same forecast as of that year
//! as the whole data do.
//!
//! Needs the conformance data: the published files themselves are cut. One pair and one year run
//! by default, for about 25 s of processor time; five years and three pairs take about three
//! minutes:
//!
//! ```text
//! cargo test -p comity-cli -- --ignored leak
//! ```

use crate::rows::Rows;
use crate::support::{Place, conformance};
use regex::Regex;
use serde_json::Value;
use std::path::Path;

/// Files cut by year: the column, and what makes a year of it. The General Assembly's first
/// session was in 1946.
const CUT: [(&str, &str, i64); 8] = [
    ("ucdp_esd_181/ucdp-esd-ay-181.csv.gz", "year", 0),
    ("ucdp_dyadic_241/Dyadic_v24_1.csv", "year", 0),
    ("ucdp_prio_acd_221/ucdp-prio-acd-221.csv", "year", 0),
    ("ucdp_nonstate_231/Nonstate_v23_1.csv", "year", 0),
    ("ucdp_onesided_231/OneSided_v23_1.csv", "year", 0),
    ("ucdp_brd_231/BattleDeaths_v23_1.csv", "year", 0),
    ("un_idealpoints/IdealpointestimatesAll_Apr2020.csv", "session", 1945),
    ("un_idealpoints/IdealpointestimatesMiddleEast_Apr2020.csv", "session", 1945),
];

/// Files that state no year an event could leak from.
const WHOLE: [&str; 2] = ["ucdp_actor_221/ucdp-actor-221.csv", "states_isard/gw_cw_panel.csv.gz"];

/// A store with every file, rows after `last` cut where a year is given.
fn store(data: &Path, last: Option<i64>) -> Place {
    let place = Place::new();
    let mut dropped = 0;
    for (file, column, offset) in CUT {
        let source = data.join(file);
        let name = source.file_name().unwrap().to_string_lossy().trim_end_matches(".gz").to_owned();
        let mut rows = Rows::read(&source);
        let all = rows.len();
        if let Some(last) = last {
            rows = rows.cut(column, offset, last);
        }
        dropped += all - rows.len();
        rows.write(&place.file(&format!("in/{name}"), ""));
    }
    for file in WHOLE {
        let source = data.join(file);
        let name = source.file_name().unwrap().to_string_lossy().into_owned();
        place.file(&format!("in/{name}"), std::fs::read(&source).unwrap());
    }
    assert_eq!(last.is_some(), dropped > 0);
    place.line("data add in").ok();
    shadowed(&place, last);
    place
}

/// Nothing of the bundled extract stands in for what was cut.
fn shadowed(place: &Place, last: Option<i64>) {
    let list = place.line("data list").ok().stdout;
    let line = Regex::new(r"(?m)^(\S+) .*?(?:\d{4}–(\d{4}))? .* (bundled|imported) +yes$").unwrap();
    let mut seen = Vec::new();
    for found in line.captures_iter(&list) {
        let (source, from) = (&found[1], &found[3]);
        // Events enter no forecast; the cut would leave none of the bundled ones of Syria.
        if source == "ucdp-ged" {
            continue;
        }
        assert_eq!(from, "imported", "the bundled extract shows through: {}", &found[0]);
        let year = found.get(2).map(|y| y.as_str().parse::<i64>().unwrap());
        if let (Some(last), Some(year)) = (last, year) {
            assert!(year <= last || source == "gw-cow-states", "not cut: {}", &found[0]);
        }
        seen.push(source.to_owned());
    }
    assert_eq!(seen.len(), CUT.len() + WHOLE.len(), "{list}");
}

/// The forecast as JSON text, without what states which files it came from.
fn forecast(place: &Place, pair: [&str; 2], year: i64) -> String {
    let year = year.to_string();
    let args = ["outlook", pair[0], pair[1], "--as-of", year.as_str(), "--json", "-o", "-"];
    let mut page: Value = place.run(&args).ok().json();
    let provenance = page["provenance"].as_object_mut().expect("provenance");
    provenance.remove("manifest_hash").expect("the hash of the manifest");
    let manifest = provenance["manifest"].as_object_mut().expect("a manifest");
    manifest.remove("inputs").expect("the inputs of the manifest");
    serde_json::to_string_pretty(&page).unwrap()
}

/// Both forecasts of every pair as of a year, from the cut and the whole data.
fn compare(data: &Path, year: i64, pairs: &[[&str; 2]]) {
    let (whole, cut) = (store(data, None), store(data, Some(year)));
    for pair in pairs {
        let (w, c) = (forecast(&whole, *pair, year), forecast(&cut, *pair, year));
        let line = w.lines().zip(c.lines()).find(|(w, c)| w != c);
        assert!(w == c, "{pair:?} as of {year} knows the future; the first difference: {line:#?}");
    }
}

#[test]
fn cutting_the_future_changes_no_forecast() {
    let Some(data) = conformance() else { return };
    compare(&data, 2001, &[["Hezbollah", "Hamas"]]);
}

#[test]
#[ignore = "slow: cargo test -p comity-cli -- --ignored leak"]
fn cutting_the_future_changes_no_forecast_of_five_years() {
    let Some(data) = conformance() else { return };
    for year in [1995, 2001, 2006, 2011, 2015] {
        compare(
            &data,
            year,
            &[["Hezbollah", "Hamas"], ["Taleban", "al-Qaida"], ["FARC", "ucdp:744"]],
        );
        println!("as of {year}: the same bytes");
    }
}
