//! The two clocks.

use crate::support::{self, Place, add, tables};
use comity_core::schema::Table;
use comity_core::{AsOf, SourceKey};
use comity_world::World;
use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{Date32Type, Int16Type};
use proptest::prelude::{ProptestConfig, proptest};
use proptest::sample::subsequence;

fn with(text: &str) -> (Place, World) {
    let place = Place::new();
    let world = place.world();
    let file = place.file("esd.csv", text);
    add(&world, &[file]);
    (place, world)
}

const ROWS: [(u32, i16, u32, u32); 8] = [
    (1, 1990, 101, 100),
    (2, 1991, 101, 100),
    (3, 1991, 102, 100),
    (4, 1993, 103, 101),
    (5, 1994, 101, 102),
    (6, 1994, 102, 103),
    (7, 1996, 101, 103),
    (8, 1997, 101, 100),
];

#[test]
fn nothing_after_the_event_clock_is_seen() {
    let (_place, world) = with(&support::support("18.1", &ROWS));
    let evidence = world.evidence(AsOf::year(1993)).unwrap();
    for table in [Table::Claims, Table::Coverage] {
        let batch = evidence.table(table);
        let years = batch.column_by_name("year").unwrap().as_primitive::<Int16Type>();
        assert!(years.iter().flatten().all(|y| y <= 1993));
        assert!(batch.num_rows() > 0);
    }
    let last = evidence.table(Table::Claims).column_by_name("last").unwrap();
    let limit = jiff::civil::date(1993, 12, 31).since(jiff::civil::date(1970, 1, 1)).unwrap();
    assert!(last.as_primitive::<Date32Type>().iter().flatten().all(|d| d <= limit.get_days()));
    assert_eq!(evidence.as_of(), AsOf::year(1993));
    assert!(evidence.has(SourceKey::Esd) && !evidence.has(SourceKey::Actor));
}

/// Rows about claims and coverage: what forecasts are made from.
fn dated(world: &World, year: i16) -> Vec<datafusion::arrow::record_batch::RecordBatch> {
    let evidence = world.evidence(AsOf::year(year)).unwrap();
    vec![evidence.table(Table::Claims).clone(), evidence.table(Table::Coverage).clone()]
}

#[test]
fn cutting_the_file_after_a_year_gives_the_same_as_the_clock() {
    let (_whole, world) = with(&support::support("18.1", &ROWS));
    for year in 1990..=1997 {
        let kept: Vec<_> = ROWS.iter().copied().filter(|r| r.1 <= year).collect();
        let (_cut, cut) = with(&support::support("18.1", &kept));
        assert_eq!(dated(&world, year), dated(&cut, year), "{year}");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let (_place, world) = with(&support::support("18.1", &ROWS));
    let mut turned = ROWS;
    turned.reverse();
    let (_other, other) = with(&support::support("18.1", &turned));
    turned.swap(1, 5);
    let (_third, third) = with(&support::support("18.1", &turned));
    assert_eq!(tables(&world, AsOf::LATEST), tables(&other, AsOf::LATEST));
    assert_eq!(tables(&world, AsOf::LATEST), tables(&third, AsOf::LATEST));
}

#[test]
fn reading_twice_gives_the_same_bytes_in_the_same_order() {
    let place = Place::new();
    let world = place.world();
    place.file("esd.csv", &support::support("18.1", &ROWS));
    place.file("actor.csv", &support::actors(&[(101, "RLA", "Army", 1, "", "20", 1)]));
    place.file("states.csv", &support::states(&[("ARL", 1990, 20, "Arland")]));
    add(&world, &[place.files()]);
    let first = tables(&world, AsOf::LATEST);
    for _ in 0..5 {
        assert_eq!(tables(&place.world(), AsOf::LATEST), first);
    }
}

#[test]
fn the_release_clock_falls_back_to_the_newest_version_out_by_then() {
    let place = Place::new();
    let world = place.world();
    for version in ["18.1", "17.1"] {
        let text = support::support(version, &ROWS);
        let file = place.file(&format!("{version}.csv"), &text);
        add(&world, &[file]);
    }
    let released = comity_core::source::meta(SourceKey::Esd).unwrap().releases.clone();
    let read = |released| {
        let evidence = world.evidence(AsOf { event: None, released }).unwrap();
        evidence.inputs().iter().map(|i| i.version.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(None), ["18.1"]);
    // Where the register knows the release date of 18.1, the day before it 17.1 counts.
    if let Some((_, date)) = released.iter().find(|(v, _)| v == "18.1") {
        assert_eq!(read(Some(*date)), ["18.1"]);
        assert_eq!(read(Some(date.yesterday().unwrap())), ["17.1"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Rows after the clock change nothing, whatever rows are there.
    #[test]
    fn later_rows_change_nothing(rows in subsequence(ROWS.to_vec(), 1..8), year in 1990_i16..1997) {
        let kept: Vec<_> = rows.iter().copied().filter(|r| r.1 <= year).collect();
        if !kept.is_empty() {
            let (_a, whole) = with(&support::support("18.1", &rows));
            let (_b, cut) = with(&support::support("18.1", &kept));
            proptest::prop_assert_eq!(dated(&whole, year), dated(&cut, year));
        }
    }
}
