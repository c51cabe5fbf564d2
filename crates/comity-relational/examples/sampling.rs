//! How estimates move with the number of sampled controls, where the model is the truth and
//! where it is not.
//!
//! `sampling [ACTORS EVENTS] [FIGURE.svg]` prints the exact fit beside sampled ones for two
//! simulated streams and draws them; `sampling STREAM.csv KIND [FIGURE.svg]` does so for the events of
//! one kind in a file that `comity events stream` or `comity events import` wrote, by logarithms of
//! counts and by raw ones. The first stream is simulated from the model that is fitted:
//! inertia 0.8 and reciprocity 0.5, both of ln(1 + count). The second comes from an urn (half
//! of its events repeat a past one, a fifth return one, the rest are of any pair) and is
//! explained by raw counts: a model that is wrong in a way that is common.

use comity_relational::sampled::{SampledOptions, fit_sampled};
use comity_relational::{
    Forward, Options, Process, Scaling, Stream, StreamBuilder, Term, fit, simulate,
};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt::Write;

const CONTROLS: [usize; 6] = [1, 5, 10, 50, 200, 1_000];
const REPETITIONS: usize = 5;
const TRUTH: [f64; 2] = [0.8, 0.5];

type Any = Box<dyn std::error::Error>;

fn empty(n: usize) -> (StreamBuilder, Vec<String>) {
    let names: Vec<String> = (0..n).map(|k| k.to_string()).collect();
    let mut b = StreamBuilder::directed();
    b.actors(&names);
    (b, names)
}

fn from_the_model(n: usize, m: usize) -> Result<Stream, Any> {
    let (mut b, names) = empty(n);
    b.event(&names[0], &names[1], 0.0)?;
    let terms = [Term::inertia(), Term::reciprocity()];
    let process = Process::Relational { terms: &terms, coefficients: &TRUTH };
    Ok(simulate(&b.finish()?, &process, &Forward::ordinal(m - 1, 1))?)
}

fn from_an_urn(n: usize, m: usize) -> Result<Stream, Any> {
    let mut rng = Pcg64Mcg::seed_from_u64(1);
    let (mut b, names) = empty(n);
    let mut past: Vec<(usize, usize)> = Vec::new();
    for k in 0..m {
        let kind = rng.random::<f64>();
        let (i, j) = if k > 0 && kind < 0.7 {
            let (i, j) = past[rng.random_range(0..k)];
            if kind < 0.5 { (i, j) } else { (j, i) }
        } else {
            let i = rng.random_range(0..n);
            (i, (i + rng.random_range(1..n)) % n)
        };
        past.push((i, j));
        b.event(&names[i], &names[j], k as f64)?;
    }
    Ok(b.finish()?)
}

/// The events of one kind in a file with the columns time, kind, sender and receiver first; pairs
/// are unordered, and every actor of these events is at risk throughout.
fn from_a_file(path: &str, kind: &str) -> Result<Stream, Any> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    if !lines.next().is_some_and(|header| header.starts_with("time,kind,sender,receiver,")) {
        return Err("the columns are not time, kind, sender, receiver, …".into());
    }
    let mut b = StreamBuilder::undirected();
    for line in lines {
        let cells: Vec<&str> = line.split(',').take(4).collect();
        let [time, of, sender, receiver] = cells[..] else { return Err("a short row".into()) };
        if of == kind {
            b.event(sender, receiver, time.replace('-', "").parse()?)?;
        }
    }
    Ok(b.finish()?)
}

