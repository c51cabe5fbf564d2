//! `comity events`.

use crate::docs::page;
use crate::support::Place;
use crate::tutorial::words;

const HOW_TO: &str = "howto/model-a-stream-of-events.md";
const FORMULA: &str = "inertia + reciprocity + common_enemy(layer = fights)";

/// The files of the how-to page: the events and the actors.
fn files(place: &Place) {
    let page = page(HOW_TO);
    let tables: Vec<&str> =
        page.split("```csv\n").skip(1).map(|t| t.split("```").next().unwrap()).collect();
    place.file("acts.csv", tables[0].as_bytes());
    place.file("actors.csv", tables[1].as_bytes());
}

fn fit(place: &Place, formula: &str, more: &str) -> crate::support::Ran {
    let mut args = vec!["events", "fit", "acts.csv", formula];
    args.extend(["--layer", "kind", "--explain", "support"]);
    args.extend(more.split_whitespace());
    place.run(&args)
}

#[test]
fn a_stream_is_fitted() {
    let place = Place::new();
    files(&place);
    insta::assert_snapshot!(fit(&place, FORMULA, "").ok().transcript());
    insta::assert_json_snapshot!(fit(&place, FORMULA, "--json").ok().shape());
    insta::assert_snapshot!(
        fit(&place, "inertia(decay = 30d) + reciprocity", "--interval --robust dyad")
            .ok()
            .transcript()
    );
}

/// The commands of a page that begin with `comity events`, each with what it shows.
fn shown(page: &str) -> Vec<(Vec<String>, String)> {
    page.split("$ comity events")
        .skip(1)
        .map(|rest| {
            let (command, output) = rest.split_once('\n').unwrap();
            let output = output.split("```").next().unwrap().split("$ comity").next().unwrap();
            (words(&format!("events{command}")), output.to_owned())
        })
        .collect()
}

/// What pages show is what their commands print.
#[test]
fn pages_show_what_is_printed() {
    let place = Place::new();
    files(&place);
    for name in [HOW_TO, "explanation/what-the-data-say.md"] {
        let shown = shown(&page(name));
        assert!(!shown.is_empty(), "{name}");
        for (command, output) in shown {
            assert_eq!(place.run(&command).ok().stdout.trim_end(), output.trim_end(), "{name}");
        }
    }
}

/// Formulas in the examples of the help are understood.
#[test]
fn examples_of_the_help_are_formulas() {
    let place = Place::new();
    files(&place);
    let understood = |formula: &str| {
        let ran = place.run(&["events", "fit", "acts.csv", formula, "--layer", "kind"]);
        !ran.stderr.contains("relational/bad-formula")
    };
    assert!(!understood("outdegree(sendr)"));
    let mut met = 0;
    for command in ["fit", "stats", "simulate", "gof", "import"] {
        let help = place.run(&["events", command, "--help"]).ok().stdout;
        let (_, examples) = help.split_once("Examples:").unwrap_or_default();
        for formula in examples.split('\'').skip(1).step_by(2) {
            met += 1;
            assert!(understood(formula), "{command}: {formula}");
        }
    }
    assert!(met >= 3, "{met}");
}

#[test]
fn coefficients_and_manifest_are_the_same_bytes_in_every_run() {
    let place = Place::new();
    files(&place);
    for name in ["one", "two"] {
        fit(&place, FORMULA, &format!("-q -o {name}.csv")).ok();
    }
    let csv = String::from_utf8(place.read("one.csv")).unwrap();
    assert!(csv.starts_with("term,estimate,standard_error,robust_standard_error,low,high,p\n"));
    assert!(csv.contains("\nreciprocity,"), "{csv}");
    for ending in ["csv", "manifest.json"] {
        let of = |name: &str| place.read(&format!("{name}.{ending}"));
        assert!(of("one") == of("two"), "{ending}");
    }
}

