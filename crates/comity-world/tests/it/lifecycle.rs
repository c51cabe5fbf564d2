//! Adding, superseding, verifying and removing.

use crate::support::{self, Place, add, contents, current, importer_fixture, rows};
use comity_core::schema::Table;
use comity_core::{AsOf, Code, SourceKey};
use comity_world::{AddOptions, Silent, World};
use std::path::Path;

#[test]
fn a_store_that_does_not_exist_is_empty_and_reading_does_not_make_it() {
    let place = Place::new();
    let world = place.world();
    assert!(world.sources().unwrap().is_empty());
    assert!(world.verify().unwrap().ok());
    assert_eq!(rows(&world.evidence(AsOf::LATEST).unwrap(), Table::Claims), 0);
    assert!(!place.store().exists());
}

#[test]
fn an_import_is_recorded_and_the_same_bytes_again_change_nothing() {
    let place = Place::new();
    let world = place.world();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let report = add(&world, std::slice::from_ref(&file));
    assert_eq!((report.added.len(), report.unchanged.len()), (1, 0));
    let entry = &report.added[0].import;
    assert_eq!((entry.source, entry.version.as_str(), entry.rows), (SourceKey::Esd, "18.1", 1));
    assert_eq!(entry.licence, "CC-BY-4.0");
    assert!(entry.imported_at.as_deref().is_some_and(|t| t.ends_with('Z')));
    let before = contents(&place.store());
    let copy = place.file("copy.csv", &std::fs::read_to_string(&file).unwrap());
    let report = add(&world, &[file, copy]);
    assert_eq!((report.added.len(), report.unchanged.len()), (0, 2));
    assert_eq!(contents(&place.store()), before);
}

#[test]
fn the_time_of_import_is_the_callers_when_given() {
    let place = Place::new();
    let world = place.world();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let stamp: jiff::Timestamp = "2020-02-03T04:05:06Z".parse().unwrap();
    let options = AddOptions { imported_at: Some(stamp), ..AddOptions::default() };
    let report = world.add_with(&[file], &options, &Silent).unwrap();
    assert_eq!(report.added[0].import.imported_at.as_deref(), Some("2020-02-03T04:05:06Z"));
}

#[test]
fn a_newer_version_supersedes_and_both_stay_addressable() {
    let place = Place::new();
    let world = place.world();
    let new =
        place.file("b.csv", &support::support("24.1", &[(1, 2000, 101, 100), (2, 2001, 101, 100)]));
    let old = place.file("c.csv", &support::support("9.1", &[(1, 2000, 101, 100)]));
    add(&world, &[new]);
    add(&world, &[old]);
    let versions: Vec<_> = current(&world, SourceKey::Esd).into_iter().map(|s| s.version).collect();
    assert_eq!(versions, ["24.1"]);
    assert_eq!(world.sources().unwrap().len(), 2);
    let count = |query: &str| {
        let batches = world.sql(query).unwrap();
        datafusion::arrow::util::pretty::pretty_format_batches(&batches).unwrap().to_string()
    };
    assert!(
        count("select count(*) as n from claims where relation = 'supports'").contains("| 2 |")
    );
    assert!(
        count("select count(*) as n from claims_all where relation = 'supports'").contains("| 3 |")
    );
}

#[test]
fn the_later_of_two_files_of_one_version_counts_and_triad_year_goes_before() {
    let place = Place::new();
    let world = place.world();
    let triad = place.file("ty.csv", &importer_fixture("ucdp-esd-ty.csv"));
    let by_actor = place.file("ay.csv", &importer_fixture("ucdp-esd-ay.csv"));
    add(&world, &[triad]);
    add(&world, std::slice::from_ref(&by_actor));
    let layouts: Vec<_> = current(&world, SourceKey::Esd).into_iter().map(|s| s.layout).collect();
    assert_eq!(layouts, ["triad-year"]);

    let other = Place::new();
    let world = other.world();
    let text = std::fs::read_to_string(&by_actor).unwrap();
    let first = other.file("first.csv", &text);
    let second = other.file("second.csv", &format!("{text}\n"));
    add(&world, &[second]);
    add(&world, &[first]);
    let files: Vec<_> = current(&world, SourceKey::Esd).into_iter().map(|s| s.file).collect();
    assert_eq!(files, ["first.csv"]);
}

