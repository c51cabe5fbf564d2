//! Symbolic games: built in code, read from TOML, evaluated.

use comity_games::tree::Step;
use comity_games::{Game, Rational, Scalar};

const ENTRY: &str = r#"
title = "Entry under uncertainty"
citation = "none"
players = ["entrant", "incumbent"]

[parameters]
m = 2
q = { default = "1/3", range = "[0, 1]", meaning = "probability of high demand" }

[definitions]
zeta = "m / 2"
half = "zeta / 2"

[nodes.entry]
player = "entrant"
moves = { "stay out" = "alone", enter = "demand" }

[nodes.demand]
chance = { low = "1 - q", high = "q" }
moves = { high = "reply high", low = "reply low" }

[nodes."reply high"]
player = "incumbent"
infoset = "reply"
moves = { share = { pay = ["zeta", "half"] }, fight = "war" }

[nodes."reply low"]
player = "incumbent"
infoset = "reply"
moves = { share = { pay = { incumbent = 0.25, entrant = 0 } }, fight = "war" }

[nodes.alone]
pay = { entrant = 0, incumbent = "m" }

[nodes.war]
pay = [-1, -1]
"#;

fn ratio(a: i64, b: i64) -> Rational {
    Rational::new(a.into(), b.into())
}

fn built() -> Game {
    Game::builder("Entry under uncertainty", ["entrant", "incumbent"])
        .citation("none")
        .parameter("m", "2", "(-inf, inf)", "")
        .parameter("q", "1/3", "[0, 1]", "probability of high demand")
        .define("zeta", "m / 2")
        .define("half", "zeta / 2")
        .decision("entry", "entrant", [("stay out", "alone"), ("enter", "demand")])
        .chance("demand", [("high", "q", "reply high"), ("low", "1 - q", "reply low")])
        .decision_in(
            "reply high",
            "incumbent",
            "reply",
            [("share", "reply high/share"), ("fight", "war")],
        )
        .decision_in(
            "reply low",
            "incumbent",
            "reply",
            [("share", "reply low/share"), ("fight", "war")],
        )
        .terminal("reply high/share", ["zeta", "half"])
        .terminal("reply low/share", ["0", "0.25"])
        .terminal("alone", ["0", "m"])
        .terminal("war", ["-1", "-1"])
        .finish()
        .unwrap()
}

#[test]
fn text_and_code_make_the_same_game() {
    let game = Game::read(ENTRY).unwrap();
    assert_eq!(game, built());
    assert_eq!(game.terminal_names().nth(2), Some("war"));
    assert_eq!(game.node_names().len(), 9);
    let tree = game.evaluate::<Rational>(&[]).unwrap();
    assert_eq!(tree.nodes().len(), 9);
    assert_eq!(tree.payoffs(0), [ratio(0, 1), ratio(2, 1)]);
    assert_eq!(tree.payoffs(1), [ratio(1, 1), ratio(1, 2)]);
    assert_eq!(tree.payoffs(3), [ratio(0, 1), ratio(1, 4)]);
    assert_eq!(tree.infosets()[1].probabilities, [ratio(1, 3), ratio(2, 3)]);
    assert_eq!(tree.infosets()[2].members, [3, 6]);
    assert_eq!(tree.nodes()[1].step, Step::Terminal { index: 0 });
}

#[test]
fn values_may_be_given_within_their_range() {
    let game = built();
    let tree = game.evaluate::<f64>(&[("q", 0.1), ("m", 8.0)]).unwrap();
    assert_eq!(tree.infosets()[1].probabilities, [0.1, 0.9]);
    assert_eq!(tree.payoffs(1), [4.0, 2.0]);
    assert_eq!(game.values(&[("m", 8.0)]).unwrap()["half"], 2.0);
    let exact = game.evaluate(&[("q", ratio(1, 4))]).unwrap().map(Scalar::float);
    assert_eq!(exact, game.evaluate(&[("q", 0.25)]).unwrap());
    let code = |values: &[(&str, f64)]| game.evaluate(values).unwrap_err();
    assert_eq!(code(&[("q", 1.5)]).code().as_str(), "game/invalid");
    assert_eq!(code(&[("q", f64::NAN)]).code().as_str(), "game/invalid");
    assert_eq!(code(&[("half", 1.0)]).code().as_str(), "game/unknown");
    assert_eq!(code(&[("M", 1.0)]).candidate_names(), ["m"]);
}

