//! Counts that published files must give. Expected values were counted with other tools.

use super::read;
use crate::support::shared;
use comity_sources::EventSource;
use jiff::civil::date;

#[test]
fn ged_of_two_countries_is_read_whole() {
    let Some(shared) = shared() else { return };
    let files = [
        ("ged_syria.csv.gz", 16_566, 16_084, 482, date(2016, 1, 1), date(2019, 12, 1)),
        ("ged_myanmar.csv.gz", 7_374, 5_044, 2_330, date(1989, 1, 1), date(2023, 12, 31)),
    ];
    for (name, rows, events, other, first, last) in files {
        let bytes = std::fs::read(shared.join("ucdp_ged_countries").join(name)).unwrap();
        let (file, lines) = read(name, &bytes).unwrap();
        assert_eq!((file.source, file.rows), (EventSource::Ged, rows), "{name}");
        assert_eq!((file.events, file.other), (events, other), "{name}: {:?}", file.notes);
        assert_eq!((file.first, file.last), (Some(first), Some(last)), "{name}");
        assert!(file.notes.is_empty(), "{name}: {:?}", file.notes);
        assert!(lines.iter().all(|line| line.contains("|fights|-|")), "{name}");
    }
}
