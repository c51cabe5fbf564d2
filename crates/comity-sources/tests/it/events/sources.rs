//! What the small file of each source gives, to the last cell.

use super::{ALL, sample};
use comity_sources::{EventFile, EventSource};
use jiff::civil::date;

/// `(message, count, rows)` of every note.
fn notes(file: &EventFile) -> Vec<(&str, u64, &[u64])> {
    file.notes.iter().map(|n| (n.message.as_str(), n.count, n.rows.as_slice())).collect()
}

const UNNAMED: &str = "left out: one side is not named";
const SAME: &str = "left out: both sides are the same actor";

#[test]
fn ged_gives_fights_between_ids() {
    let (file, lines) = sample(EventSource::Ged).read();
    assert_eq!(
        lines,
        [
            "2|1001|2016-01-01|2016-01-03|1|fights|-|10|Government of Arland|-|101|Group A|-",
            "4|1003|2016-02-29|2016-02-29|2|fights|-|101|Group A|-|102|Group B, north|-",
            "7|1006|2015-12-31|2016-01-01|1|fights|-|10|Government of Arland|-|102|Group B, north|-",
        ]
    );
    assert_eq!((file.source, file.rows, file.events, file.other), (EventSource::Ged, 6, 3, 1));
    assert_eq!((file.first, file.last), (Some(date(2015, 12, 31)), Some(date(2016, 2, 29))));
    assert_eq!(notes(&file), [(SAME, 1, &[6][..]), (UNNAMED, 1, &[5])]);
}

#[test]
fn icews_gives_codes_of_cameo_and_lets_quotes_stand() {
    let (file, lines) = sample(EventSource::Icews).read();
    assert_eq!(
        lines,
        [
            "2|501|2018-01-01|2018-01-01|2018-01-01|0312|cooperation|military|-|Group A|Arland|-|Group B|Borduria",
            "3|501|2018-01-02|2018-01-02|2018-01-02|190|fights|-|-|Group A|Arland|-|Group B|Borduria",
            "5|503|2018-01-03|2018-01-03|2018-01-03|057|cooperation|political|-|Group C|-|-|Group A|-",
            "8|506|2018-01-04|2018-01-04|2018-01-04|072|support|military|-|Group A|Arland|-|Unit \"B of Group B|Borduria",
        ]
    );
    assert_eq!((file.source, file.rows, file.events, file.other), (EventSource::Icews, 7, 4, 1));
    assert_eq!((file.first, file.last), (Some(date(2018, 1, 1)), Some(date(2018, 1, 4))));
    assert_eq!(notes(&file), [(SAME, 1, &[7][..]), (UNNAMED, 1, &[6])]);
}

#[test]
fn polecat_matches_contexts_and_leaves_out_what_did_not_happen() {
    let (file, lines) = sample(EventSource::Polecat).read();
    assert_eq!(
        lines,
        [
            "2|P-1|2023-05-01|2023-05-01|AID/military|support|military|-|Group A|Arland|-|Group B|Borduria",
            "3|P-2|2023-05-01|2023-05-01|ASSAULT|fights|-|-|Group A|Arland|-|Group C|-",
            "10|P-9|2023-05-05|2023-05-05|COOPERATE|cooperation|-|-|Group B|Borduria|-|Group A|Arland",
        ]
    );
    assert_eq!((file.source, file.rows, file.events, file.other), (EventSource::Polecat, 9, 3, 1));
    assert_eq!(
        notes(&file),
        [
            (SAME, 1, &[8][..]),
            (UNNAMED, 1, &[7]),
            ("left out: the contexts call the event historical or hypothetical", 2, &[5, 6]),
            ("left out: the row has not as many cells as the header (stray tabs)", 1, &[9]),
        ]
    );
}

#[test]
fn acled_gives_fights_agreements_and_who_fought_side_by_side() {
    let (file, lines) = sample(EventSource::Acled).read();
    let both = "2023-01-31|2023-01-31";
    assert_eq!(
        lines,
        [
            format!("2|ARL1|{both}|Battles|fights|-|-|Group A|Arland|-|Group B|Arland"),
            format!("2|ARL1#a1|{both}|associates|joint|military|-|Group A|Arland|-|Group C|Arland"),
            format!("2|ARL1#a2|{both}|associates|joint|military|-|Group A|Arland|-|Group D|Arland"),
            format!("2|ARL1#a3|{both}|associates|joint|military|-|Group B|Arland|-|Group E|Arland"),
            "3|ARL2|2023-02-01|2023-02-01|Strategic developments/Agreement|cooperation|political|-|Group A|Arland|-|Group B|Arland".to_owned(),
            "8|ARL7|2023-02-04|2023-02-04|Explosions/Remote violence|fights|-|-|Group E|Arland|-|Group A|Arland".to_owned(),
            "8|ARL7#a1|2023-02-04|2023-02-04|associates|joint|military|-|Group A|Arland|-|Group D|Arland".to_owned(),
        ]
    );
    assert_eq!((file.source, file.rows, file.events, file.other), (EventSource::Acled, 7, 7, 2));
    assert_eq!(
        notes(&file),
        [
            ("an associated actor left out: it is the actor itself", 1, &[2][..]),
            (SAME, 1, &[7]),
            (UNNAMED, 1, &[6]),
        ]
    );
}

#[test]
fn gdelt_counts_rows_from_one_for_want_of_a_header() {
    let (file, lines) = sample(EventSource::Gdelt).read();
    assert_eq!(
        lines,
        [
            "1|900001|2023-01-15|2023-01-15|190|fights|-|-|GROUP A|-|-|GROUP B|-",
            "5|900005|2022-01-14|2022-01-14|057|cooperation|political|-|GROUP B|-|-|GROUP C|-",
        ]
    );
    assert_eq!((file.source, file.rows, file.events, file.other), (EventSource::Gdelt, 6, 2, 2));
    assert_eq!((file.first, file.last), (Some(date(2022, 1, 14)), Some(date(2023, 1, 15))));
    assert_eq!(notes(&file), [(SAME, 1, &[3][..]), (UNNAMED, 1, &[2])]);
}

#[test]
fn names_of_sources_are_the_same_everywhere() {
    for s in &ALL {
        let (file, _) = s.read();
        assert_eq!(file.source, s.source);
        let json = serde_json::to_value(&file).unwrap();
        assert_eq!(json["source"], s.source.as_str());
        assert_eq!(serde_json::from_value::<EventFile>(json).unwrap(), file);
    }
}
