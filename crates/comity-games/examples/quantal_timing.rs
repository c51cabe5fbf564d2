//! Times quantal response on games that `bench/quantal.py` writes for it and for a peer.
//!
//! `quantal_timing branch|at FILE NUMBER` reads the `.efg` or `.nfg` file, outside the clock, and
//! follows the principal branch until regret is NUMBER of the payoffs' range, or to λ = NUMBER.
//! Prints one line of JSON: the shortest time of several runs in seconds, and the last point.

#[path = "shared/clock.rs"]
mod clock;

use clock::{Done, shortest};
use comity_games::Scalar;
use comity_games::formats::{Efg, Nfg};
use comity_games::quantal::{Branch, Equilibrium, Quantal, Until};
use serde_json::{Value, json};

fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [what, file, number, rest @ ..] = args.as_slice() else {
        return Err("quantal_timing branch|at FILE NUMBER [ELIMINATE_UP_TO]".into());
    };
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let number: f64 = number.parse()?;
    let most = rest.first().map(|n| n.parse()).transpose()?;
    let found = if text.starts_with("EFG") {
        let tree = Efg::read(&text)?.tree().map(f64::of);
        run(what, number, most, || Ok(Quantal::agents(&tree)?))?
    } else {
        let form = Nfg::read(&text)?.game().map(f64::of);
        run(what, number, most, || Ok(Quantal::strategies(&form)?))?
    };
    println!("{found}");
    Ok(())
}

fn run(
    what: &str,
    number: f64,
    most: Option<usize>,
    prepare: impl Fn() -> Done<Quantal>,
) -> Done<Value> {
    let prepare = || prepare().map(|g| most.map_or(g.clone(), |m| g.eliminate_up_to(m)));
    match what {
        "branch" => {
            let until = Until { regret: number, ..Until::default() };
            let (seconds, branch) = shortest(|| Ok(prepare()?.branch(&until)?))?;
            let last = branch.limit().ok_or("no point")?;
            let Branch { ended, turns, crossings, .. } = &branch;
            Ok(json!({
                "seconds": seconds, "ended": format!("{ended:?}"), "turns": turns.len(),
                "crossings": crossings.len(), "point": point(&last),
            }))
        }
        "at" => {
            let (seconds, found) = shortest(|| Ok(prepare()?.at(number)?))?;
            Ok(json!({ "seconds": seconds, "point": found.as_ref().map(point) }))
        }
        other => Err(format!("no such task: {other}").into()),
    }
}

fn point(at: &Equilibrium) -> Value {
    json!({
        "method": format!("{:?}", at.method), "lambda": at.lambda, "steps": at.steps,
        "regret": at.regret, "residual": at.residual, "probabilities": at.probabilities,
    })
}
