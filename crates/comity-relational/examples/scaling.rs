//! Seconds and peak memory of an exact fit, by actors and events.
//!
//! `scaling ACTORS EVENTS [dense]` draws a stream from a self-exciting urn: of each event 40 %
//! repeat a past one, 15 % return one, 15 % close an outgoing two-path of past ones, and the
//! rest join a sender drawn by activity with a receiver drawn by popularity (and, with
//! `dense`, by a covariate of all dyads that is then in the model). `scaling EVENTS.csv
//! [TABLE.csv]` reads a stream (time, sender, receiver as numbers from one) and a table.
//!
//! The model is inertia, reciprocity, the sender's out-degree, the receiver's in-degree and,
//! unless the word `plain` is given, outgoing two-paths, all as raw counts; with `partners`
//! two-paths are distinct partners. `interval` takes the times into account, with a baseline.
//! With `spill=FOLDER` updates beyond 256 MiB are put aside in that folder, with
//! `write=FOLDER` the stream (and the table) is written there for other programs; the folder
//! must exist. `json` prints one line of JSON instead of words.

use comity_relational::{
    Direction, Fit, Measure, Model, Options, Scaling, Side, Store, Stream, StreamBuilder, Term,
};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

type Any = Box<dyn Error>;

struct Urn {
    events: Vec<(usize, usize)>,
    table: Option<Vec<f64>>,
}

/// The place in cumulated weights where a share of the total lies.
fn place(cumulated: &[f64], share: f64) -> usize {
    let total = cumulated.last().copied().unwrap_or(0.0);
    cumulated.partition_point(|&c| c < share * total).min(cumulated.len() - 1)
}

fn cumulated(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    weights
        .map(|w| {
            sum += w;
            sum
        })
        .collect()
}

fn urn(n: usize, m: usize, dense: bool, seed: u64) -> Urn {
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut normal = || {
        let u: f64 = rng.random::<f64>().max(1e-300);
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * rng.random::<f64>()).cos()
    };
    let activity: Vec<f64> = (0..n).map(|_| (0.7 * normal()).exp()).collect();
    let popularity: Vec<f64> = (0..n).map(|_| (0.7 * normal()).exp()).collect();
    let table = dense.then(|| {
        let mut z = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..i {
                let v = (normal() * 1e4).round() / 1e4;
                z[i * n + j] = v;
                z[j * n + i] = v;
            }
        }
        z
    });
    let senders = cumulated(activity.iter().copied());
    let any = cumulated(popularity.iter().copied());
    let rows: Option<Vec<Vec<f64>>> = table.as_ref().map(|z| {
        let weight = |i: usize, j: usize| {
            if i == j { 0.0 } else { popularity[j] * (0.5 * z[i * n + j]).exp() }
        };
        (0..n).map(|i| cumulated((0..n).map(|j| weight(i, j)))).collect()
    });
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut events: Vec<(usize, usize)> = Vec::with_capacity(m);
    for k in 0..m {
        let u: [f64; 4] = rng.random();
        let past = |events: &[(usize, usize)]| events[((u[1] * k as f64) as usize).min(k - 1)];
        let mut dyad = None;
        if k > 0 && u[0] < 0.4 {
            dyad = Some(past(&events));
        } else if k > 0 && u[0] < 0.55 {
            let (i, j) = past(&events);
            dyad = Some((j, i));
        } else if k > 0 && u[0] < 0.7 {
            let (i, h) = past(&events);
            let list = &out[h];
            let chosen = list.get((u[2] * list.len() as f64) as usize);
            dyad = chosen.filter(|&&j| j != i).map(|&j| (i, j));
        }
        let (i, j) = dyad.unwrap_or_else(|| {
            let i = place(&senders, u[2]);
            let j = place(rows.as_ref().map_or(&any, |r| &r[i]), u[3]);
            (i, if i == j { (j + 1) % n } else { j })
        });
        out[i].push(j);
        events.push((i, j));
    }
    Urn { events, table }
}

fn drawn(n: usize, m: usize, dense: bool, to: Option<&Path>) -> Result<Stream, Any> {
    let urn = urn(n, m, dense, 1000 * n as u64 + m as u64);
    if let Some(folder) = to {
        write(folder, n, &urn)?;
    }
    let mut b = StreamBuilder::directed();
    let names: Vec<String> = (0..n).map(|k| k.to_string()).collect();
    b.actors(&names);
    for (k, &(i, j)) in urn.events.iter().enumerate() {
        b.event(&names[i], &names[j], k as f64 + 1.0)?;
    }
    b.observed(Some(0.0), None)?;
    if let Some(table) = urn.table {
        b.table("distance", table)?;
    }
    Ok(b.finish()?)
}

fn write(folder: &Path, n: usize, urn: &Urn) -> Result<(), Any> {
    let mut out = BufWriter::new(File::create(folder.join("events.csv"))?);
    writeln!(out, "time,sender,receiver")?;
    for (k, (i, j)) in urn.events.iter().enumerate() {
        writeln!(out, "{},{},{}", k + 1, i + 1, j + 1)?;
    }
    if let Some(table) = &urn.table {
        let mut out = BufWriter::new(File::create(folder.join("table.csv"))?);
        for row in table.chunks(n) {
            let cells: Vec<String> = row.iter().map(f64::to_string).collect();
            writeln!(out, "{}", cells.join(","))?;
        }
    }
    Ok(())
}

