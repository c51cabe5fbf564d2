//! Gambit's files: what is read, what is written, and where errors say they are.

use crate::support::{gambit_games, ratio};
use comity_core::Error;
use comity_games::Rational;
use comity_games::formats::{Efg, Nfg};
use comity_games::tree::Step;

/// Written from the description of the format: outcomes at inner nodes add up, descriptions
/// of known sets and outcomes are left out, numbers are whole, decimal and fractions.
const STAGES: &str = r#"
EFG 2 R "Two \"stages\"" { "Ann" "Bob" }
"A comment
over two lines \alpha"

c "ROOT" 7 "weather" { "rain" 1/3 "sun" 2/3 } 4 "stake" { 1, -.5 }
p "" 1 3 "" { "stop" "go" } 0
t "low" 9 "end" { 2 1e-1 }
p "" 2 1 "answer" { "yes" "no" } 5 "second" { 1/3, 0 }
t "" 9
t "" 0
p "" 1 3 9
t "" 0
p "" 2 1 "answer" { "yes" "no" } 0
t "" 5
t "" 9 "end" { 2.0, 0.10 }
"#;

#[test]
fn outcomes_on_the_way_add_up() {
    let file = Efg::read(STAGES).unwrap();
    let tree = file.tree();
    assert_eq!(file.title, "Two \"stages\"");
    assert_eq!(file.comment, "A comment\nover two lines \\alpha");
    assert_eq!((tree.nodes().len(), tree.terminals(), file.outcomes().len()), (11, 6, 3));
    let payoffs: Vec<[Rational; 2]> =
        (0..6).map(|t| [tree.payoffs(t)[0].clone(), tree.payoffs(t)[1].clone()]).collect();
    let expected = [
        [ratio(3, 1), ratio(-2, 5)],
        [ratio(10, 3), ratio(-2, 5)],
        [ratio(4, 3), ratio(-1, 2)],
        [ratio(3, 1), ratio(-2, 5)],
        [ratio(10, 3), ratio(-2, 5)],
        [ratio(5, 1), ratio(-3, 10)],
    ];
    assert_eq!(payoffs, expected);
    let sets: Vec<_> =
        tree.infosets().iter().map(|s| (s.player, s.label.as_str(), s.members.len())).collect();
    assert_eq!(sets, [(None, "weather", 1), (Some(0), "3", 2), (Some(1), "answer", 2)]);
    assert_eq!(tree.infosets()[0].probabilities, [ratio(1, 3), ratio(2, 3)]);
    assert_eq!(file.node_labels()[..3], ["ROOT", "", "low"]);
    assert_eq!(file.node_outcomes()[6], Some(1));
    assert_eq!(tree.nodes()[10].step, Step::Terminal { index: 5 });
}

#[test]
fn what_is_written_reads_back() {
    let file = Efg::read(STAGES).unwrap();
    let text = file.to_string();
    assert_eq!(Efg::read(&text).unwrap(), file);
    assert_eq!(Efg::read(&text).unwrap().to_string(), text);
    let first: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(
        first,
        [
            r#"EFG 2 R "Two \"stages\"" { "Ann" "Bob" }"#,
            "\"A comment",
            r#"over two lines \alpha""#,
            "",
            r#"c "ROOT" 1 "weather" { "rain" 1/3 "sun" 2/3 } 1 "stake" { 1, -0.5 }"#,
        ]
    );
    let bare = Efg::new("Bare", file.tree().clone());
    assert_eq!(Efg::read(&bare.to_string()).unwrap(), bare);
}

#[test]
fn sets_get_names_of_their_own() {
    let text = r#"EFG 2 R "" { "" }
        p "" 1 1 "" { "a" "a" } 0
        p "" 1 2 "1" { "" } 0 t "" 0
        p "" 1 3 "1" { "x" } 0 t "" 0"#;
    let file = Efg::read(text).unwrap();
    let names: Vec<&str> = file.tree().infosets().iter().map(|s| s.label.as_str()).collect();
    assert_eq!(names, ["1", "1 (2)", "1 (3)"]);
    assert_eq!(Efg::read(&file.to_string()).unwrap(), file);
}

#[test]
fn labels_survive_every_sign() {
    for label in ["", "\"", "\\", "\\\\", "\\\"", "a\\", "\\alpha \\\\ \"x\"\n{}, é"] {
        let mut file = Efg::read(STAGES).unwrap();
        file.title = label.to_owned();
        file.comment = label.to_owned();
        let again = Efg::read(&file.to_string()).unwrap();
        assert_eq!((again.title.as_str(), again.comment.as_str()), (label, label));
    }
}

