//! Agreement with pygambit on its catalogue and on textbook games.
//!
//! `python3 bench/peers/gambit.py FOLDER` writes the games and the peer's points;
//! `COMITY_GAMBIT=FOLDER` shows where they lie.
//!
//! Tolerance: 10⁻⁶ in probabilities at the λ that the peer reports, which is near the λ asked
//! for. Its corrector stops at corrections of 10⁻⁴ and leaves an error of the order of their
//! square. Estimates: the peer's log-likelihood, at a maximum located by steps of its own, is
//! never above ours by more than 10⁻⁶ of it.

use super::support::apart;
use comity_games::Scalar;
use comity_games::formats::{Efg, Nfg};
use comity_games::quantal::{Quantal, Until};
use comity_games::solve::{Profile, regret};
use serde_json::Value;
use std::path::PathBuf;

fn lists(v: &Value) -> Vec<Vec<f64>> {
    let number = |v: &Value| v.as_f64().unwrap();
    let list = |v: &Value| v.as_array().unwrap().iter().map(number).collect();
    v.as_array().unwrap().iter().map(list).collect()
}

fn games() -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("COMITY_GAMBIT").map(PathBuf::from) else {
        println!("skipped: no games of pygambit (COMITY_GAMBIT)");
        return None;
    };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let json = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json"));
    Some(json.map(|p| serde_json::from_slice(&std::fs::read(p).unwrap()).unwrap()).collect())
}

/// The game in the form of an answer, prepared, and which of its lists are those of players.
fn prepare(file: &Value, form: &str) -> (Quantal, Vec<bool>) {
    if form == "strategies" {
        let text = file["nfg"].as_str().unwrap();
        let game = Nfg::read(text).unwrap().game().map(f64::of);
        let lists = vec![true; game.players().len()];
        return (Quantal::strategies(&game).unwrap(), lists);
    }
    let tree = Efg::read(file["efg"].as_str().unwrap()).unwrap().tree().map(f64::of);
    let lists = tree.infosets().iter().map(|s| s.player.is_some()).collect();
    (Quantal::agents(&tree).unwrap(), lists)
}

fn of_players(lists: &[Vec<f64>], keep: &[bool]) -> Vec<Vec<f64>> {
    lists.iter().zip(keep).filter(|(_, k)| **k).map(|(l, _)| l.clone()).collect()
}

/// Points compared, and what came of it.
#[derive(Default)]
struct Tally {
    trees: usize,
    forms: usize,
    points: usize,
    worst: f64,
    /// Points past a crossing at which the peer is on another of the branches that cross.
    elsewhere: Vec<String>,
    wrong: Vec<String>,
}

impl Tally {
    fn compare(&mut self, file: &Value, answer: &Value) {
        let form = answer["form"].as_str().unwrap();
        let peers = answer["points"].as_array().unwrap();
        let (game, keep) = prepare(file, form);
        let (leaving, straight) = (game.clone().leave_crossings(), game);
        let lambdas: Vec<f64> = peers.iter().map(|p| p["lambda"].as_f64().unwrap()).collect();
        let crossing = straight.branch(&Until::default()).unwrap().crossings.first().copied();
        let off = |game: &Quantal| -> Vec<f64> {
            let found = game.at_each(&lambdas).unwrap().into_iter();
            let pairs = found.zip(peers);
            let each = pairs.map(|(f, peer)| {
                apart(&of_players(&f.unwrap().probabilities, &keep), &lists(&peer["profile"]))
            });
            each.collect()
        };
        for ((a, b), lambda) in off(&leaving).into_iter().zip(off(&straight)).zip(lambdas) {
            let difference = a.min(b);
            let line = format!("{} {form} λ {lambda}: {difference:.1e}", file["name"]);
            self.points += 1;
            if difference < 1e-6 {
                self.worst = self.worst.max(difference);
            } else if crossing.is_some_and(|c| c < lambda) {
                self.elsewhere.push(line);
            } else {
                self.wrong.push(line);
            }
        }
        if form == "sets" { self.trees += 1 } else { self.forms += 1 }
    }
}

#[test]
fn points_of_the_branch() {
    let Some(files) = games() else { return };
    let mut tally = Tally::default();
    for file in &files {
        for answer in file["quantal"].as_array().unwrap() {
            if answer["points"].is_array() && remembers(file, answer) {
                tally.compare(file, answer);
            }
        }
    }
    println!(
        "{} trees, {} strategic forms, {} points, worst {:.1e}; on another branch: {:?}",
        tally.trees, tally.forms, tally.points, tally.worst, tally.elsewhere
    );
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    assert!(tally.trees >= 20 && tally.forms >= 20);
    // Where branches cross in symmetric games the peer takes another of them: after a second
    // crossing (Shapley 1974, figure 3), or because its perturbation does not choose (a root
    // that the symmetric subgame does not depend on).
    assert!(tally.elsewhere.len() <= 3, "{:?}", tally.elsewhere);
}

/// Whether an answer is of a strategic form or of a tree with perfect recall: the peer's
/// derivatives leave out what an information set does to itself, so that its trace of other
/// trees drifts from the λ asked for.
fn remembers(file: &Value, answer: &Value) -> bool {
    if answer["form"] == "strategies" {
        return true;
    }
    let tree = Efg::read(file["efg"].as_str().unwrap()).unwrap().tree().map(f64::of);
    regret(&tree, &Profile::uniform(&tree)).is_ok()
}

#[test]
fn estimates() {
    let Some(files) = games() else { return };
    let mut compared = 0;
    for file in &files {
        let name = file["name"].as_str().unwrap();
        for answer in file["quantal"].as_array().unwrap() {
            let fit = &answer["fit"];
            let Some(theirs) = fit["log_likelihood"].as_f64() else { continue };
            let (game, keep) = prepare(file, answer["form"].as_str().unwrap());
            let mut counts = lists(&fit["counts"]).into_iter();
            let counts: Vec<Vec<f64>> = keep
                .iter()
                .map(|player| if *player { counts.next().unwrap() } else { Vec::new() })
                .collect();
            let ours = game.leave_crossings().fit(&counts, 1e6).unwrap();
            println!(
                "{name} {}: λ {} (pygambit {}), log-likelihood {} ({theirs})",
                answer["form"], ours.equilibrium.lambda, fit["lambda"], ours.log_likelihood
            );
            assert!(ours.log_likelihood >= theirs - 1e-6 * theirs.abs(), "{name}");
            compared += 1;
        }
    }
    println!("{compared} estimates");
}
