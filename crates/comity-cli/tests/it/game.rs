//! `comity game`.
//!
//! Thresholds are compared within 5·10⁻⁷: they are published to six decimals.

use crate::docs::page;
use crate::support::Place;
use crate::tutorial::commands;
use serde_json::Value;

/// The alliance game at the parameters of the design's golden values.
const GOLDEN: &str = "game solve alliance --set p=0.2 --set sigma=0.2 --set kappa=0.8 \
    --set xbar=0.25 --set deltad=0.02 --set lambda=0.03 --set r=0.8";

const ROUNDING: f64 = 5e-7;

fn near(value: &Value, expected: f64) {
    let found = value.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < ROUNDING, "{found} is not {expected}");
}

/// The game of the how-to page.
fn truce() -> String {
    let page = page("howto/explore-a-game.md");
    let from = page.find("```toml\n").expect("an example") + "```toml\n".len();
    page[from..].split("```").next().unwrap().to_owned()
}

#[test]
fn the_catalogue_is_listed_and_described() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("game list").ok().transcript());
    insta::assert_snapshot!(place.line("game show alliance").ok().transcript());
    let list = place.line("game list --json").ok().json();
    for game in list.as_array().unwrap() {
        let shown = place.run(&["game", "show", game["slug"].as_str().unwrap(), "--json"]).ok();
        let file = shown.json()["page"].as_str().unwrap().to_owned();
        assert!(page(&file).starts_with("# "), "{file}");
    }
}

#[test]
fn symbols_set_the_golden_case() {
    let place = Place::new();
    insta::assert_snapshot!(place.line(GOLDEN).ok().transcript());
    let ran = place.line(&format!("{GOLDEN} --json")).ok();
    let thresholds = &ran.json()["alliance"]["thresholds"];
    near(&thresholds["s_star"], 0.793_738);
    near(&thresholds["s_part"], 0.447_214);
    near(&thresholds["v_hat"], 0.257_828);
    insta::assert_json_snapshot!(ran.shape());
    // The switch in both vulnerabilities is v̂.
    let margins = ran.json()["margins"].as_array().unwrap().clone();
    let both = margins.iter().find(|m| m["parameters"][1] == "vulnerability_b").unwrap();
    near(&both["at"], 0.257_828);
    let sponsor = "--set h=0.5 --set rho=0.1 --set alpha=0.09 --set mueps=0.3";
    for (v, sponsors, class) in
        [("0.25", 1, "bilateral"), ("0.26", 1, "asymmetric"), ("0.26", 0, "none")]
    {
        let line = format!("{GOLDEN} {sponsor} --set v={v} --set sponsor={sponsors} --json");
        let json = place.line(&line).ok().json();
        assert_eq!(json["class"], class, "v = {v}, sponsor {sponsors}");
        assert_eq!(json["max_regret"], 0.0);
    }
}

#[test]
fn trees_are_solved_with_their_ties() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("game solve crisis-ultimatum").ok().transcript());
    let json = place.line("game solve alliance-tree --set v=0.26 --json").ok().json();
    assert_eq!((&json["class"], &json["exact"]), (&"asymmetric".into(), &true.into()));
    assert!(!json["ties"].as_array().unwrap().is_empty());
}

#[test]
fn games_of_ones_own_are_solved_swept_and_drawn() {
    let place = Place::new();
    place.file("truce.toml", truce());
    insta::assert_snapshot!(place.line("game solve truce.toml --set loot=1/3").ok().transcript());
    insta::assert_snapshot!(place.line("game draw truce.toml").ok().transcript());
    let swept = place.line("game sweep truce.toml --axis gain=0..1 --json").ok().json();
    near(&swept["switches"][0]["at"], 0.5);
    place.file("pd.nfg", "NFG 1 R \"Dilemma\" { \"a\" \"b\" } { 2 2 } 3 3 5 0 0 5 1 1");
    insta::assert_snapshot!(place.line("game solve pd.nfg --method pure").ok().transcript());
    place.file("entry.efg", ENTRY);
    insta::assert_snapshot!(place.line("game draw entry.efg").ok().transcript());
}

#[test]
fn every_method_states_exactness_and_regret() {
    let place = Place::new();
    place.file("battle.nfg", BATTLE);
    place.file("entry.efg", ENTRY);
    for line in [
        "game solve battle.nfg",
        "game solve entry.efg",
        "game solve entry.efg --method quantal",
        "game solve crisis-three --method quantal --lambda 3",
    ] {
        insta::assert_snapshot!(name(line), place.line(line).ok().transcript());
    }
    let path = place.line("game solve battle.nfg --method quantal --path --json").ok().json();
    let points = path["path"].as_array().unwrap();
    assert_eq!(points[0]["probabilities"], serde_json::json!([[0.5, 0.5], [0.5, 0.5]]));
    assert!(points.windows(2).any(|p| p[0]["lambda"].as_f64() < p[1]["lambda"].as_f64()));
    // The quantal response that the logit formula gives: the second player gives in with the
    // probability of a logit of 3 × 0.5, the difference of its payoffs.
    let json = place.line("game solve crisis-three --method quantal --lambda 3 --json").ok().json();
    near(&json["solutions"][0]["moves"][1]["choices"][0]["probability"]["value"], 0.817_574);
    assert!(json["class"].is_null(), "it is no solution by looking ahead");
}

const BATTLE: &str = "NFG 1 R \"Battle\" { \"one\" \"two\" } { 2 2 } 2 1 0 0 0 0 1 2";

