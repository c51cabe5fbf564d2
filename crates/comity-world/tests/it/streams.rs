//! Streams of events from files of event data.

use comity_core::{AsOf, Code};
use comity_world::{NameDecision, Registry, Silent, StreamOptions, StreamReport, World};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const ACLED: &str = "event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,\
    actor2,assoc_actor_2,country\n";

fn world() -> (World, Registry) {
    let world = World::bundled().unwrap();
    let registry = Registry::from_evidence(&world.evidence(AsOf::LATEST).unwrap()).unwrap();
    (world, registry)
}

fn import(
    files: &[PathBuf],
    output: &Path,
    options: &StreamOptions,
) -> comity_core::Result<StreamReport> {
    let (world, registry) = world();
    world.import_stream(&registry, files, output, options, &Silent)
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// Invented fights between two actors on scattered days, each twice.
fn many(rows: u32) -> String {
    let mut text = ACLED.to_owned();
    for k in 0..rows {
        let (id, day) = ((k * 7919) % (rows / 2), 1 + (k * 31) % 28);
        let month = 1 + ((k * 7919) % (rows / 2)) % 12;
        let _ = writeln!(
            text,
            "X{id},2001-{month:02}-{day:02},Battles,Armed clash,FARC,,Military Forces of Colombia (2002-),,Colombia"
        );
    }
    text
}

#[test]
fn a_sort_on_disk_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let input = [file(folder.path(), "many.csv", &many(120_000))];
    let (whole, spilled) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    let report = import(&input, &whole, &StreamOptions::default()).unwrap();
    assert_eq!((report.events, report.copies), (60_000, 60_000));
    assert_eq!(report.kinds.get("fights"), Some(&60_000));
    let little = StreamOptions { memory_limit: 12 << 20, ..StreamOptions::default() };
    import(&input, &spilled, &little).unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    assert!(bytes == std::fs::read(&spilled).unwrap());
    let text = String::from_utf8(bytes).unwrap();
    let days: Vec<&str> = text.lines().skip(1).map(|l| l.split(',').next().unwrap()).collect();
    assert!(days.is_sorted() && days.len() == 60_000);
    // Nothing is left beside the files.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

/// The last file has the last word on an event.
#[test]
fn of_copies_the_last_counts() {
    let folder = tempfile::tempdir().unwrap();
    let row = |kind: &str, receiver: &str| {
        format!("{ACLED}X1,1 March 2001,{kind},x,FARC,AUC,{receiver},,Colombia\n")
    };
    let early = file(folder.path(), "early.csv", &row("Battles", "ELN"));
    let late = file(folder.path(), "late.csv", &row("Battles", "Government of Colombia"));
    let output = folder.path().join("stream.csv");
    let report = import(&[early, late], &output, &StreamOptions::default()).unwrap();
    assert_eq!((report.events, report.copies), (2, 2));
    let text = std::fs::read_to_string(&output).unwrap();
    assert!(text.contains("FARC,Government of Colombia") && !text.contains(",ELN,"), "{text}");
    assert!(
        text.contains(",joint,") && text.contains(",military,associates,acled,X1#a1"),
        "{text}"
    );
}

#[test]
fn a_table_of_names_decides() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{ACLED}X1,2001-03-01,Battles,x,Unheard-of Front,,FARC,,Colombia\n\
         X2,2001-03-02,Battles,x,Unheard-of Front,,FARC,,Peru\n"
    );
    let input = [file(folder.path(), "a.csv", &text)];
    let output = folder.path().join("stream.csv");
    let with = |table: Option<PathBuf>| {
        import(&input, &output, &StreamOptions { names: table, ..StreamOptions::default() })
    };
    let e = with(None).unwrap_err();
    assert_eq!(e.code(), Code::NoEvents);
    assert!(!output.exists());
    let table = "name,actor,country\nUnheard-of Front,ELN (Colombia),Colombia\n";
    let report = with(Some(file(folder.path(), "t.csv", table))).unwrap();
    assert_eq!(report.events, 1);
    let by_table = report.names.iter().filter(|n| n.decision == NameDecision::Table).count();
    let open = report.names.iter().filter(|n| n.decision == NameDecision::Unknown).count();
    assert_eq!((by_table, open), (1, 1));
    let twice = "name,actor\nA,FARC\nA,ELN (Colombia)\n";
    let e = with(Some(file(folder.path(), "t.csv", twice))).unwrap_err();
    assert_eq!((e.code(), e.row_number()), (Code::BadEventValue, Some(3)));
}
