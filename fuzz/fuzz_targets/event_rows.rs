//! Rows behind the header of each source of events, and the bytes as a file by themselves.
#![no_main]

use comity_core::EventCodebook;
use comity_sources::{event_schema, read_event_rows};
use libfuzzer_sys::fuzz_target;
use std::io::Cursor;

const HEADERS: [&str; 6] = [
    "",
    "id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,date_start,date_end\n",
    "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\t\
     Target Country\n",
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tContexts\tActor Name\t\
     Actor Country\tRecipient Name\tRecipient Country\n",
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,actor2,\
     assoc_actor_2,country\n",
    "GLOBALEVENTID\tSQLDATE\tActor1Name\tActor2Name\tEventCode\n",
];

fuzz_target!(|data: &[u8]| {
    let Some((&which, rows)) = data.split_first() else { return };
    let Some(header) = HEADERS.get(usize::from(which) % HEADERS.len()) else { return };
    let bytes = [header.as_bytes(), rows].concat();
    let book = EventCodebook::bundled().expect("the codebook is sound");
    let mut events = 0;
    let found = read_event_rows("file", Cursor::new(bytes), &book, &mut |_, batch| {
        assert_eq!(batch.schema(), event_schema());
        events += batch.num_rows() as u64;
        Ok(())
    });
    match found {
        Ok(file) => assert_eq!(file.events, events),
        Err(e) => assert!(e.code().as_str().starts_with("source/"), "{e}"),
    }
});
