//! Counts that the published files must give, computed from the emitted batches.

use crate::support::{Outcome, published};
use comity_core::schema::Table;
use std::collections::{BTreeMap, BTreeSet};

const ESD: &str = "ucdp_esd_181/ucdp-esd-ay-181.csv.gz";
const ACTOR: &str = "ucdp_actor_221/ucdp-actor-221.csv";

fn number(row: &BTreeMap<String, String>, column: &str) -> i64 {
    row.get(column).unwrap().parse().unwrap()
}

/// `(supporter, recipient, year)` of every support claim.
fn support(esd: &Outcome) -> Vec<(i64, i64, i64)> {
    esd.rows(Table::Claims)
        .iter()
        .filter(|row| row["relation"] == "supports")
        .map(|row| (number(row, "subject"), number(row, "object"), number(row, "year")))
        .collect()
}

/// Formally organised groups, and the regions of every actor. The register comes first;
/// External Support names the two warring parties that it lacks (316 and 1159).
fn register(actor: &Outcome, esd: &Outcome) -> (BTreeSet<i64>, BTreeMap<i64, BTreeSet<String>>) {
    let mut groups = BTreeSet::new();
    let mut regions = BTreeMap::new();
    for row in actor.rows(Table::Actors).into_iter().chain(esd.rows(Table::Actors)) {
        let id = number(&row, "actor");
        if regions.contains_key(&id) {
            continue;
        }
        if row.get("org").is_some_and(|org| org == "1") {
            groups.insert(id);
        }
        let codes = row.get("regions").map(String::as_str).unwrap_or_default();
        regions.insert(id, codes.split(',').map(str::to_owned).collect());
    }
    (groups, regions)
}

#[test]
fn external_support_gives_the_published_counts() {
    let (Some(esd), Some(actor)) = (published(ESD), published(ACTOR)) else { return };
    assert_eq!((esd.imported.version.as_str(), esd.imported.rows), ("18.1", 4781));
    assert_eq!((esd.imported.first_year, esd.imported.last_year), (Some(1975), Some(2017)));
    let support = support(&esd);
    assert_eq!(support.len(), 8_666);
    let (groups, _) = register(&actor, &esd);
    let (mut dyad_years, mut dyads, mut members) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for &(s, r, year) in &support {
        if s != r && groups.contains(&s) && groups.contains(&r) {
            dyad_years.insert((s.min(r), s.max(r), year));
            dyads.insert((s.min(r), s.max(r)));
            members.extend([s, r]);
        }
    }
    assert_eq!((dyad_years.len(), dyads.len(), members.len()), (646, 212, 159));
}

#[test]
fn hezbollah_to_hamas_has_the_published_years() {
    let Some(esd) = published(ESD) else { return };
    let years: BTreeSet<i64> = support(&esd)
        .into_iter()
        .filter(|(s, r, _)| (*s, *r) == (366, 209))
        .map(|(_, _, year)| year)
        .collect();
    let expected = [1993, 2002, 2006, 2008].into_iter().chain(2011..=2017).collect();
    assert_eq!(years, expected);
}

#[test]
fn pairs_of_groups_observed_together_give_the_published_counts() {
    let (Some(esd), Some(actor)) = (published(ESD), published(ACTOR)) else { return };
    let (groups, regions) = register(&actor, &esd);
    let mut observed: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for row in esd.rows(Table::Coverage) {
        let id = number(&row, "actor");
        if row["topic"] == "support" && groups.contains(&id) {
            observed.entry(number(&row, "year")).or_default().insert(id);
        }
    }
    let ties: BTreeSet<(i64, i64, i64)> =
        support(&esd).into_iter().map(|(s, r, y)| (s.min(r), s.max(r), y)).collect();
    let (mut all, mut same_region) = ((0, 0), (0, 0));
    for (&year, ids) in &observed {
        for &a in ids {
            for &b in ids.range(a + 1..) {
                let tie = usize::from(ties.contains(&(a, b, year)));
                all = (all.0 + 1, all.1 + tie);
                let shared = match (regions.get(&a), regions.get(&b)) {
                    (Some(x), Some(y)) => x.intersection(y).next().is_some(),
                    _ => false,
                };
                if shared {
                    same_region = (same_region.0 + 1, same_region.1 + tie);
                }
            }
        }
    }
    assert_eq!(all, (61_563, 353));
    assert_eq!(same_region, (18_861, 345));
}

#[test]
fn the_workbook_and_the_text_say_the_same() {
    let (Some(text), Some(book)) = (published(ESD), published("ucdp_esd_181/ucdp-esd-ay-181.xlsx"))
    else {
        return;
    };
    assert_eq!(text.sorted(), book.sorted());
    assert_eq!(text.imported, book.imported);
}

#[test]
fn rows_whose_names_hold_commas_are_noted() {
    let Some(esd) = published(ESD) else { return };
    let note = esd.imported.notes.first().unwrap();
    assert!(note.message.contains("supporter ids and names differ"), "{}", note.message);
    assert_eq!(note.count, 8, "{note:?}");
    assert!(note.rows.contains(&2337), "{note:?}");
    let names: BTreeSet<String> = esd
        .rows(Table::Aliases)
        .into_iter()
        .filter(|row| row["actor"] == "623")
        .map(|row| row["name"].clone())
        .collect();
    assert!(names.contains("Interahamwe, ex-FAR"), "{names:?}");
}

#[test]
fn every_ucdp_file_is_read_whole() {
    let files = [
        (ACTOR, "22.1", 1725),
        ("ucdp_dyadic_241/Dyadic_v24_1.csv", "24.1", 3357),
        ("ucdp_prio_acd_221/ucdp-prio-acd-221.csv", "22.1", 2568),
        ("ucdp_nonstate_231/Nonstate_v23_1.csv", "23.1", 1542),
        ("ucdp_onesided_231/OneSided_v23_1.csv", "23.1", 1191),
        ("ucdp_brd_231/BattleDeaths_v23_1.csv", "23.1", 1848),
        ("ucdp_ged_countries/ged_myanmar.csv.gz", "unknown", 7374),
        ("ucdp_ged_countries/ged_syria.csv.gz", "unknown", 16_566),
    ];
    for (path, version, rows) in files {
        let Some(outcome) = published(path) else { return };
        assert_eq!((outcome.imported.version.as_str(), outcome.imported.rows), (version, rows));
        let events = outcome.len(Table::Events);
        let claims = outcome.len(Table::Claims);
        println!("{path}: {claims} claims, {events} events, notes {:?}", outcome.imported.notes);
        assert!(events == rows as usize || claims > 0, "{path}");
    }
}