#[test]
fn probabilities_are_checked() {
    let game = |p: &str, q: &str| {
        Game::builder("", ["one"])
            .parameter("z", "0", "[0, 1]", "")
            .chance("root", [("a", p, "end"), ("b", q, "end")])
            .terminal("end", ["1 / z"])
            .finish()
            .unwrap()
    };
    let tree = game("0.1", "0.9").evaluate(&[("z", ratio(1, 2))]).unwrap();
    assert_eq!(tree.payoffs(0), [ratio(2, 1)]);
    assert!(game("1 - 0.7", "0.7 + z - z").evaluate(&[("z", 0.1)]).is_ok());
    for (p, q) in [("0.5", "0.6"), ("-0.5", "1.5"), ("0.3", "0.6999999")] {
        let error = game(p, q).evaluate(&[("z", 1.0)]).unwrap_err();
        assert!(error.message().contains("probabilit"), "{error}");
    }
    let error = game("0.5", "0.5").evaluate::<f64>(&[]).unwrap_err();
    assert!(error.message().contains("`end` divides by zero"), "{error}");
}

#[test]
fn builders_report_the_first_fault() {
    let start = || Game::builder("", ["one", "two"]).parameter("cost", "1", "[0, 2]", "");
    let ends = |b: comity_games::GameBuilder| b.terminal("x", ["0", "0"]).terminal("y", ["1", "1"]);
    let fine = |b: comity_games::GameBuilder| b.decision("r", "one", [("l", "x"), ("r", "y")]);
    assert!(ends(fine(start())).finish().is_ok());
    let cases = [
        (ends(fine(start()).parameter("cost", "1", "[0, 2]", "")), "game/invalid", "given twice"),
        (ends(fine(start()).parameter("d", "3", "[0, 2]", "")), "game/invalid", "outside"),
        (ends(fine(start()).parameter("2d", "3", "[0, 2]", "")), "game/invalid", "no name"),
        (ends(fine(start()).parameter("d", "x", "[0, 2]", "")), "game/syntax", "not a number"),
        (ends(fine(start()).parameter("d", "1", "0..2", "")), "game/syntax", "not a range"),
        (ends(fine(start()).define("d", "cots")), "game/unknown", "cost"),
        (ends(fine(start()).define("d", "cost +")), "game/syntax", "column `7`"),
        (ends(start().decision("r", "three", [("l", "x"), ("r", "y")])), "game/unknown", "three"),
        (ends(start().decision("r", "one", [("l", "x"), ("r", "z")])), "game/unknown", "z"),
        (ends(start().decision("r", "one", [("l", "x"), ("l", "y")])), "game/invalid", "label"),
        (ends(start().decision("r", "one", [])), "game/invalid", "no move"),
        (ends(start().decision("r", "one", [("l", "x")])), "game/invalid", "no move leads"),
        (ends(start().decision("r", "one", [("l", "r")])), "game/invalid", "several moves"),
        (ends(fine(fine(start()))), "game/invalid", "two nodes"),
        (ends(fine(start()).terminal("q", ["1"])), "game/invalid", "payoffs"),
        (ends(fine(start()).root("s")), "game/unknown", "node"),
        (start(), "game/invalid", "no node"),
        (Game::builder("", Vec::<String>::new()), "game/invalid", "no player"),
    ];
    for (builder, code, part) in cases {
        let error = builder.finish().unwrap_err();
        assert_eq!(error.code().as_str(), code, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn errors_in_text_say_where() {
    let at = |from: &str, to: &str| {
        assert!(ENTRY.contains(from));
        let error = Game::read(&ENTRY.replacen(from, to, 1)).unwrap_err();
        let place = (error.row_number(), error.column_name().map(str::to_owned));
        (error.code().as_str(), place.0.unwrap_or(0), place.1.unwrap_or_default())
    };
    assert_eq!(at("title =", "title"), ("game/syntax", 2, "7".to_owned()));
    assert_eq!(at("title =", "titel ="), ("game/syntax", 2, "1".to_owned()));
    assert_eq!(at("\"m / 2\"", "\"m / \""), ("game/syntax", 11, "13".to_owned()));
    assert_eq!(at("\"m / 2\"", "\"n / 2\""), ("game/unknown", 11, "1".to_owned()));
    assert_eq!(at("\"1/3\"", "true"), ("game/syntax", 8, "7".to_owned()));
    assert_eq!(at("[0, 1]", "[0, one]"), ("game/syntax", 8, "24".to_owned()));
    assert_eq!(
        at("\"entrant\"\nmoves", "\"entrent\"\nmoves"),
        ("game/unknown", 15, "1".to_owned())
    );
    assert_eq!(at("player = \"entrant\"", ""), ("game/syntax", 14, "8".to_owned()));
    assert_eq!(at("enter = \"demand\"", "enter = \"deman\""), ("game/unknown", 14, "8".to_owned()));
    assert_eq!(at("low = \"1 - q\"", "lo = \"1 - q\""), ("game/syntax", 19, "12".to_owned()));
    assert_eq!(at("pay = [-1, -1]", "pay = [-1]"), ("game/syntax", 36, "1".to_owned()));
    assert_eq!(at("pay = [-1, -1]", "pay = [-1, inf]"), ("game/syntax", 36, "12".to_owned()));
}
