//! Single cells: what is refused names the place, and names of actors keep their letters.

use super::{Sample, read, refused, sample};
use comity_core::Code;
use comity_sources::EventSource::{Acled, Gdelt, Ged, Icews, Polecat};

/// The error for a change of the file, with its place checked.
fn at(s: &Sample, from: &str, to: &str, code: Code, row: u64, column: &str) {
    let e = s.refuses(from, to);
    assert_eq!(
        (e.code(), e.row_number(), e.column_name()),
        (code, Some(row), Some(column)),
        "{from} -> {to}: {e}"
    );
    assert!(e.hint_text().is_some(), "{e}");
    assert!(e.to_string().contains("expected"), "{e}");
}

#[test]
fn a_bad_date_is_refused_in_any_row() {
    let bad = Code::BadDate;
    at(sample(Ged), ",2016-02-29,2016-02-29,", ",2015-02-29,2016-02-29,", bad, 4, "date_start");
    at(sample(Ged), "2016-01-03 00:00:00.000", "2015-12-03", bad, 2, "date_end");
    at(sample(Icews), "502\t2018-01-02", "502\t01/02/2018", bad, 4, "Event Date");
    at(sample(Polecat), "P-3\t2023-05-02", "P-3\t2023-05-32", bad, 4, "Event Date");
    at(sample(Acled), "ARL4,2023-02-02", "ARL4,30 February 2023", bad, 5, "event_date");
    at(sample(Acled), "ARL4,2023-02-02", "ARL4,44959", bad, 5, "event_date");
    at(sample(Gdelt), "900004\t20220115", "900004\t20220230", bad, 4, "SQLDATE");
    at(sample(Gdelt), "900001\t20230115", "900001\t20231315", bad, 1, "SQLDATE");
    at(sample(Gdelt), "900004\t20220115", "900004\t", Code::MissingValue, 4, "SQLDATE");
}

#[test]
fn a_bad_code_is_refused_in_any_row() {
    let bad = Code::BadCode;
    at(sample(Ged), "ARL-1002,2016,,,3,", "ARL-1002,2016,,,4,", bad, 3, "type_of_violence");
    at(sample(Icews), "\t057\t", "\t57\t", bad, 5, "CAMEO Code");
    at(sample(Icews), "\t057\t", "\t5x\t", bad, 5, "CAMEO Code");
    at(sample(Icews), "\t057\t", "\t\t", Code::MissingValue, 5, "CAMEO Code");
    at(sample(Polecat), "\tPROTEST\t", "\t141\t", bad, 4, "Event Type");
    at(sample(Acled), ",Protests,", ",6,", bad, 5, "event_type");
    at(sample(Gdelt), "\t057\t057\t", "\t0\t057\t", bad, 5, "EventCode");
    at(sample(Gdelt), "\t057\t057\t", "\t210\t057\t", bad, 5, "EventCode");
}

#[test]
fn a_bad_key_is_refused() {
    at(sample(Ged), "1002,ARL-1002", "x,ARL-1002", Code::NotANumber, 3, "id");
    at(sample(Ged), ",102.0,", ",-5,", Code::BadCode, 4, "side_b_new_id");
    at(sample(Ged), ",102.0,", ",,", Code::MissingValue, 4, "side_b_new_id");
    at(sample(Icews), "503\t", "E503\t", Code::NotANumber, 5, "Event ID");
    at(sample(Polecat), "P-3\t", "\t", Code::MissingValue, 4, "Event ID");
    at(sample(Acled), "ARL4,", "NA,", Code::MissingValue, 5, "event_id_cnty");
    at(sample(Gdelt), "900004\t", "1.5\t", Code::NotANumber, 4, "GLOBALEVENTID");
}

#[test]
fn latin_1_and_utf_8_are_read() {
    for s in &super::ALL {
        let text = s.text().replace("Group B", "Grupo É").replace("GROUP B", "GRUPO É");
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let (file, lines) = read(s.name, text.as_bytes()).unwrap();
        assert_eq!(file.events, s.read().0.events, "{}", s.name);
        assert!(lines.iter().any(|line| line.to_lowercase().contains("grupo é")), "{lines:?}");
        assert_eq!(read(s.name, &latin).unwrap(), (file, lines), "{}", s.name);
    }
}

#[test]
fn what_no_text_holds_is_refused() {
    for s in &super::ALL {
        for (bytes, code) in [
            (&b"\x81\x8d"[..], Code::BadEncoding),
            (b"1\x002", Code::BadEncoding),
            (&[b'z'; 1_000_000], Code::CellTooLong),
        ] {
            let from = if s.source == Gdelt { "057" } else { "Group A" };
            let text = s.with(from, "FILLER");
            let start = text.find("FILLER").unwrap();
            let text = [&text.as_bytes()[..start], bytes, &text.as_bytes()[start + 6..]].concat();
            let e = refused(s.name, &text);
            assert_eq!(e.code(), code, "{}: {e}", s.name);
            assert!(e.row_number().is_some() && e.column_name().is_some(), "{e}");
        }
    }
    let utf16: Vec<u8> = sample(Icews).text().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused("events.tab", &utf16).code(), Code::BadEncoding);
}