#[test]
fn folders_are_searched_and_foreign_files_are_listed() {
    let place = Place::new();
    let world = place.world();
    place.file("ucdp/esd.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    place.file("ucdp/deep/actor.csv", &support::actors(&[(101, "RLA", "Army", 1, "", "20", 1)]));
    place.file("MANIFEST.tsv", "dataset\tfile\nx\ty\n");
    place.file("note.txt", "three words here\n");
    place.file(".hidden", "x");
    let report = add(&world, &[place.files()]);
    assert_eq!(report.added.len(), 2);
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    let skipped: Vec<_> = report.skipped.iter().map(|s| s.path.file_name().unwrap()).collect();
    assert_eq!(skipped, [".hidden", "MANIFEST.tsv", "note.txt"]);
    assert!(report.skipped.iter().all(|s| !s.reason.is_empty()));
}

#[test]
fn a_foreign_or_damaged_file_named_alone_is_an_error_and_leaves_the_store_as_it_was() {
    let place = Place::new();
    let world = place.world();
    let good = support::support("18.1", &[(1, 2000, 101, 100)]);
    let file = place.file("a.csv", &good);
    add(&world, &[file]);
    let before = contents(&place.store());
    let cases = [
        ("foreign.csv", "a,b\n1,2\n".to_owned(), Code::Unrecognised),
        ("year.csv", support::support("18.1", &[(1, 31_000, 101, 100)]), Code::ImpossibleYear),
        ("empty.csv", String::new(), Code::Empty),
    ];
    for (name, text, code) in cases {
        let file = place.file(name, &text);
        let error = world.add(&[file], &Silent).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.file_name().is_some_and(|f| f.contains(name)), "{error}");
        assert_eq!(contents(&place.store()), before);
    }
    let absent = world.add(&[place.files().join("absent.csv")], &Silent).unwrap_err();
    assert_eq!(absent.code(), Code::NoSuchFile);
}

