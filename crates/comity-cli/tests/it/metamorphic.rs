//! Changes of the input that must not change a result, and one that must stop it.

use crate::made;
use crate::rows::Rows;
use crate::support::{Place, conformance, fixture};
use std::path::PathBuf;

/// The panel from source files whose rows stand in another order.
fn panel(files: &[PathBuf], risk_set: &str, seed: Option<u64>) -> Vec<u8> {
    let place = Place::new();
    for file in files {
        let stem = file.file_name().unwrap().to_string_lossy().into_owned();
        let target = place.file(&format!("in/{}", stem.trim_end_matches(".gz")), "");
        let rows = Rows::read(file);
        match seed {
            Some(seed) => rows.permuted(seed).write(&target),
            None => rows.write(&target),
        }
    }
    place.line("data add in").ok();
    place.run(&["panel", "-q", "--risk-set", risk_set, "-o", "panel.csv"]).ok();
    place.read("panel.csv")
}

#[test]
fn the_order_of_rows_does_not_matter_on_made_up_data() {
    let place = Place::new();
    let mut files = vec![place.file("esd.csv", made::few_groups())];
    files.extend(["ucdp-dyadic.csv", "ucdp-nonstate.csv"].map(fixture));
    let straight = panel(&files, "all", None);
    let lines = straight.iter().filter(|b| **b == b'\n').count();
    assert_eq!(lines, 20 * 6 + 1, "four groups make six pairs in each of twenty years");
    for seed in [1, 2] {
        assert!(panel(&files, "all", Some(seed)) == straight, "order {seed} gave another panel");
    }
}

#[test]
fn the_order_of_rows_does_not_matter_on_real_data() {
    let Some(data) = conformance() else { return };
    let files = [
        "ucdp_esd_181/ucdp-esd-ay-181.csv.gz",
        "ucdp_actor_221/ucdp-actor-221.csv",
        "ucdp_dyadic_241/Dyadic_v24_1.csv",
        "ucdp_nonstate_231/Nonstate_v23_1.csv",
        "ucdp_onesided_231/OneSided_v23_1.csv",
        "ucdp_brd_231/BattleDeaths_v23_1.csv",
        "ucdp_prio_acd_221/ucdp-prio-acd-221.csv",
        "un_idealpoints/IdealpointestimatesAll_Apr2020.csv",
    ];
    let files: Vec<PathBuf> = files.iter().map(|f| data.join(f)).collect();
    let straight = panel(&files, "region", None);
    let lines = straight.iter().filter(|b| **b == b'\n').count();
    assert_eq!(lines, 18_861 + 1, "the panel is the one counted from the files");
    assert!(panel(&files, "region", Some(1)) == straight, "another order gave another panel");
}

#[test]
fn a_renamed_column_is_named_in_the_error() {
    let place = Place::new();
    for (file, column) in [
        ("ucdp-esd-ay.csv", "ext_id"),
        ("ucdp-esd-ay.csv", "actor_id"),
        ("ucdp-dyadic.csv", "side_b_id"),
        ("ucdp-nonstate.csv", "side_a_id"),
    ] {
        let target = place.path().join(file);
        Rows::read(&fixture(file)).renamed(column, &format!("{column}_of_old")).write(&target);
        let ran = place.run(&["data", "add", file, "--json"]).exits(3);
        assert_eq!(ran.code_of_json_error(), "source/missing-column", "{}", ran.transcript());
        let text = place.run(&["data", "add", file]).exits(3);
        assert!(text.stderr.contains(column), "{}", text.transcript());
    }
    assert!(!place.line("data list").ok().stdout.contains("imported"));
}
