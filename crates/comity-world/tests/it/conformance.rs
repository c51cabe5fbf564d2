//! The real files, where they are at hand.

use crate::support::{Place, add, current};
use comity_core::schema::Table;
use comity_core::{ActorId, AsOf, Code, SourceKey};
use comity_world::{EventsFrom, MonthSpec, World};
use std::path::PathBuf;

fn data() -> Option<PathBuf> {
    let shared = std::env::var_os("COMITY_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let data = shared.join("data");
    if data.is_dir() {
        return Some(data);
    }
    println!("skipped: no conformance data");
    None
}

#[test]
fn every_file_is_imported_or_listed_and_one_layout_of_each_source_is_current() {
    let Some(data) = data() else { return };
    let place = Place::new();
    let world = place.world();
    let report = add(&world, &[data]);
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    let skipped: Vec<String> = report
        .skipped
        .iter()
        .map(|s| s.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        skipped,
        [
            "MANIFEST.tsv",
            "EDTG_Codebook.docx",
            "entity2id.txt",
            "relation2id.txt",
            "stat.txt",
            "test.txt",
            "train.txt",
            "valid.txt"
        ]
    );
    assert_eq!(report.added.len(), 25);
    for key in SourceKey::ALL {
        let wanted = if *key == SourceKey::Ged { 2 } else { 1 };
        assert_eq!(current(&world, *key).len(), wanted, "{key}");
    }
    assert!(world.verify().unwrap().ok());
    let evidence = world.evidence(AsOf::LATEST).unwrap();
    let claims = evidence.table(Table::Claims);
    assert!(claims.num_rows() > 8_666);

    // Each event of the two country files lies in one dyad-month, but for those against civilians.
    let out = place.files().with_extension("parquet");
    let months = world.dyad_months(EventsFrom::Store, &out, &MonthSpec::default()).unwrap();
    let sided = world
        .sql("select count(*) as n from events where side_b is not null and side_b <> side_a")
        .unwrap();
    let n = datafusion::arrow::array::AsArray::as_primitive::<
        datafusion::arrow::datatypes::Int64Type,
    >(sided[0].column(0))
    .value(0);
    assert_eq!(months.events, n.unsigned_abs());

    names(&world);
}

/// Names of the real registry.
fn names(world: &World) {
    let registry = world.registry().unwrap();
    for (text, id) in [
        ("Hezbollah", 366),
        ("Hizbullah", 366),
        ("Hizballah", 366),
        ("حزب الله", 366),
        ("Hamas", 209),
        ("حماس", 209),
        ("ХАМАС", 209),
        ("PIJ", 208),
        ("KDP", 260),
        ("FARC", 743),
        ("TTP", 356),
        ("al-Qaida", 769),
        ("Al Qaeda", 769),
        ("Taleban", 303),
        ("Taliban", 303),
        ("Fatah", 207),
        ("IS", 234),
        ("ISIS", 234),
        ("PKK", 323),
        ("ELN (Colombia)", 744),
        ("ELN (Bolivia)", 721),
        ("ELN (Peru)", 748),
        ("Boko Haram", 1051),
        ("Houthis", 1091),
        ("Shining Path", 750),
        ("LTTE", 320),
    ] {
        match registry.resolve(text) {
            Ok(found) => assert_eq!(found, ActorId::ucdp(id), "{text}"),
            Err(e) => panic!("{text}: {e}"),
        }
    }
    let error = registry.resolve("ELN").unwrap_err();
    assert_eq!(error.code(), Code::AmbiguousName);
    assert_eq!(error.candidate_names().len(), 3);
    assert_eq!(registry.resolve("Hesbolah").unwrap(), ActorId::ucdp(366));
    let governments = registry.iter().filter(|a| !a.is_group()).count();
    let coded = registry.iter().filter(|a| a.gw.is_some()).count();
    assert!(coded * 10 >= governments * 9, "{coded} of {governments}");
    // Every reviewed name hangs on a registered actor and resolves to it or to a stronger name.
    for actor in registry.iter() {
        for alias in actor.aliases.iter().filter(|a| a.source == "comity") {
            let found = registry.resolve(&alias.name);
            assert!(found.is_ok(), "{}: {:?}", alias.name, found.err());
        }
    }
}