#[test]
fn a_damaged_file_among_others_is_listed_and_the_others_enter() {
    let place = Place::new();
    let world = place.world();
    place.file("bad.csv", &support::support("18.1", &[(1, 31_000, 101, 100)]));
    place.file("good.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let report = add(&world, &[place.files()]);
    assert_eq!((report.added.len(), report.failed.len()), (1, 1));
    assert_eq!(report.first_error().unwrap().code(), Code::ImpossibleYear);
}

#[test]
fn a_flipped_byte_is_found_and_importing_again_repairs_it() {
    let place = Place::new();
    let world = place.world();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let report = add(&world, std::slice::from_ref(&file));
    let table = &report.added[0].import.tables[&Table::Claims];
    let path = place.store().join(&table.path);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let found = world.verify().unwrap();
    assert!(!found.ok());
    assert_eq!(found.problems[0].code, Code::Damaged);
    assert_eq!(found.problems[0].file, table.path);
    let report = add(&world, &[file]);
    assert_eq!(report.added.len(), 1);
    assert!(world.verify().unwrap().ok());
    assert_eq!(world.sources().unwrap().len(), 1);
}

#[test]
fn a_missing_table_is_found_by_verify_and_named_by_evidence() {
    let place = Place::new();
    let world = place.world();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    let report = add(&world, &[file]);
    let table = &report.added[0].import.tables[&Table::Claims];
    std::fs::remove_file(place.store().join(&table.path)).unwrap();
    assert!(!world.verify().unwrap().ok());
    let error = world.evidence(AsOf::LATEST).unwrap_err();
    assert_eq!(error.code(), Code::Damaged);
    assert!(error.to_string().contains("ucdp-esd 18.1"), "{error}");
}

#[test]
fn a_damaged_manifest_and_a_newer_store_are_refused() {
    let place = Place::new();
    std::fs::create_dir_all(place.store()).unwrap();
    let code = |text: &str| {
        std::fs::write(place.store().join("manifest.json"), text).unwrap();
        World::open(&place.store()).unwrap_err().code()
    };
    assert_eq!(code("{"), Code::Damaged);
    assert_eq!(code(r#"{"schema": 2, "imports": []}"#), Code::StoreVersion);
}

#[test]
fn removing_takes_one_version_or_all_and_says_when_there_is_none() {
    let place = Place::new();
    let world = place.world();
    for version in ["18.1", "19.1", "20.1"] {
        let text = support::support(version, &[(1, 2000, 101, 100)]);
        let file = place.file(&format!("{version}.csv"), &text);
        add(&world, &[file]);
    }
    assert_eq!(world.remove(SourceKey::Esd, Some("20.1")).unwrap(), 1);
    assert_eq!(current(&world, SourceKey::Esd)[0].version, "19.1");
    let error = world.remove(SourceKey::Esd, Some("20.1")).unwrap_err();
    assert_eq!(error.code(), Code::NoSuchSource);
    assert_eq!(error.candidate_names().len(), 2);
    assert_eq!(world.remove(SourceKey::Esd, None).unwrap(), 2);
    assert!(world.sources().unwrap().is_empty());
    let report = world.verify().unwrap();
    assert!(report.ok() && report.leftovers.is_empty());
    assert!(contents(&place.store()).iter().all(|(p, _)| p.ends_with("manifest.json")));
}

#[test]
fn the_bundled_extract_stands_underneath_and_imports_shadow_it() {
    let bundled = World::bundled().unwrap();
    let sources = bundled.sources().unwrap();
    let Some(esd) = sources.iter().find(|s| s.source == SourceKey::Esd) else {
        println!("skipped: the bundled extract is empty");
        return;
    };
    let place = Place::new();
    let world = World::open(&place.store()).unwrap();
    let older = place.file("old.csv", &support::support("9.1", &[(1, 2000, 101, 100)]));
    add(&world, &[older]);
    assert!(current(&world, SourceKey::Esd)[0].bundled);
    let same = place.file("same.csv", &support::support(&esd.version, &[(1, 2000, 101, 100)]));
    add(&world, &[same]);
    let now = current(&world, SourceKey::Esd);
    assert_eq!((now.len(), now[0].bundled), (1, false));
    assert!(world.sources().unwrap().iter().any(|s| s.bundled && s.source == SourceKey::Esd));
    assert_eq!(world.remove(SourceKey::Esd, None).unwrap(), 2);
    assert!(current(&world, SourceKey::Esd)[0].bundled);
    assert_eq!(bundled.add(&[], &Silent).unwrap_err().code(), Code::BadSetting);
}

#[test]
fn the_inputs_hash_follows_what_is_current() {
    let place = Place::new();
    let world = place.world();
    let empty = world.inputs_hash().unwrap();
    let file = place.file("a.csv", &support::support("18.1", &[(1, 2000, 101, 100)]));
    add(&world, std::slice::from_ref(&file));
    let one = world.inputs_hash().unwrap();
    assert_ne!(one, empty);
    let older = place.file("b.csv", &support::support("17.1", &[(1, 2000, 101, 100)]));
    add(&world, &[older]);
    assert_eq!(world.inputs_hash().unwrap(), one);
    assert_ne!(world.inputs_hash_as_of(AsOf::year(2000)).unwrap(), one);
    world.cache_put(&one, b"result");
    assert_eq!(world.cache_get(&one).as_deref(), Some(&b"result"[..]));
    std::fs::remove_dir_all(place.store().join("cache")).unwrap();
    assert_eq!(world.cache_get(&one), None);
}

#[test]
fn only_reading_sql_runs() {
    let place = Place::new();
    let world = place.world();
    for query in [
        "create table x as select 1",
        "drop table claims",
        "insert into claims select * from claims",
        "copy claims to 'x.parquet'",
        "set datafusion.execution.batch_size = 1",
        "select * from 'manifest.json'",
        "selec",
    ] {
        assert_eq!(world.sql(query).unwrap_err().code(), Code::Query, "{query}");
    }
    assert!(!Path::new("x.parquet").exists());
}
