//! Equilibria that pygambit finds, on games that no one here wrote.
//!
//! `python3 bench/peers/gambit.py FOLDER` writes the games and the peer's equilibria;
//! `COMITY_GAMBIT=FOLDER` shows where they lie. Tolerances: profiles agree to 1e-6, which
//! tells apart all equilibria of these games; regret is at most 1e-9, and for profiles the
//! peer found by root finding in floating numbers at most 1e-6; both are relative to the
//! largest payoff where that is above one, since a payoff of 10⁶ is rounded at 1e-10.

use comity_games::formats::{Efg, Nfg};
use comity_games::solve::mixed::{MixedSolution, extreme, supports};
use comity_games::solve::{Profile, pure_equilibria, regret, sequence::lemke};
use comity_games::tree::Tree;
use comity_games::{NormalForm, Rational, Scalar};
use num_traits::Zero;
use serde_json::Value;
use std::path::PathBuf;

const SAME: f64 = 1e-6;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn flat(profile: &Value) -> Vec<f64> {
    profile.as_array().unwrap().iter().flat_map(numbers).collect()
}

fn floats<T: Scalar>(solution: &MixedSolution<T>) -> Vec<f64> {
    solution.strategies.iter().flatten().map(Scalar::float).collect()
}

fn near(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() < SAME)
}

/// What is checked of one game.
struct Case {
    name: String,
    /// The largest payoff, one at least.
    size: f64,
    form: NormalForm<Rational>,
    tree: Option<Tree<Rational>>,
    players: u64,
}

impl Case {
    fn pure(&self, profiles: &[Value]) {
        let pure: Vec<Vec<f64>> = pure_equilibria(&self.form)
            .iter()
            .map(|chosen| {
                let sizes = self.form.sizes();
                let lists = chosen.iter().zip(&sizes);
                lists
                    .flat_map(|(&c, &n)| (0..n).map(move |s| f64::from(u8::from(s == c))))
                    .collect()
            })
            .collect();
        assert_eq!(pure.len(), profiles.len(), "{}: pure equilibria", self.name);
        for theirs in profiles {
            assert!(pure.iter().any(|s| near(s, &flat(theirs))), "{}: {theirs}", self.name);
        }
    }

    fn mixed(&self, profiles: &[Value]) {
        let exact = extreme(&self.form).unwrap();
        assert_eq!(exact.len(), profiles.len(), "{}: extreme equilibria", self.name);
        assert!(exact.iter().all(|s| s.max_regret.is_zero()), "{}", self.name);
        let float = extreme(&self.form.map(f64::of)).unwrap();
        assert!(float.iter().all(|s| s.max_regret <= 1e-9 * self.size), "{}", self.name);
        let exact: Vec<Vec<f64>> = exact.iter().map(floats).collect();
        let float: Vec<Vec<f64>> = float.iter().map(floats).collect();
        for theirs in profiles {
            let theirs = flat(theirs);
            assert!(exact.iter().any(|s| near(s, &theirs)), "{}: {theirs:?}", self.name);
            assert!(float.iter().any(|s| near(s, &theirs)), "{}: {theirs:?}", self.name);
        }
        assert_eq!(float.len(), exact.len(), "{}: floating equilibria", self.name);
    }

    fn by_supports(&self, profiles: &[Value]) -> usize {
        let found = supports(&self.form, 50, 1).unwrap();
        assert!(found.iter().all(|s| s.max_regret <= 1e-9 * self.size), "{}", self.name);
        let missing =
            profiles.iter().filter(|theirs| !found.iter().any(|s| near(&floats(s), &flat(theirs))));
        let missing: Vec<&Value> = missing.collect();
        assert!(missing.is_empty(), "{}: not found: {missing:?}", self.name);
        found.len()
    }

    /// Regret of a mixed or behaviour profile of the peer.
    fn check(&self, form: &str, profiles: &[Value], limit: f64) {
        for theirs in profiles {
            let regret = if form == "sets" {
                let tree = self.tree.as_ref().unwrap().map(f64::of);
                regret(&tree, &behaviour(&tree, theirs)).unwrap()
            } else {
                let strategies = theirs.as_array().unwrap().iter().map(numbers).collect();
                MixedSolution::new("theirs", &self.form.map(f64::of), strategies)
                    .unwrap()
                    .max_regret
            };
            assert!(
                regret <= limit * self.size,
                "{}: the peer's profile has regret {regret}",
                self.name
            );
        }
    }

    fn lemke(&self) {
        let tree = self.tree.as_ref().unwrap();
        let exact = lemke(tree).unwrap();
        assert!(exact.max_regret.is_zero(), "{}: {}", self.name, exact.max_regret);
        let float = lemke(&tree.map(f64::of)).unwrap();
        assert!(float.max_regret <= 1e-9 * self.size, "{}: {}", self.name, float.max_regret);
    }
}

/// A behaviour profile from lists for the sets of players; a list left open is uniform.
fn behaviour(tree: &Tree<f64>, lists: &Value) -> Profile<f64> {
    let mut lists = lists.as_array().unwrap().iter();
    let sets = tree.infosets().iter().map(|set| match set.player {
        None => Vec::new(),
        Some(_) => match lists.next().unwrap() {
            Value::Null => vec![1.0 / set.actions.len() as f64; set.actions.len()],
            list => numbers(list),
        },
    });
    let sets = sets.collect();
    Profile::new(tree, sets).unwrap()
}

#[test]
fn every_equilibrium_of_the_peer_is_found() {
    let Some(folder) = std::env::var_os("COMITY_GAMBIT").map(PathBuf::from) else {
        println!("skipped: no games of pygambit (COMITY_GAMBIT)");
        return;
    };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut games = 0;
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let Some(nfg) = file["nfg"].as_str() else { continue };
        let form = Nfg::read(nfg).unwrap().game().clone();
        let case = Case {
            name: file["name"].as_str().unwrap().to_owned(),
            size: form.payoffs().iter().map(|v| v.float().abs()).fold(1.0, f64::max),
            form,
            tree: file["efg"].as_str().map(|text| Efg::read(text).unwrap().tree().clone()),
            players: file["players"].as_u64().unwrap(),
        };
        let mut line = format!("{}, {} players:", case.name, case.players);
        for answer in file["equilibria"].as_array().unwrap() {
            let Some(profiles) = answer["profiles"].as_array() else { continue };
            let method = answer["method"].as_str().unwrap();
            let limit = if answer["exact"].as_bool().unwrap() { 1e-9 } else { 1e-6 };
            case.check(answer["form"].as_str().unwrap(), profiles, limit);
            let ours = match method {
                "enumpure" => {
                    case.pure(profiles);
                    profiles.len()
                }
                "enummixed" => {
                    case.mixed(profiles);
                    profiles.len()
                }
                "enumpoly" => case.by_supports(profiles),
                _ => {
                    if case.tree.is_some() {
                        case.lemke();
                    }
                    1
                }
            };
            line += &format!(" {method} {} (ours {ours})", profiles.len());
        }
        println!("{line}");
        games += usize::from(line.ends_with(')'));
    }
    assert!(games >= 20, "{games} games");
}