/// A run that is cut off leaves an iterate; the next goes on from it and ends at the same place.
#[test]
fn a_fit_goes_on_from_its_state() {
    let place = Place::new();
    files(&place);
    let whole = fit(&place, FORMULA, "--json").ok().json();
    fit(&place, FORMULA, "--state fit.json").ok();
    let again = fit(&place, FORMULA, "--state fit.json --json").ok().json();
    let (a, b) = (&whole["fit"]["coefficients"], &again["fit"]["coefficients"]);
    for (a, b) in a.as_array().unwrap().iter().zip(b.as_array().unwrap()) {
        // Both stop at a squared decrement of 1e-10, 1e-5 standard errors from the maximum.
        assert!((a.as_f64().unwrap() - b.as_f64().unwrap()).abs() < 1e-5, "{a} {b}");
    }
    assert!(again["fit"]["iterations"].as_u64() <= whole["fit"]["iterations"].as_u64());
    insta::assert_snapshot!(fit(&place, "inertia", "--state fit.json").exits(3).transcript());
    place.file("fit.json", b"{");
    insta::assert_snapshot!(fit(&place, FORMULA, "--state fit.json").exits(3).transcript());
}

#[test]
fn statistics_are_written() {
    let place = Place::new();
    files(&place);
    let line = ["events", "stats", "acts.csv", "inertia(scaling = none)", "-o", "stats.csv"];
    insta::assert_snapshot!(place.run(&line).ok().transcript());
    let csv = String::from_utf8(place.read("stats.csv")).unwrap();
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("moment,time,sender,receiver,events,inertia(scaling = none)"));
    // A → B for the second time at the sixth event.
    let row = csv.lines().find(|l| l.starts_with("6,") && l.contains(",A,B,")).unwrap();
    assert!(row.ends_with(",A,B,1,1"), "{row}");
}

#[test]
fn a_fit_is_judged_and_drawn_from() {
    let place = Place::new();
    files(&place);
    let run = |command: &str, more: &str| {
        let mut args = vec!["events", command, "acts.csv", "inertia + reciprocity"];
        args.extend(["--layer", "kind", "--explain", "support"]);
        args.extend(more.split_whitespace());
        place.run(&args).ok()
    };
    insta::assert_snapshot!(run("gof", "").transcript());
    insta::assert_json_snapshot!(run("gof", "--json").shape());
    run("simulate", "--events 20 --seed 3 -o one.csv");
    run("simulate", "--events 20 --seed 3 -o two.csv");
    run("simulate", "--events 20 --seed 4 -o three.csv");
    assert!(place.read("one.csv") == place.read("two.csv"));
    assert!(place.read("one.csv") != place.read("three.csv"));
    assert_eq!(place.read("one.csv").iter().filter(|b| **b == b'\n').count(), 21);
}

/// The evidence as a stream: what it holds is what the panel counts, and a model of it runs.
#[test]
fn the_evidence_is_a_stream() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("events stream -o groups.csv").ok().transcript());
    insta::assert_json_snapshot!(place.line("events stream -o groups.csv --json").ok().shape());
    let csv = String::from_utf8(place.read("groups.csv")).unwrap();
    assert!(csv.lines().any(|l| l.starts_with("2011,cooperation,") && l.contains("Hamas")), "");
    let line = "events fit groups.csv common_enemy(layer=fights)+inertia(layer=cooperation) \
        --undirected --layer kind --explain cooperation --actors groups.actors.csv --json";
    let json = place.line(line).ok().json();
    assert_eq!(json["fit"]["status"], "converged");
    assert_eq!(json["fit"]["coefficients"].as_array().unwrap().len(), 2);
}

const IMPORT: &str = "howto/import-event-data.md";

/// The tables of the page on importing, under the names it gives them.
fn event_data(place: &Place) {
    let page = page(IMPORT);
    let tables: Vec<&str> =
        page.split("```csv\n").skip(1).map(|t| t.split("```").next().unwrap()).collect();
    place.file("icews.csv", tables[0].as_bytes());
    place.file("decisions.csv", tables[1].as_bytes());
}

