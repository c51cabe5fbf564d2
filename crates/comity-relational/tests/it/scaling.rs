//! Against an independent programme with the full risk set on streams of a self-exciting urn:
//! inertia, reciprocity, degrees, two-paths and a dense covariate, all events, raw counts.
//!
//! The streams are drawn by the reference's own script, which needs python3 with numpy. The
//! reference is printed with ten digits: the log-likelihood is compared at 1e-9 of itself,
//! coefficients and standard errors at 1e-5 (its own stopping rule leaves less than 1e-7).

use crate::support::reference;
use comity_relational::{Direction, Options, Scaling, Side, Stream, StreamBuilder, Term, fit};
use std::path::Path;
use std::process::Command;

const DRAW: &str = "
import sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from sim import sim
n, m = int(sys.argv[2]), int(sys.argv[3])
t, s, r, d = sim(n, m, 1000 * n + m)
print(' '.join(map(str, s)))
print(' '.join(map(str, r)))
print(' '.join('%.4f' % v for v in d.ravel()))
";

/// The stream of a size; none where the script cannot run.
fn drawn(folder: &Path, n: u64, m: u64) -> Option<Stream> {
    let sizes = [n.to_string(), m.to_string()];
    let ran = Command::new("python3").args(["-c", DRAW]).arg(folder).args(sizes).output().ok()?;
    if !ran.status.success() {
        return None;
    }
    let text = String::from_utf8(ran.stdout).unwrap();
    let mut lines = text.lines().map(|l| l.split(' '));
    let mut b = StreamBuilder::directed();
    b.actors((0..n).map(|k| k.to_string()));
    let (senders, receivers) = (lines.next()?, lines.next()?);
    for (k, (s, r)) in senders.zip(receivers).enumerate() {
        b.event(s, r, k as f64).unwrap();
    }
    b.table("distance", lines.next()?.map(|v| v.parse().unwrap()).collect()).unwrap();
    Some(b.finish().unwrap())
}

fn compare(sizes: impl Fn(u64, u64) -> bool) {
    let Some(folder) = reference("scaling") else { return };
    let bytes = std::fs::read(folder.join("exact_full_riskset.json")).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let terms = [
        Term::inertia(),
        Term::reciprocity(),
        Term::degree(Side::Sender, Direction::Out),
        Term::degree(Side::Receiver, Direction::In),
        Term::otp(),
        Term::covariate("distance"),
    ]
    .map(|t| t.scaled(Scaling::None));
    for case in all["fits"].as_array().unwrap() {
        let (n, m) = (case["N"].as_u64().unwrap(), case["M"].as_u64().unwrap());
        if !sizes(n, m) {
            continue;
        }
        let Some(stream) = drawn(&folder, n, m) else {
            println!("skipped: python3 with numpy is not installed");
            return;
        };
        let found = fit(&stream, &terms, &Options::default()).unwrap();
        assert!(found.is_converged(), "{found:?}");
        let value = case["loglik"].as_f64().unwrap();
        let off = (found.log_likelihood / value - 1.0).abs();
        println!("{n} × {m}: log-likelihood {value} {} {off:.1e}", found.log_likelihood);
        assert!(off < 1e-9, "{n} × {m}");
        for (field, ours) in [("coef", &found.coefficients), ("se", &found.standard_errors)] {
            for ((peer, our), name) in
                case[field].as_array().unwrap().iter().zip(ours).zip(&found.names)
            {
                let off = (our / peer.as_f64().unwrap() - 1.0).abs();
                println!("{n} × {m} {field} {name}: {peer} {our} {off:.1e}");
                assert!(off < 1e-5, "{n} × {m} {field} {name}: {peer} {our}");
            }
        }
    }
}

#[test]
fn an_independent_programme_agrees() {
    compare(|n, m| n <= 200 && m <= 10_000);
}

#[test]
#[ignore = "streams of a hundred thousand events take half a minute"]
fn an_independent_programme_agrees_at_length() {
    compare(|n, m| n > 200 || m > 10_000);
}