fn place<T: std::fmt::Debug>(result: Result<T, Error>) -> (u64, String, String) {
    let e = result.unwrap_err();
    assert_eq!(e.code().as_str(), "game/syntax", "{e}");
    assert!(e.to_string().contains("expected"), "{e}");
    (e.row_number().unwrap_or(0), e.column_name().unwrap_or("").to_owned(), e.to_string())
}

#[test]
fn errors_in_extensive_files_say_where() {
    for (from, to, line, column, found) in [
        ("EFG 2", "EFG 1", 2, "5", "`1`"),
        ("EFG", "NFG", 2, "1", "`NFG`"),
        (" R ", " X ", 2, "7", "`X`"),
        ("{ \"Ann\" \"Bob\" }", "{ }", 2, "26", "player"),
        ("{ \"Ann\" \"Bob\" }", "{ Ann }", 2, "28", "`Ann`"),
        ("1/3 \"sun\"", "\"sun\"", 6, "31", "`\"sun\"`"),
        ("2/3", "1/3", 6, "10", "2/3"),
        ("1/3 \"sun\" 2/3", "-1/3 \"sun\" 4/3", 6, "10", "-1/3"),
        ("1/3 \"sun\"", "1/0 \"sun\"", 6, "31", "`1/0`"),
        ("{ 1, -.5 }", "{ 1 }", 6, "61", "`}`"),
        ("{ 1, -.5 }", "{ 1, -.5, 2 }", 6, "67", "`2`"),
        ("p \"\" 1 3 \"\"", "p \"\" 3 3 \"\"", 7, "6", "`3`"),
        ("p \"\" 1 3 \"\"", "p \"\" 1 0 \"\"", 7, "8", "`0`"),
        ("p \"\" 1 3 9", "p \"\" 1 4 9", 12, "10", "`9`"),
        ("t \"\" 9\nt \"\" 0", "t \"\" 8\nt \"\" 0", 11, "1", "`t`"),
        ("t \"\" 0\np", "t \"\" 0 \"x\"\np", 11, "8", "`\"x\"`"),
        ("{ 2.0, 0.10 }", "{ 2.0, 0.11 }", 16, "6", "`9`"),
        ("\"answer\" { \"yes\" \"no\" } 0", "\"answer\" { \"yes\" } 0", 14, "8", "`1`"),
        ("p \"\" 1 3 9", "q \"\" 1 3 9", 12, "1", "`q`"),
    ] {
        assert!(STAGES.contains(from), "{from}");
        let (row, at, text) = place(Efg::read(&STAGES.replacen(from, to, 1)));
        assert_eq!((row, at.as_str()), (line, column), "{from} → {to}: {text}");
        assert!(text.contains(found), "{from} → {to}: {text}");
    }
    let (row, _, text) = place(Efg::read(STAGES.trim_end().rsplit_once('\n').unwrap().0));
    assert!(row == 15 && text.contains("end of the file"), "{text}");
    let (row, at, text) = place(Efg::read(&format!("{STAGES}t \"\" 0")));
    assert!((row, at.as_str()) == (17, "1") && text.contains("complete"), "{text}");
    assert!(place(Efg::read("")).2.contains("end of the file"));
    assert!(place(Efg::read("EFG 2 R \"title")).2.contains("quotation mark"));
}

#[test]
fn small_texts_make_no_large_games() {
    let players = "\"\" ".repeat(100);
    let start = format!("EFG 2 R \"\" {{ {players}}} c \"\" 1 \"\" {{ \"\" 1 }} 0 ");
    let chain = format!("{start}{}", "c \"\" 1 0 ".repeat(20_000));
    assert!(place(Efg::read(&chain)).2.contains("million"));
    let many = format!("EFG 2 R \"\" {{ {} }}", "\"\" ".repeat(101));
    assert!(place(Efg::read(&many)).2.contains("players"));
    // A path of 100 000 nodes is read, written and dropped without recursion.
    let start = "EFG 2 R \"\" { \"\" } c \"\" 1 \"\" { \"\" 1 } 0 ";
    let path = format!("{start}{}t \"\" 0", "c \"\" 1 0 ".repeat(99_999));
    assert_eq!(Efg::read(&path).unwrap().tree().nodes().len(), 100_001);
    assert!(place(Nfg::read("NFG 1 R \"\" { \"\" } { 4000000000 } 1")).2.contains("too many"));
    assert!(place(Nfg::read("NFG 1 R \"\" { \"\" \"\" } { 0 1 }")).2.contains("`0`"));
    // Sums of fractions whose denominators multiply.
    let mut steps = String::from("EFG 2 R \"\" { \"\" }\nc \"\" 1 \"\" { \"\" 1 } 0\n");
    for n in 0..40 {
        let part = format!("1/{}{}", "1234567".repeat(80), 2 * n + 1);
        steps.push_str(&format!("c \"\" 1 {} \"\" {{ {part} }}\n", n + 1));
    }
    let error = Efg::read(&steps).unwrap_err();
    assert!(error.message().contains("too many digits"), "{error}");
}