/// The incumbent does not see how the entrant came.
const ENTRY: &str = "EFG 2 R \"Entry\" { \"entrant\" \"incumbent\" }\n\
    p \"\" 1 1 \"\" { \"out\" \"fast\" \"slow\" } 0\n\
    t \"\" 1 \"alone\" { 0 2 }\n\
    p \"\" 2 1 \"\" { \"fight\" \"share\" } 0\nt \"\" 2 \"war\" { -1 -1 }\nt \"\" 3 \"half\" { 1 1 }\n\
    p \"\" 2 1 \"\" { \"fight\" \"share\" } 0\nt \"\" 4 \"late war\" { -1 -1 }\n\
    t \"\" 5 \"less\" { 1/2 1 }\n";

#[test]
fn sweeps_are_printed_and_written_with_their_data() {
    let place = Place::new();
    let one = "game sweep alliance --axis v=0..1 --set sponsor=0";
    insta::assert_snapshot!(place.line(one).ok().transcript());
    let two = "game sweep alliance --axis v=0..1:41 --axis r=0..1:21";
    insta::assert_snapshot!(place.line(&format!("{two} -o phase.svg")).ok().transcript());
    let svg = String::from_utf8(place.read("phase.svg")).unwrap();
    for words in [">bilateral<", ">asymmetric<", "v_A = v_B", "prefers-color-scheme:dark", "<desc"]
    {
        assert!(svg.contains(words), "{words}");
    }
    let data = String::from_utf8(place.read("phase.csv")).unwrap();
    assert_eq!(data.lines().count(), 1 + 41 * 21);
    let manifest: Value = serde_json::from_slice(&place.read("phase.manifest.json")).unwrap();
    assert_eq!(manifest["command"], format!("comity {two}"));
    assert!(
        manifest["parameters"]["synergy"] == 0.2 && manifest["parameters"]["repression"].is_null()
    );
    place.line(&format!("{two} -q -o phase.html")).ok();
    let html = String::from_utf8(place.read("phase.html")).unwrap();
    assert!(html.contains("href=\"phase.csv\"") && html.contains("Not for targeting"));
    place.line(&format!("{two} -q -o phase.json")).ok();
    let json: Value = serde_json::from_slice(&place.read("phase.json")).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), 21);
}

/// Two hundred by two hundred cells make a small drawing: outlines, not cells.
#[test]
fn a_large_phase_diagram_is_a_small_file() {
    let place = Place::new();
    place.line("game sweep alliance --axis v=0..1:200 --axis r=0..1:200 -q -o large.svg").ok();
    assert!(place.read("large.svg").len() < 20_000);
}

#[test]
fn a_compound_axis_moves_what_it_stands_for() {
    let place = Place::new();
    let xbar = place.line("game sweep alliance --axis xbar=0..0.5 --json").ok().json();
    let price = place.line("game sweep alliance --axis price=0..1 --json").ok().json();
    let at = |json: &Value| json["switches"][0]["at"].as_f64().unwrap();
    // ι is one half.
    assert!((at(&xbar) - 0.5 * at(&price)).abs() < 1e-15);
}

#[test]
fn a_tree_is_drawn() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("game draw crisis-four").ok().transcript());
    place.line("game draw alliance-tree -q -o tree.svg").ok();
    let svg = String::from_utf8(place.read("tree.svg")).unwrap();
    assert!(svg.contains("bilateral, sold by A") && svg.contains("play in the solution"));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let place = Place::new();
    place.file("game.json", "{}");
    place.file(
        "bad.toml",
        "players = [\"a\"]\n[nodes.n]\nplayer = \"a\"\nmoves = { l = { pay = [\"1 +\"] } }\n",
    );
    for (line, exit) in [
        ("game solve aliance", 2),
        ("game solve alliance --set vulnerabilty=0.3", 2),
        ("game solve alliance --set v=3", 3),
        ("game solve alliance --set v=0.2 --set v_a=0.3", 2),
        ("game solve alliance --set xbar=0.2 --set price=1", 2),
        ("game solve alliance --set v", 2),
        ("game solve alliance --set v=much", 2),
        ("game solve alliance --method pure", 2),
        ("game solve crisis-three --lambda 3", 2),
        ("game solve bad.toml", 3),
        ("game solve nowhere.efg", 3),
        ("game solve game.json", 2),
        ("game sweep alliance --axis v=1..0", 2),
        ("game sweep alliance --axis v=0..2", 3),
        ("game sweep alliance --axis v=0..1 --set v=0.2", 2),
        ("game sweep alliance --axis v=0..1 -o sweep.png", 2),
        ("game draw alliance", 2),
    ] {
        let ran = place.line(line).exits(exit);
        assert_eq!(ran.stdout, "");
        insta::assert_snapshot!(name(line), ran.transcript());
    }
    assert!(!place.path().join("sweep.png").exists());
    assert_eq!(
        place.line("game solve bad.toml --json").exits(3).code_of_json_error(),
        "game/syntax"
    );
}

fn name(line: &str) -> String {
    line.replace([' ', '=', '.', '-'], "_")
}

#[test]
fn every_command_of_the_guide_does_what_it_says() {
    let place = Place::new();
    place.file("truce.toml", truce());
    let commands = commands(&page("howto/explore-a-game.md"));
    assert!(commands.len() > 12, "{commands:?}");
    for (args, status) in commands {
        let ran = place.run(&args).exits(status);
        let written = args.iter().any(|a| a == "-o") && args.iter().any(|a| a == "draw");
        assert!(!ran.stdout.is_empty() || status != 0 || written, "{}", ran.transcript());
    }
    for name in ["strip.svg", "strip.csv", "phase.svg", "tree.svg", "truce.svg", "decision.csv"] {
        assert!(!place.read(name).is_empty(), "{name}");
    }
}