fn read(events: &str, table: Option<&str>) -> Result<Stream, Any> {
    let mut b = StreamBuilder::directed();
    let rows: Vec<(f64, usize, usize)> =
        csv::Reader::from_path(events)?.deserialize().collect::<Result<_, _>>()?;
    let cells: Option<Vec<f64>> = match table {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)?;
            let cells = text.split([',', '\n']).filter(|c| !c.is_empty());
            Some(cells.map(str::parse).collect::<Result<_, _>>()?)
        }
    };
    let most = rows.iter().map(|r| r.1.max(r.2)).max().unwrap_or(0);
    let n = cells.as_ref().map_or(most, |c| (c.len() as f64).sqrt() as usize);
    b.actors((1..=n).map(|k| k.to_string()));
    for (time, i, j) in rows {
        b.event(&i.to_string(), &j.to_string(), time)?;
    }
    if let Some(cells) = cells {
        b.table("distance", cells)?;
    }
    Ok(b.finish()?)
}

/// The most memory the process ever held in MiB, where the system says.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// Seconds of processors spent so far, where the system says.
fn processors() -> Option<f64> {
    const TICKS_A_SECOND: f64 = 100.0;
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let behind_name = line.rsplit_once(')')?.1;
    let ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Some(ticks.collect::<Result<Vec<f64>, _>>().ok()?.iter().sum::<f64>() / TICKS_A_SECOND)
}

/// A folder with a file for every segment.
struct Folder(PathBuf);

impl Store for Folder {
    fn create(&self, number: usize) -> std::io::Result<Box<dyn Write>> {
        Ok(Box::new(BufWriter::new(File::create(self.0.join(number.to_string()))?)))
    }

    fn open(&self, number: usize) -> std::io::Result<Box<dyn Read>> {
        Ok(Box::new(BufReader::new(File::open(self.0.join(number.to_string()))?)))
    }
}

struct Taken {
    seconds: f64,
    compiled: f64,
    processors: Option<f64>,
}

fn report(stream: &Stream, found: &Fit, taken: &Taken) {
    println!("{} actors, {} events", stream.actors().len(), stream.len());
    println!("log-likelihood {:.4}, {:?}", found.log_likelihood, found.status);
    for ((name, b), se) in found.names.iter().zip(&found.coefficients).zip(&found.standard_errors) {
        println!("{name} {b:.10} ({se:.10})");
    }
    let number = |v: Option<f64>| v.map_or("?".to_owned(), |v| format!("{v:.2}"));
    println!(
        "{:.3} s ({} of processors), of which {:.3} s for the updates; {} passes, {} steps; \
         peak {} MiB",
        taken.seconds,
        number(taken.processors),
        taken.compiled,
        found.passes,
        found.iterations,
        number(peak())
    );
}

fn main() -> Result<(), Any> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let mut has = |word: &str| {
        let found = words.iter().position(|w| w == word);
        found.map(|k| words.remove(k)).is_some()
    };
    let (plain, partners, json) = (has("plain"), has("partners"), has("json"));
    let interval = has("interval");
    let folder =
        |prefix: &str| words.iter().find_map(|a| a.strip_prefix(prefix)).map(PathBuf::from);
    let (spill, to) = (folder("spill="), folder("write="));
    words.retain(|a| !a.contains('='));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let to = to.as_deref();
    let (stream, dense) = match words[..] {
        [n, m] if n.parse::<usize>().is_ok() => (drawn(n.parse()?, m.parse()?, false, to)?, false),
        [n, m, "dense"] => (drawn(n.parse()?, m.parse()?, true, to)?, true),
        [events] => (read(events, None)?, false),
        [events, table] => (read(events, Some(table))?, true),
        _ => return Err("give ACTORS EVENTS [dense], or EVENTS.csv [TABLE.csv]".into()),
    };
    let raw = |t: Term| t.scaled(Scaling::None);
    let mut terms = vec![
        raw(Term::inertia()),
        raw(Term::reciprocity()),
        raw(Term::degree(Side::Sender, Direction::Out)),
        raw(Term::degree(Side::Receiver, Direction::In)),
    ];
    if partners {
        terms.push(raw(Term::otp().measured(Measure::Binary)));
    } else if !plain {
        terms.push(raw(Term::otp()));
    }
    if dense {
        terms.push(Term::covariate("distance"));
    }
    let mut options = Options::default();
    if interval {
        terms.push(Term::baseline());
        options = options.interval();
    }
    let (start, before) = (Instant::now(), processors());
    let model = match spill {
        None => Model::new(&stream, &terms, &options)?,
        Some(folder) => {
            let options = Options { memory_limit: Some(1 << 28), ..options };
            Model::spilling(&stream, &terms, &options, Arc::new(Folder(folder)))?
        }
    };
    let compiled = start.elapsed().as_secs_f64();
    let found = model.fit()?;
    let taken = Taken {
        seconds: start.elapsed().as_secs_f64(),
        compiled,
        processors: processors().zip(before).map(|(after, before)| after - before),
    };
    if json {
        let line = serde_json::json!({
            "seconds": taken.seconds,
            "compiled": taken.compiled,
            "processors": taken.processors,
            "peak": peak(),
            "passes": found.passes,
            "fit": found,
        });
        println!("{line}");
    } else {
        report(&stream, &found, &taken);
    }
    Ok(())
}
