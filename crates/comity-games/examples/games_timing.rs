//! Times solvers on games that `bench/games.py` writes for them and for a peer.
//!
//! `games_timing lemke|lemke-exact|extreme|extreme-exact|backward FILE` reads the `.efg` or
//! `.nfg` file, outside the clock, and prints one line of JSON: the shortest time of several
//! runs in seconds, what was found, the largest regret.

#[path = "shared/clock.rs"]
mod clock;

use clock::{Done, shortest};
use comity_games::formats::{Efg, Nfg};
use comity_games::solve::mixed::{MixedSolution, extreme};
use comity_games::solve::{Solution, backward_induction, sequence::lemke};
use comity_games::{Rational, Scalar};
use serde_json::{Value, json};

fn main() -> Done<()> {
    let mut args = std::env::args().skip(1);
    let (Some(what), Some(file)) = (args.next(), args.next()) else {
        return Err("games_timing lemke|lemke-exact|extreme|extreme-exact|backward FILE".into());
    };
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
    let found = match what.as_str() {
        "lemke" => {
            let tree = Efg::read(&text)?.tree().map(f64::of);
            let (seconds, found) = shortest(|| Ok(lemke(&tree)?))?;
            one(seconds, &found)
        }
        "lemke-exact" => {
            let efg = Efg::read(&text)?;
            let (seconds, found) = shortest(|| Ok(lemke(efg.tree())?))?;
            one(seconds, &found)
        }
        "extreme" => {
            let form = Nfg::read(&text)?.game().map(f64::of);
            let (seconds, found) = shortest(|| Ok(extreme(&form)?))?;
            several(seconds, &found)
        }
        "extreme-exact" => {
            let nfg = Nfg::read(&text)?;
            let (seconds, found) = shortest(|| Ok(extreme::<Rational>(nfg.game())?))?;
            several(seconds, &found)
        }
        "backward" => {
            let tree = Efg::read(&text)?.tree().map(f64::of);
            let (seconds, _) = shortest(|| Ok(backward_induction(&tree)?))?;
            json!({ "seconds": seconds })
        }
        other => return Err(format!("no such solver: {other}").into()),
    };
    println!("{found}");
    Ok(())
}

fn one<T: Scalar>(seconds: f64, found: &Solution<T>) -> Value {
    let values: Vec<f64> = found.values.iter().map(Scalar::float).collect();
    json!({ "seconds": seconds, "values": values, "regret": found.max_regret.float() })
}

fn several<T: Scalar>(seconds: f64, found: &[MixedSolution<T>]) -> Value {
    let regret = found.iter().map(|s| s.max_regret.float()).fold(0.0, f64::max);
    json!({ "seconds": seconds, "equilibria": found.len(), "regret": regret })
}
