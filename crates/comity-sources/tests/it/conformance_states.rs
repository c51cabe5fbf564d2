//! Row counts and spot values of the published state-level, group-profile and ethnic data.
//! Expected values were read off the files with other tools.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::{Outcome, published};
use comity_core::schema::Table;
use std::collections::{BTreeMap, BTreeSet};

const FORGE: &str = "forge_10/forge_v1.0_public.csv";
const FORGE_STATA: &str = "forge_10/newforge_v1.0_public.dta";

/// `(a, b, year)` → value of one variable of `state_facts`.
fn facts(outcome: &Outcome, variable: &str) -> BTreeMap<(i32, Option<i32>, i32), f64> {
    let mut facts = BTreeMap::new();
    for row in outcome.rows(Table::StateFacts) {
        if row["variable"] == variable {
            let int = |name: &str| row.get(name).map(|n| n.parse::<i32>().unwrap());
            let key = (int("a").unwrap(), int("b"), int("year").unwrap());
            let twice = facts.insert(key, row["value"].parse::<f64>().unwrap());
            assert_eq!(twice, None, "{variable} {key:?} is stated twice");
        }
    }
    facts
}

/// Claims with this attribute.
fn claims(outcome: &Outcome, attribute: &str) -> Vec<BTreeMap<String, String>> {
    let all = outcome.rows(Table::Claims).into_iter();
    all.filter(|row| row.get("attribute").is_some_and(|a| a == attribute)).collect()
}

#[test]
fn every_file_is_read_whole() {
    let files = [
        ("un_idealpoints/IdealpointestimatesAll_Apr2020.csv", "un-ideal-points", 10_469),
        (
            "un_idealpoints/IdealpointestimatesMiddleEast_Apr2020.csv",
            "un-ideal-points-mideast",
            7_896,
        ),
        ("states_isard/gw_cw_panel.csv.gz", "gw-cow-states", 20_990),
        ("states_peacesciencer/cow_contdir.csv", "cow-contiguity", 1_874),
        ("states_peacesciencer/cow_majors.csv", "cow-majors", 14),
        ("states_peacesciencer/cow_nmc.csv.gz", "cow-nmc", 17_121),
        ("states_peacesciencer/atop_alliance_1946on.csv.gz", "atop", 258_912),
        ("states_peacesciencer/tss_rivalries.csv", "tss-rivalries", 264),
        ("states_peacesciencer/gml_mid_ddydisps.csv.gz", "gml-mid", 9_284),
        (FORGE, "forge", 416),
        (FORGE_STATA, "forge", 416),
        ("nsa_34/nsa_.asc", "nsa", 578),
        ("acd2epr_2021/ACD2EPR-2021.csv", "acd2epr", 656),
        ("epr_2021/EPR-2021.csv", "epr", 4_339),
        ("edtg/EDTG_Data.csv.gz", "edtg", 9_285),
    ];
    for (path, source, rows) in files {
        let Some(outcome) = published(path) else { return };
        let found = &outcome.imported;
        assert_eq!((found.source.as_str(), found.rows), (source, rows), "{path}");
        println!("{path}: version {}, notes {:?}", found.version, found.notes);
    }
}

#[test]
fn ideal_points_are_by_state_and_year() {
    let Some(all) = published("un_idealpoints/IdealpointestimatesAll_Apr2020.csv") else { return };
    let points = facts(&all, "ideal_point");
    assert_eq!(points.len(), 10_469);
    assert_eq!(points[&(2, None, 1946)], 1.675486);
    assert_eq!((all.imported.first_year, all.imported.last_year), (Some(1946), Some(2019)));
    assert_eq!(all.imported.version, "2020");
    let Some(mideast) = published("un_idealpoints/IdealpointestimatesMiddleEast_Apr2020.csv")
    else {
        return;
    };
    let points = facts(&mideast, "ideal_point_mideast");
    assert_eq!((points.len(), points[&(2, None, 1974)]), (7_896, 3.222507));
}

#[test]
fn states_have_numbers_in_one_system_or_both() {
    let Some(panel) = published("states_isard/gw_cw_panel.csv.gz") else { return };
    let rows = panel.rows(Table::StateIds);
    assert_eq!(rows.len(), 20_990);
    assert_eq!(rows.iter().filter(|r| !r.contains_key("cow")).count(), 3_187);
    let yemen: BTreeSet<_> = rows
        .iter()
        .filter(|r| r.get("gw").is_some_and(|g| g == "678") && r["year"] == "2000")
        .map(|r| r["cow"].as_str())
        .collect();
    assert_eq!(yemen, ["679"].into());
}

#[test]
fn spells_are_written_out_by_year() {
    let Some(contiguity) = published("states_peacesciencer/cow_contdir.csv") else { return };
    let types = facts(&contiguity, "contiguity");
    assert_eq!(types[&(2, Some(20), 1946)], 1.0);
    assert_eq!(types[&(2, Some(20), 2016)], 1.0);
    assert_eq!(types[&(2, Some(31), 1973)], 4.0);
    assert!(!types.contains_key(&(2, Some(31), 1972)));
    for (&(a, b, year), value) in &types {
        assert_eq!(types.get(&(b.unwrap(), Some(a), year)), Some(value), "{a} {b:?} {year}");
    }
    let Some(majors) = published("states_peacesciencer/cow_majors.csv") else { return };
    let majors = facts(&majors, "major");
    let in_year = |y| majors.keys().filter(|k| k.2 == y).map(|k| k.0).collect::<Vec<_>>();
    assert_eq!(in_year(1946), [2, 200, 220, 365]);
    assert_eq!(in_year(2016), [2, 200, 220, 255, 365, 710, 740]);
    let Some(rivalries) = published("states_peacesciencer/tss_rivalries.csv") else { return };
    let rivalries = facts(&rivalries, "rivalry");
    assert!(rivalries.contains_key(&(652, Some(666), 1990)), "Israel and Syria");
    assert!(rivalries.keys().all(|(a, b, y)| *a < b.unwrap() && (1946..=2030).contains(y)));
}