const DILEMMA: &str = r#"NFG 1 R "Dilemma" { "Ann" "Bob" }
{ { "stay" "tell" } { "stay" "tell" "wait" } }
"Why"
3 3, 5 0
0 5  1 1  1/2 .5  0 0
"#;

#[test]
fn strategic_files_are_read_and_written() {
    let file = Nfg::read(DILEMMA).unwrap();
    assert_eq!((file.title.as_str(), file.comment.as_str()), ("Dilemma", "Why"));
    assert_eq!(file.game().at(&[1, 0]), [ratio(5, 1), ratio(0, 1)]);
    assert_eq!(file.game().at(&[0, 2]), [ratio(1, 2), ratio(1, 2)]);
    assert_eq!(file.game().strategies()[1], ["stay", "tell", "wait"]);
    let text = file.to_string();
    assert_eq!(Nfg::read(&text).unwrap(), file);
    assert_eq!(Nfg::read(&text).unwrap().to_string(), text);
    let bare = Nfg::new("Dilemma", file.game().clone());
    assert_eq!(Nfg::read(&bare.to_string()).unwrap(), bare);
}

#[test]
fn outcomes_of_strategic_files_are_shared() {
    let text = r#"NFG 1 D "Coordination" { "Ann" "Bob" } { 2 2 }
        { { "both" 1, 2 } { "odd" 1/3 -1 } } 1 2 0 1"#;
    let file = Nfg::read(text).unwrap();
    assert_eq!(file.game().at(&[1, 1]), [ratio(1, 1), ratio(2, 1)]);
    assert_eq!(file.game().at(&[1, 0]), [ratio(1, 3), ratio(-1, 1)]);
    assert_eq!(file.game().at(&[0, 1]), [ratio(0, 1), ratio(0, 1)]);
    assert_eq!(file.game().strategies()[0], ["1", "2"]);
    assert_eq!(file.table().unwrap().numbers, [1, 2, 0, 1]);
    let again = file.to_string();
    assert_eq!(Nfg::read(&again).unwrap(), file);
}

#[test]
fn errors_in_strategic_files_say_where() {
    for (from, to, line, column, found) in [
        ("NFG 1", "NFG 2", 1, "5", "`2`"),
        ("{ { \"stay\" \"tell\" } ", "{ ", 2, "28", "`}`"),
        ("5 0\n", "5\n", 6, "1", "end of the file"),
        ("0 0\n", "0 0 7\n", 5, "23", "`7`"),
        ("1/2", "half", 5, "11", "`half`"),
        ("3 3", "{ { \"x\" 3 } } 3", 4, "11", "`}`"),
    ] {
        assert!(DILEMMA.contains(from), "{from}");
        let (row, at, text) = place(Nfg::read(&DILEMMA.replacen(from, to, 1)));
        assert_eq!((row, at.as_str()), (line, column), "{from} → {to}: {text}");
        assert!(text.contains(found), "{from} → {to}: {text}");
    }
    let (_, _, text) = place(Nfg::read("NFG 1 R \"\" { \"\" } { 2 } { { \"\" 1 } } 1 2"));
    assert!(text.contains("no such outcome"), "{text}");
}

/// Every game that ships with pygambit is read; once written, it reads and writes as the same
/// bytes and is the same game.
#[test]
fn games_of_gambit_read_and_write() {
    let games = gambit_games();
    let (mut extensive, mut strategic) = (0, 0);
    for (path, text) in &games {
        let name = path.display();
        if path.extension().is_some_and(|e| e == "efg") {
            let file = Efg::read(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let again = Efg::read(&file.to_string()).unwrap();
            assert_eq!(again, file, "{name}");
            assert_eq!(again.to_string(), file.to_string(), "{name}");
            extensive += 1;
        } else {
            let file = Nfg::read(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            let again = Nfg::read(&file.to_string()).unwrap();
            assert_eq!(again, file, "{name}");
            assert_eq!(again.to_string(), file.to_string(), "{name}");
            strategic += 1;
        }
    }
    if !games.is_empty() {
        println!("{extensive} extensive and {strategic} strategic games of Gambit");
    }
}