/// The commands of the page, one after the other, print what it shows.
#[test]
fn event_data_are_imported_as_the_page_shows() {
    let place = Place::new();
    event_data(&place);
    let shown = shown(&page(IMPORT));
    assert!(shown.len() > 2);
    for (command, output) in shown {
        assert_eq!(place.run(&command).ok().stdout.trim_end(), output.trim_end(), "{command:?}");
    }
    let text = |name: &str| String::from_utf8(place.read(name)).unwrap();
    insta::assert_snapshot!(format!("{}\n{}", text("stream.csv"), text("stream.names.csv")));
    let import = ["events", "import", "icews.csv", "-o", "stream.csv", "--json"];
    insta::assert_json_snapshot!(place.run(&import).ok().shape());
    let groups = ["events", "import", "icews.csv", "-o", "g.parquet", "--groups-only"];
    insta::assert_snapshot!(place.run(&groups).ok().transcript());
}

/// Whatever is wrong, the stream that was there stays.
#[test]
fn an_import_that_fails_changes_nothing() {
    let place = Place::new();
    event_data(&place);
    place.file("stream.csv", b"before");
    place.file("bad.csv", b"Event ID,Event Date,Source Name,Source Country,CAMEO Code,Target Name,Target Country\n1,2001-02-30,FARC,Colombia,062,ELN,Colombia\n");
    place.file("other.csv", b"a,b\n1,2\n");
    place.file("names.csv", b"name,actor\nFARC,FARQ\n");
    let mut said = String::new();
    for args in [
        "bad.csv -o stream.csv",
        "icews.csv other.csv -o stream.csv",
        "nothing.csv -o stream.csv",
        "icews.csv -o stream.txt",
        "icews.csv -o stream.csv --names names.csv",
        "icews.csv -o stream.csv --names icews.csv",
        "icews.csv -o stream.csv --from 2010-01-01",
        "icews.csv -o stream.csv --from 2010-01-01 --until 2009-01-01",
        "icews.csv -o stream.csv --memory 1MiB",
    ] {
        let args: Vec<&str> = ["events", "import"].into_iter().chain(args.split(' ')).collect();
        said += &place.run(&args).transcript();
        said += "\n";
    }
    insta::assert_snapshot!(said);
    assert_eq!(place.read("stream.csv"), b"before");
}

#[test]
fn bad_input_says_where() {
    let place = Place::new();
    files(&place);
    let run = |place: &Place, name: &str, text: &str, code: i32| {
        place.file(name, text.as_bytes());
        place.run(&["events", "fit", name, "inertia"]).exits(code).transcript()
    };
    let head = "time,sender,receiver\n";
    for (name, text, code) in [
        ("unsorted", format!("{head}2,A,B\n1,B,A\n"), 3),
        ("loop", format!("{head}1,A,A\n"), 3),
        ("nothing", head.to_owned(), 5),
        ("cell", format!("{head}1,A,B\nsoon,B,A\n"), 3),
        ("column", "when,sender,receiver\n1,A,B\n".to_owned(), 3),
    ] {
        insta::assert_snapshot!(name, run(&place, &format!("{name}.csv"), &text, code));
    }
    insta::assert_snapshot!(fit(&place, "inertia + reciprocty", "").exits(3).transcript());
    // D enters after it has acted.
    let late = String::from_utf8(place.read("actors.csv")).unwrap();
    place.file("actors.csv", late.replace("D,2011-04-01", "D,2011-05-01"));
    insta::assert_snapshot!(
        fit(&place, "difference(size)", "--actors actors.csv").exits(3).transcript()
    );
    insta::assert_snapshot!(
        place.run(&["events", "fit", "acts.xlsx", "inertia"]).exits(7).transcript()
    );
}
