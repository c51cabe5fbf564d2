//! Headers: other spellings, and columns renamed or absent.

use super::{ALL, Sample, read, refused, sample};
use comity_core::Code;
use comity_sources::EventSource;

/// The columns that no source with a header is read without.
const REQUIRED: [(EventSource, &[&str]); 4] = [
    (EventSource::Ged, &["id", "type_of_violence", "side_a_new_id", "side_a", "date_end"]),
    (EventSource::Icews, &["Event ID", "Event Date", "Source Country", "CAMEO Code"]),
    (EventSource::Polecat, &["Event Type", "Intensity", "Contexts", "Recipient Name"]),
    (EventSource::Acled, &["event_id_cnty", "sub_event_type", "assoc_actor_2", "country"]),
];

/// The file with one name of its header changed.
fn renamed(s: &Sample, from: &str, to: &str) -> Vec<u8> {
    let text = s.text();
    let (header, rest) = text.split_once('\n').unwrap();
    let by = if header.contains('\t') { "\t" } else { "," };
    let names: Vec<&str> = header.split(by).map(|n| if n == from { to } else { n }).collect();
    assert!(header.split(by).any(|n| n == from), "{from}");
    format!("{}\n{rest}", names.join(by)).into_bytes()
}

#[test]
fn a_renamed_column_is_named_with_what_it_may_be_called_now() {
    for (source, columns) in REQUIRED {
        let s = sample(source);
        for column in columns {
            let now = format!("{column} 2");
            let e = refused(s.name, &renamed(s, column, &now));
            assert_eq!((e.code(), e.column_name()), (Code::MissingColumn, Some(*column)), "{e}");
            assert!(e.candidate_names().contains(&now), "{e}");
        }
    }
}

#[test]
fn an_absent_column_is_named() {
    for (source, columns) in REQUIRED {
        let s = sample(source);
        for column in columns {
            let e = refused(s.name, &renamed(s, column, ""));
            assert_eq!((e.code(), e.column_name()), (Code::MissingColumn, Some(*column)), "{e}");
            assert!(e.hint_text().is_some());
        }
    }
}

#[test]
fn case_and_punctuation_of_names_do_not_matter() {
    for s in ALL.iter().filter(|s| s.source != EventSource::Gdelt) {
        let text = s.text();
        let (header, rest) = text.split_once('\n').unwrap();
        let header = header.to_uppercase().replace([' ', '_'], ".");
        let again = read(s.name, format!("{header}\n{rest}").as_bytes()).unwrap();
        assert_eq!(again, s.read(), "{}", s.name);
    }
}

#[test]
fn polecat_calls_intensity_by_two_names() {
    let s = sample(EventSource::Polecat);
    let again = read(s.name, &renamed(s, "Intensity", "Event Intensity")).unwrap();
    assert_eq!(again, s.read());
}

#[test]
fn two_columns_of_one_name_are_refused() {
    let s = sample(EventSource::Acled);
    let e = refused(s.name, &renamed(s, "notes", "Actor1"));
    assert_eq!((e.code(), e.column_name()), (Code::DuplicateColumn, Some("Actor1")));
}

#[test]
fn gdelt_may_have_a_header() {
    let s = sample(EventSource::Gdelt);
    let mut names: Vec<String> = (0..61).map(|i| format!("column {i}")).collect();
    for (i, name) in [
        (0, "GlobalEventID"),
        (1, "SQLDATE"),
        (6, "Actor1Name"),
        (16, "Actor2Name"),
        (26, "EventCode"),
    ] {
        names[i] = name.to_owned();
    }
    let with = |names: &[String]| format!("{}\n{}", names.join("\t"), s.text());
    let (file, lines) = read(s.name, with(&names).as_bytes()).unwrap();
    assert_eq!((file.source, file.rows, file.events), (EventSource::Gdelt, 6, 2));
    assert!(lines[0].starts_with("2|900001|"), "{lines:?}");
    names[26] = "EventCode2".to_owned();
    let e = refused(s.name, with(&names).as_bytes());
    assert_eq!((e.code(), e.column_name()), (Code::MissingColumn, Some("EventCode")));
}

#[test]
fn other_tables_are_refused_with_what_is_accepted() {
    let old_gdelt = format!("900001\t20130115{}\n", "\t1".repeat(56));
    for text in ["a,b\n1,2\n", "900001\t20230115\tx\n", &old_gdelt, "name\nvalue\n"] {
        let e = refused("other.csv", text.as_bytes());
        assert_eq!((e.code(), e.row_number()), (Code::Unrecognised, Some(1)), "{e}");
        for accepted in ["GED", "ICEWS", "POLECAT", "ACLED", "GDELT 2.0"] {
            assert!(e.to_string().contains(accepted), "{e}");
        }
    }
    for text in ["<!DOCTYPE html><p>Sign in", "{\"status\": 403}"] {
        assert_eq!(refused("page.csv", text.as_bytes()).code(), Code::Unrecognised);
    }
}