/// Estimates and standard errors by number of controls, the exact ones last.
struct Study {
    title: &'static str,
    terms: [&'static str; 2],
    rows: Vec<(Option<usize>, Vec<f64>, Vec<f64>)>,
}

fn study(title: &'static str, stream: &Stream, scaling: Scaling) -> Result<Study, Any> {
    let (other, name) = match stream.is_directed() {
        true => (Term::reciprocity(), "reciprocity"),
        false => (Term::sp(), "shared partners"),
    };
    let terms = [Term::inertia(), other].map(|t| t.scaled(scaling));
    let options = Options { skip: 1, ..Options::default() };
    let mut rows = Vec::new();
    println!("{title}\ncontrols      inertia (se)    {name:>15} (se)");
    let mut line = |controls: Option<usize>, b: Vec<f64>, se: Vec<f64>| {
        let name = controls.map_or("all".to_owned(), |c| c.to_string());
        println!("{name:>8} {:>9.4} ({:.4}) {:>12.4} ({:.4})", b[0], se[0], b[1], se[1]);
        rows.push((controls, b, se));
    };
    for controls in CONTROLS {
        let sampling = SampledOptions { controls, repetitions: REPETITIONS, seed: 1 };
        let found = fit_sampled(stream, &terms, &options, &sampling)?;
        line(Some(controls), found.coefficients, found.standard_errors);
    }
    let exact = fit(stream, &terms, &options)?;
    line(None, exact.coefficients, exact.standard_errors);
    println!();
    Ok(Study { title, terms: ["inertia", name], rows })
}

const PANEL: (f64, f64) = (300.0, 240.0);
const LEFT: f64 = 50.0;
const TOP: f64 = 30.0;

/// Estimates with 95 % intervals against the number of controls; the exact ones as lines.
fn panel(out: &mut String, study: &Study, across: f64) -> std::fmt::Result {
    let ends = study
        .rows
        .iter()
        .flat_map(|(_, b, se)| b.iter().zip(se).flat_map(|(b, se)| [b - 1.96 * se, b + 1.96 * se]));
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    let x = |controls: f64| across + LEFT + 20.0 + controls.log10() / 3.0 * (PANEL.0 - 40.0);
    let y = |v: f64| TOP + (high - v) / (high - low) * PANEL.1;
    let (begin, end) = (across + LEFT, across + LEFT + PANEL.0);
    writeln!(out, "<text x='{begin}' y='18'>{}</text>", study.title)?;
    for v in [low, 0.0, high].into_iter().skip(usize::from(low == 0.0)) {
        let at = y(v);
        writeln!(out, "<line x1='{begin}' x2='{end}' y1='{at:.1}' y2='{at:.1}' stroke='#ddd'/>")?;
        writeln!(
            out,
            "<text x='{:.1}' y='{:.1}' text-anchor='end'>{v:.2}</text>",
            begin - 5.0,
            at + 4.0
        )?;
    }
    for (controls, b, se) in &study.rows {
        for (k, colour) in ["#0072b2", "#d55e00"].iter().enumerate() {
            let Some(controls) = controls else {
                let at = y(b[k]);
                writeln!(
                    out,
                    "<line x1='{begin}' x2='{end}' y1='{at:.1}' y2='{at:.1}' stroke='{colour}'/>"
                )?;
                continue;
            };
            let at = x(*controls as f64) + 4.0 * (k as f64 - 0.5);
            let (up, down) = (y(b[k] + 1.96 * se[k]), y(b[k] - 1.96 * se[k]));
            writeln!(
                out,
                "<line x1='{at:.1}' x2='{at:.1}' y1='{up:.1}' y2='{down:.1}' stroke='{colour}'/>\
                 <circle cx='{at:.1}' cy='{:.1}' r='3' fill='{colour}'/>",
                y(b[k])
            )?;
        }
    }
    for controls in CONTROLS {
        writeln!(
            out,
            "<text x='{:.1}' y='{:.1}' text-anchor='middle'>{controls}</text>",
            x(controls as f64),
            TOP + PANEL.1 + 16.0
        )?;
    }
    writeln!(
        out,
        "<text x='{:.1}' y='{:.1}' text-anchor='middle'>controls of each event</text>",
        begin + PANEL.0 / 2.0,
        TOP + PANEL.1 + 34.0
    )
}

fn figure(studies: &[Study]) -> Result<String, Any> {
    let step = LEFT + PANEL.0 + 20.0;
    let (wide, high) = (step * studies.len() as f64, TOP + PANEL.1 + 60.0);
    let mut out = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {wide} {high}' \
         font-family='sans-serif' font-size='11'>\n\
         <rect width='{wide}' height='{high}' fill='white'/>\n"
    );
    for (k, study) in studies.iter().enumerate() {
        panel(&mut out, study, step * k as f64)?;
    }
    let at = TOP + PANEL.1 + 52.0;
    let [first, second] = studies.first().map_or([""; 2], |s| s.terms);
    writeln!(out, "<text x='{LEFT}' y='{at}' fill='#0072b2'>{first}</text>")?;
    writeln!(out, "<text x='{}' y='{at}' fill='#d55e00'>{second}</text>", LEFT + 50.0)?;
    writeln!(out, "<text x='{}' y='{at}'>lines: all pairs</text>", LEFT + 140.0)?;
    out.push_str("</svg>\n");
    Ok(out)
}

fn main() -> Result<(), Any> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (paths, sizes): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|w| w.ends_with(".svg"));
    let studies = match sizes[..] {
        [file, kind] if file.ends_with(".csv") => {
            let stream = from_a_file(file, kind)?;
            [
                study("By logarithms of counts", &stream, Scaling::Log1p)?,
                study("By raw counts", &stream, Scaling::None)?,
            ]
        }
        _ => {
            let sizes: Vec<usize> = sizes.iter().map(|a| a.parse()).collect::<Result<_, _>>()?;
            let (n, m) = match sizes[..] {
                [n, m] if n > 1 && m > 1 => (n, m),
                [] => (100, 3_000),
                _ => return Err("give ACTORS EVENTS, two of each at least".into()),
            };
            [
                study("Events from the model", &from_the_model(n, m)?, Scaling::Log1p)?,
                study("Events from an urn", &from_an_urn(n, m)?, Scaling::None)?,
            ]
        }
    };
    if let Some(path) = paths.first() {
        std::fs::write(path, figure(&studies)?)?;
    }
    Ok(())
}