#[test]
fn capabilities_alliances_and_disputes_have_their_published_values() {
    let Some(nmc) = published("states_peacesciencer/cow_nmc.csv.gz") else { return };
    let cinc = facts(&nmc, "cinc");
    assert_eq!((cinc.len(), cinc[&(2, None, 1816)]), (17_121, 0.039697491));
    let Some(atop) = published("states_peacesciencer/atop_alliance_1946on.csv.gz") else { return };
    let sizes = [
        ("alliance_defense", 126_108),
        ("alliance_offense", 698),
        ("alliance_neutral", 3_250),
        ("alliance_nonagg", 255_370),
        ("alliance_consul", 123_614),
    ];
    for (variable, size) in sizes {
        assert_eq!(facts(&atop, variable).len(), size, "{variable}");
    }
    let Some(mids) = published("states_peacesciencer/gml_mid_ddydisps.csv.gz") else { return };
    let disputes = facts(&mids, "mid");
    assert_eq!(disputes.values().sum::<f64>(), 9_284.0);
    assert_eq!(disputes[&(2, Some(20), 1979)], 1.0);
    assert_eq!(facts(&mids, "mid_hostility")[&(2, Some(20), 1979)], 4.0);
}

#[test]
fn the_stata_file_and_the_text_of_forge_say_the_same() {
    let (Some(text), Some(stata)) = (published(FORGE), published(FORGE_STATA)) else { return };
    assert_eq!(text.sorted(), stata.sorted());
    assert_eq!(text.imported, stata.imported);
    assert_eq!(text.imported.version, "1.0");
}

#[test]
fn profiles_of_groups_have_their_published_values() {
    let Some(forge) = published(FORGE) else { return };
    let ones =
        |attribute: &str| claims(&forge, attribute).iter().filter(|c| c["value"] == "1").count();
    // 416 rows less the six without an actor id.
    assert_eq!(claims(&forge, "founded").len(), 410);
    assert_eq!(forge.imported.notes[0].count, 6);
    assert!(ones("ideology-religious") > 55 && ones("ideology-religious") <= 63);
    let absdf = claims(&forge, "founded").into_iter().find(|c| c["subject"] == "185").unwrap();
    assert_eq!((absdf["value"].as_str(), absdf["context"].as_str()), ("1988", "dyad:434"));
    let nsa_ids = forge.rows(Table::Aliases).into_iter().filter(|r| r["kind"] == "code").count();
    assert!(nsa_ids > 400, "{nsa_ids}");

    let Some(nsa) = published("nsa_34/nsa_.asc") else { return };
    assert_eq!(claims(&nsa, "strength").len(), 578 - 3);
    let subjects: BTreeSet<_> =
        nsa.rows(Table::Claims).into_iter().map(|r| r["subject"].clone()).collect();
    // 477 dyads, of which one (692) has no coded attribute.
    assert_eq!(subjects.len(), 476);
}

#[test]
fn ethnic_links_have_their_published_values() {
    let Some(links) = published("acd2epr_2021/ACD2EPR-2021.csv") else { return };
    let links = claims(&links, "ethnic-link");
    assert_eq!(links.len(), 656);
    let linked: Vec<_> = links.iter().filter(|c| c.contains_key("object")).collect();
    assert_eq!(linked.len(), 656 - 165);
    let Some(epr) = published("epr_2021/EPR-2021.csv") else { return };
    let statuses = claims(&epr, "epr-status");
    assert_eq!(statuses.len(), 4_339);
    assert_eq!(claims(&epr, "epr-autonomy").len(), 4_339 - 526);
    let groups: BTreeSet<&str> = statuses.iter().map(|c| c["subject"].as_str()).collect();
    // The release links four armed groups to ethnic groups of other EPR versions.
    let lost: BTreeSet<_> =
        linked.iter().map(|c| c["object"].as_str()).filter(|id| !groups.contains(id)).collect();
    assert_eq!(lost.len(), 4, "{lost:?}");
    let counted = linked.iter().filter(|c| c["value"] == "1");
    assert!(counted.clone().count() > 150);
    assert!(counted.into_iter().all(|c| c["certainty"] == "coded"));
}

#[test]
fn edtg_has_760_named_groups() {
    let Some(edtg) = published("edtg/EDTG_Data.csv.gz") else { return };
    assert_eq!(edtg.rows(Table::Aliases).len(), 760);
    assert_eq!(claims(&edtg, "ideology-left").len(), 9_285 - 153);
    assert_eq!(claims(&edtg, "peak-size").len(), 9_285 - 2_513);
    assert_eq!((edtg.imported.first_year, edtg.imported.last_year), (Some(1970), Some(2016)));
}
