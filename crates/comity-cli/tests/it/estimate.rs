//! `comity estimate`.

use crate::docs::page;
use crate::support::Place;
use crate::tutorial::words;

const TERMS: &str = "common_enemy_lag1 + log(tie_count + 1)";

fn run(place: &Place, command: &str, formula: &str) -> crate::support::Ran {
    let mut args: Vec<&str> = command.split_whitespace().collect();
    args.insert(2, formula);
    place.run(&args)
}

const HIERARCHICAL: &str = "estimate hierarchical --years 2013-2015 --group actor --group year --chains 2 --warm-up 100 --draws 50";
const AME: &str =
    "estimate ame --year 2010 --risk-set all --rank 1 --warm-up 200 --sweeps 1000 --thin 5";
const TERGM: &str = "estimate tergm --years 2010-2017 --replicates 40";

#[test]
fn a_logit_has_effects_of_groups_and_years() {
    let place = Place::new();
    insta::assert_snapshot!(run(&place, HIERARCHICAL, TERMS).ok().transcript());
    insta::assert_json_snapshot!(
        run(&place, &format!("{HIERARCHICAL} --json"), TERMS).ok().shape()
    );
}

#[test]
fn a_network_of_one_year_has_goodness_of_fit() {
    let (place, terms) = (Place::new(), "common_enemy_lag1 + same_country");
    insta::assert_snapshot!(run(&place, AME, terms).ok().transcript());
    insta::assert_json_snapshot!(run(&place, &format!("{AME} --json"), terms).ok().shape());
}

#[test]
fn networks_of_many_years_have_patterns_and_intervals() {
    let place = Place::new();
    let terms = format!("{TERMS} + gwesp(0.5) + memory(stability)");
    insta::assert_snapshot!(run(&place, TERGM, &terms).ok().transcript());
    insta::assert_json_snapshot!(run(&place, &format!("{TERGM} --json"), &terms).ok().shape());
}

/// The file of coefficients and its manifest are the same in every run; another seed gives
/// other ones.
#[test]
fn the_same_inputs_give_the_same_bytes() {
    let place = Place::new();
    let few = "estimate hierarchical --years 2015-2016 --chains 2 --warm-up 40 --draws 20";
    for command in [few, AME, TERGM] {
        for (seed, name) in [(1, "one"), (1, "two"), (2, "three")] {
            run(&place, &format!("{command} --seed {seed} -q -o {name}.csv"), TERMS).ok();
        }
        let csv = String::from_utf8(place.read("one.csv")).unwrap();
        assert!(csv.starts_with("variable,label,estimate,sd,low,high,r_hat,ess\n"), "{csv}");
        assert!(csv.contains("\ncommon_enemy_lag1,"), "{csv}");
        for ending in ["csv", "manifest.json"] {
            let of = |name: &str| place.read(&format!("{name}.{ending}"));
            assert!(of("one") == of("two") && of("one") != of("three"), "{command} {ending}");
        }
    }
    let shown = run(&place, &format!("{TERGM} -q -o one.txt"), TERMS).ok().stdout;
    assert_eq!(String::from_utf8(place.read("one.txt")).unwrap(), shown);
}

#[test]
fn what_cannot_be_estimated_is_refused() {
    let place = Place::new();
    for (status, command, formula) in [
        // No such column, with names that may be meant; known only after the year; an outcome.
        (2, "estimate ame --year 2010", "shared_sponsor_lag2"),
        (2, "estimate hierarchical", "same_country + common_enemy"),
        (2, "estimate tergm", "gwesp(0.5) + gwespp"),
        (2, "estimate tergm", "gwesp + same_country"),
        (2, "estimate ame --year 2010 --outcome luck", "same_country"),
        (2, "estimate ame --year 2010 -o table.docx", "same_country"),
        (2, "estimate ame --year 2010 --thin 0", "same_country"),
        // A column that other data would bring.
        (5, "estimate ame --year 2010", "ideology_distance"),
        // A year without an event, one that nobody coded, too few groups, too few years.
        (5, "estimate ame --year 2010 --outcome political", "same_country"),
        (5, "estimate ame --year 2031", "same_country"),
        (5, "estimate hierarchical --years 1975-1978 --outcome political", "same_country"),
        (5, "estimate tergm --years 2010-2010", "same_country"),
        (5, "estimate tergm --years 1990-1992 --outcome political", "same_country"),
    ] {
        let ran = run(&place, command, formula).exits(status);
        let name: String = format!("{command} {formula}")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        insta::assert_snapshot!(name, ran.transcript());
    }
    for line in ["estimate", "estimate ame same_country", "estimate tergm x --years 2010-2000"] {
        place.line(line).exits(2);
    }
    let json = run(&place, "estimate ame --year 2031 --json", "same_country");
    assert_eq!(json.exits(5).code_of_json_error(), "panel/no-rows");
}

/// The command of a page prints what the page shows, and the page that compares the
/// estimators has its row.
fn holds(name: &str, estimator: &str) {
    let text = page(&format!("estimators/{name}.md"));
    let line = text
        .lines()
        .find_map(|l| l.strip_prefix("$ comity "))
        .unwrap_or_else(|| panic!("{name} has no command"));
    let place = Place::new();
    let mut args = words(line);
    args.extend(["-o".to_owned(), "t.csv".to_owned()]);
    let ran = place.run(&args).ok();
    assert!(text.contains(ran.stdout.trim_end()), "{name} does not show\n{}", ran.stdout);

    let bytes = place.read("t.csv");
    let mut rows = csv::Reader::from_reader(bytes.as_slice());
    let row = rows.records().map(Result::unwrap).find(|r| &r[0] == "common_enemy_lag1").unwrap();
    let number: Vec<f64> = row.iter().skip(2).take(4).map(|x| x.parse().unwrap()).collect();
    let ours = [
        format!("{:.3}", number[0]),
        format!("{:.3}", number[1]),
        format!("{:+.2} to {:+.2}", number[2], number[3]),
    ]
    .map(|cell| cell.replace('-', "−"));
    let comparison = page("estimators/on-the-bundled-data.md");
    let start = format!("| `estimate {estimator}` |");
    let shown = comparison.lines().find(|l| l.starts_with(&start)).expect("a row");
    let cells: Vec<&str> = shown.split('|').map(str::trim).collect();
    assert_eq!(cells[4..7], ours, "{estimator}");
}

#[test]
fn the_worked_example_of_the_hierarchical_logit_is_what_the_page_says() {
    holds("bayesian-hierarchical-logit", "hierarchical");
}

#[test]
fn the_worked_example_of_ame_is_what_the_page_says() {
    holds("ame", "ame");
}

#[test]
fn the_worked_example_of_the_tergm_is_what_the_page_says() {
    holds("tergm", "tergm");
}
