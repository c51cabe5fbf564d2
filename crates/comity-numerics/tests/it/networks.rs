//! Network statistics against their definitions, and pseudo-likelihood fits against R's ergm
//! 4.4.0 and btergm 1.10.12.
//!
//! ergm and btergm fit the logit with R's glm, which stops when the deviance changes by less
//! than 1e-8 of itself; by then a quadratic method is within about 1e-8 of the maximum, while
//! standard errors, taken at the weights of the step before, are good to about 1e-4 or better.

use crate::support::{fit as reference_fit, reference, relative, summarise};
use comity_numerics::estimators::{Fit, Observations, Outcome, ValidNewtonParams, logit};
use comity_numerics::networks::{
    ChangeStatistics, Kind, Memory, Network, Side, TemporalTerm, Term, panel, resolve, simulate,
    statistics,
};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::log1p_exp;
use comity_numerics::variance::bootstrap::Replicates;
use std::path::Path;

fn converged(outcome: Outcome) -> Fit {
    match outcome {
        Outcome::Converged(fit) => fit,
        other => panic!("{other:?}"),
    }
}

fn params() -> ValidNewtonParams {
    ValidNewtonParams::default()
}

fn random_network(kind: Kind, nodes: usize, density: f64, seed: u64) -> Network {
    let mut source = StandardNormal::new(seed);
    let mut n = Network::empty(kind, nodes).unwrap();
    let dyads: Vec<_> = n.dyads().collect();
    for (i, j) in dyads {
        n.set(i, j, source.uniform() < density);
    }
    n
}

fn every_term(kind: Kind, nodes: usize) -> Vec<Term> {
    let values: Vec<f64> = (0..nodes).map(|i| (i * i % 7) as f64 - 2.5).collect();
    let groups: Vec<i64> = (0..nodes).map(|i| (i % 3) as i64).collect();
    let matrix: Vec<f64> = (0..nodes * nodes).map(|k| (k * 31 % 17) as f64).collect();
    let name = || "v".to_owned();
    let mut terms = vec![
        Term::Edges,
        Term::NodeCovariate { name: name(), values: values.clone(), side: Side::Either },
        Term::NodeMatch { name: name(), groups: groups.clone() },
        Term::NodeMix { name: name(), groups, from: 0, to: 2 },
        Term::AbsoluteDifference { name: name(), values: values.clone() },
        Term::EdgeCovariate { name: name(), values: matrix },
        Term::Triangles,
        Term::TransitiveTies,
        Term::TwoPaths,
        Term::Gwesp { decay: 0.5 },
        Term::Gwdsp { decay: 0.3 },
        Term::Gwesp { decay: 0.0 },
    ];
    let sides: &[Side] =
        if kind == Kind::Directed { &[Side::Sender, Side::Receiver] } else { &[Side::Either] };
    if kind == Kind::Directed {
        terms.extend([Term::Mutual, Term::TransitiveTriples, Term::CyclicTriples]);
    }
    for &side in sides {
        terms.extend([
            Term::NodeCovariate { name: name(), values: values.clone(), side },
            Term::Degree { degree: 0, side },
            Term::Degree { degree: 2, side },
            Term::Star { size: 2, side },
            Term::Star { size: 3, side },
            Term::GwDegree { decay: 0.7, side },
        ]);
    }
    terms
}

/// The statistic by its definition, with loops over nodes.
fn by_definition(term: &Term, y: &Network) -> f64 {
    let n = y.nodes();
    let directed = y.is_directed();
    let has = |i: usize, j: usize| y.has(i, j);
    let over_ties = |f: &dyn Fn(usize, usize) -> f64| -> f64 {
        y.dyads().filter(|&(i, j)| has(i, j)).map(|(i, j)| f(i, j)).sum()
    };
    let degree = |i: usize, side: Side| -> i32 {
        (0..n).filter(|&k| if side == Side::Receiver { has(k, i) } else { has(i, k) }).count()
            as i32
    };
    let partners = |i: usize, j: usize| (0..n).filter(|&k| has(i, k) && has(k, j)).count() as i32;
    let weight = |decay: f64, count: i32| decay.exp() * (1.0 - (1.0 - (-decay).exp()).powi(count));
    let triples = |third: &dyn Fn(usize, usize, usize) -> bool| -> f64 {
        let mut sum = 0;
        for i in 0..n {
            for j in 0..n {
                for k in 0..n {
                    let distinct = i != j && j != k && i != k;
                    sum += i32::from(distinct && has(i, j) && has(j, k) && third(i, j, k));
                }
            }
        }
        f64::from(sum)
    };
    let choose = |d: i32, k: usize| {
        (0..k as i32).map(|r| f64::from(d - r) / f64::from(r + 1)).product::<f64>().max(0.0)
    };
    let nodes = |f: &dyn Fn(usize) -> f64| (0..n).map(f).sum::<f64>();
    match term {
        Term::Edges => over_ties(&|_, _| 1.0),
        Term::Mutual => over_ties(&|i, j| f64::from(u8::from(has(j, i)))) / 2.0,
        Term::NodeCovariate { values, side, .. } => over_ties(&|i, j| match side {
            Side::Either => values[i] + values[j],
            Side::Sender => values[i],
            Side::Receiver => values[j],
        }),
        Term::NodeMatch { groups, .. } => {
            over_ties(&|i, j| f64::from(u8::from(groups[i] == groups[j])))
        }
        Term::NodeMix { groups, from, to, .. } => over_ties(&|i, j| {
            let mix = |a: usize, b: usize| groups[a] == *from && groups[b] == *to;
            f64::from(u8::from(mix(i, j) || (!directed && mix(j, i))))
        }),
        Term::AbsoluteDifference { values, .. } => over_ties(&|i, j| (values[i] - values[j]).abs()),
        Term::EdgeCovariate { values, .. } => over_ties(&|i, j| values[i * n + j]),
        Term::Triangles if directed => {
            triples(&|i, _, k| has(i, k)) + triples(&|i, _, k| has(k, i)) / 3.0
        }
        Term::Triangles => triples(&|i, _, k| has(i, k)) / 6.0,
        Term::TransitiveTriples => triples(&|i, _, k| has(i, k)),
        Term::CyclicTriples => triples(&|i, _, k| has(k, i)) / 3.0,
        Term::TransitiveTies => over_ties(&|i, j| f64::from(u8::from(partners(i, j) > 0))),
        Term::TwoPaths => triples(&|_, _, _| true) / if directed { 1.0 } else { 2.0 },
        Term::Degree { degree: d, side } => {
            nodes(&|i| f64::from(u8::from(degree(i, *side) == *d as i32)))
        }
        Term::Star { size, side } => nodes(&|i| choose(degree(i, *side), *size)),
        Term::GwDegree { decay, side } => nodes(&|i| weight(*decay, degree(i, *side))),
        Term::Gwesp { decay } => over_ties(&|i, j| weight(*decay, partners(i, j))),
        Term::Gwdsp { decay } => y.dyads().map(|(i, j)| weight(*decay, partners(i, j))).sum(),
    }
}

#[test]
fn statistics_and_changes_are_those_of_the_definitions() {
    for kind in [Kind::Directed, Kind::Undirected] {
        for (nodes, density) in [(7, 0.4), (9, 0.15), (70, 0.06)] {
            let y = random_network(kind, nodes, density, 5 + nodes as u64);
            let terms = every_term(kind, nodes);
            let found = statistics(&y, &terms).unwrap();
            for (term, found) in terms.iter().zip(&found) {
                let expected = by_definition(term, &y);
                assert!((found - expected).abs() < 1e-9 * (1.0 + expected.abs()), "{term:?}");
            }
            if nodes > 10 {
                continue;
            }
            let changes = ChangeStatistics::new(&y, &terms).unwrap();
            for (row, &(i, j)) in changes.dyads.iter().enumerate() {
                let (mut with, mut without) = (y.clone(), y.clone());
                with.set(i, j, true);
                without.set(i, j, false);
                for (column, term) in changes.design.columns().iter().zip(&terms) {
                    let expected = by_definition(term, &with) - by_definition(term, &without);
                    assert!((column[row] - expected).abs() < 1e-9, "{term:?} {i} {j}");
                }
            }
        }
    }
}

fn adjacency(path: &Path, kind: Kind) -> Network {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut ties = vec![];
    for (i, row) in rows.iter().enumerate() {
        for (j, cell) in row.iter().skip(1).enumerate() {
            if cell == "1" {
                ties.push((i, j));
            }
        }
    }
    Network::from_ties(kind, rows.len(), &ties).unwrap()
}

fn text_column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let k = reader.headers().unwrap().iter().position(|h| h == name).unwrap();
    reader.records().map(|r| r.unwrap()[k].to_owned()).collect()
}

fn figures(json: &serde_json::Value, field: &str, names: &[&str]) -> Vec<f64> {
    names.iter().map(|n| json[field][*n].as_f64().unwrap()).collect()
}

/// Compares statistics, coefficients, standard errors and the pseudo-log-likelihood.
fn agrees(case: &str, folder: &Path, network: &Network, terms: &[Term], names: &[&str]) {
    let expected = reference_fit(folder.join(format!("{case}.json")));
    let counts = statistics(network, terms).unwrap();
    assert!(relative(&counts, &figures(&expected, "summary_stats", names)) < 1e-12);
    let changes = ChangeStatistics::new(network, terms).unwrap();
    let fit = converged(changes.fit(&params()).unwrap());
    let errors: Vec<f64> = fit.covariance.diagonal().into_iter().map(f64::sqrt).collect();
    let (b, s) = (figures(&expected, "coef", names), figures(&expected, "se", names));
    for (k, name) in names.iter().enumerate() {
        println!(
            "ergm 4.4.0 {case} {name}: coef {:.12} ours {:.12}; se {:.12} ours {:.12}",
            b[k], fit.coefficients[k], s[k], errors[k]
        );
    }
    let l = expected["loglik"].as_f64().unwrap();
    println!("{case}: log-likelihood {l:.11} ours {:.11}", fit.log_likelihood);
    let (db, ds) = (relative(&fit.coefficients, &b), relative(&errors, &s));
    println!("{case}: relative difference {db:.1e} {ds:.1e}");
    assert!(db < 1e-6 && ds < 1e-4, "{db:e} {ds:e}");
    assert!(relative(&[fit.log_likelihood], &[l]) < 1e-9);
}

#[test]
fn ergm_florentine() {
    let Some(folder) = reference().map(|f| f.join("ergm")) else { return };
    let network = adjacency(&folder.join("flomarriage_adj.csv"), Kind::Undirected);
    let wealth = text_column(&folder.join("flo_nodes.csv"), "wealth");
    let values = wealth.iter().map(|v| v.parse().unwrap()).collect();
    let terms = [
        Term::Edges,
        Term::Triangles,
        Term::NodeCovariate { name: "wealth".into(), values, side: Side::Either },
    ];
    agrees("mple_flo1", &folder, &network, &terms, &["edges", "triangle", "nodecov.wealth"]);
    let terms =
        [Term::Edges, Term::Star { size: 2, side: Side::Either }, Term::Gwesp { decay: 0.5 }];
    agrees("mple_flo2", &folder, &network, &terms, &["edges", "kstar2", "gwesp.fixed.0.5"]);
}

#[test]
fn ergm_sampson() {
    let Some(folder) = reference().map(|f| f.join("ergm")) else { return };
    let network = adjacency(&folder.join("samplk3_adj.csv"), Kind::Directed);
    let terms = [Term::Edges, Term::Mutual, Term::TransitiveTriples, Term::CyclicTriples];
    let names = ["edges", "mutual", "ttriple", "ctriple"];
    agrees("mple_samp1", &folder, &network, &terms, &names);
}

/// The peer reports gwodegree 422 (standard error 50,513) and edges −30 (3,077): numbers of
/// a likelihood that rises without end. Ours must say so, and name the statistic. That the
/// statistics are the peer's is seen from the statistics themselves and from the
/// pseudo-log-likelihood at the peer's own coefficients; the coefficients that are not
/// involved agree with the fit on the rows that are not predicted perfectly.
#[test]
fn ergm_sampson_is_separated() {
    let Some(folder) = reference().map(|f| f.join("ergm")) else { return };
    let expected = reference_fit(folder.join("mple_samp2.json"));
    let network = adjacency(&folder.join("samplk3_adj.csv"), Kind::Directed);
    let labels = text_column(&folder.join("sampson_nodes.csv"), "group");
    let groups = labels.iter().map(|l| i64::from(l.as_bytes()[0])).collect();
    let terms = [
        Term::Edges,
        Term::Mutual,
        Term::NodeMatch { name: "group".into(), groups },
        Term::Gwesp { decay: 0.25 },
        Term::GwDegree { decay: 0.5, side: Side::Sender },
        Term::GwDegree { decay: 0.5, side: Side::Receiver },
    ];
    let names: Vec<String> = terms.iter().map(Term::name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let counts = statistics(&network, &terms).unwrap();
    assert!(relative(&counts, &figures(&expected, "summary_stats", &names)) < 1e-12);
    let changes = ChangeStatistics::new(&network, &terms).unwrap();
    let peer = figures(&expected, "coef", &names);
    let at_peer: f64 = changes
        .design
        .times(&peer)
        .iter()
        .zip(&changes.ties)
        .map(|(e, y)| -log1p_exp(if *y { -e } else { *e }))
        .sum();
    let l = expected["loglik"].as_f64().unwrap();
    println!(
        "ergm 4.4.0 mple_samp2: log-likelihood {l:.11}, ours at the peer's coefficients {at_peer:.11}"
    );
    assert!(relative(&[at_peer], &[l]) < 1e-8);
    let Outcome::Separated { separation, .. } = changes.fit(&params()).unwrap() else {
        panic!("not noticed")
    };
    let named: Vec<&str> = separation.columns.iter().map(|&j| names[j]).collect();
    println!("mple_samp2 is separated by {named:?}: {} of 306 dyads", separation.rows);
    assert!(named.contains(&"gwodeg.fixed.0.5"));
    // The rest, on the rows that the direction does not decide.
    let decided = changes.design.times(&separation.direction);
    let largest = decided.iter().fold(0.0_f64, |m, d| m.max(d.abs()));
    let weights: Vec<f64> =
        decided.iter().map(|d| f64::from(u8::from(d.abs() < 1e-6 * largest))).collect();
    let rest = Observations::new(&changes.design, &changes.ties).unwrap();
    let outcome = logit::fit(&rest.weighted(&weights).unwrap(), &params());
    let fit = outcome.fit().unwrap();
    for k in [1, 2, 3, 5] {
        println!("mple_samp2 {}: coef {:.9} ours {:.9}", names[k], peer[k], fit.coefficients[k]);
        assert!((fit.coefficients[k] - peer[k]).abs() < 1e-6 * (1.0 + peer[k].abs()));
    }
}

#[test]
fn btergm_sampson() {
    let Some(folder) = reference().map(|f| f.join("ergm")) else { return };
    let expected = reference_fit(folder.join("btergm_sampson.json"));
    let networks: Vec<Network> = (1..=3)
        .map(|t| adjacency(&folder.join(format!("samplk{t}_adj.csv")), Kind::Directed))
        .collect();
    let fixed = [Term::Edges, Term::Mutual, Term::TransitiveTriples, Term::CyclicTriples];
    let mut terms: Vec<TemporalTerm> = fixed.into_iter().map(TemporalTerm::Fixed).collect();
    terms.push(TemporalTerm::Memory(Memory::Stability));
    let changes = panel(&networks, &terms).unwrap();
    assert_eq!((changes.ties.len(), changes.steps.count()), (2 * 18 * 17, 2));
    let fit = converged(changes.fit(&params()).unwrap());
    let names = ["edges", "mutual", "ttriple", "ctriple", "edgecov.memory[[i]]"];
    let b = figures(&expected, "coef", &names);
    for (k, name) in names.iter().enumerate() {
        println!("btergm 1.10.12 {name}: coef {:.12} ours {:.12}", b[k], fit.coefficients[k]);
    }
    let difference = relative(&fit.coefficients, &b);
    println!("btergm_sampson: relative difference {difference:.1e}");
    assert!(difference < 1e-6);
    // With two steps a resample is one of three data sets; the file has no intervals.
    let replicates = Replicates { count: 500, seed: 10 };
    let boot = changes.bootstrap(&fit, replicates, &params()).unwrap();
    println!("btergm_sampson: {} of 500 replicates failed", boot.failed.total());
    assert_eq!((boot.draws.len() + boot.failed.total(), boot.clusters), (500, 2));
}

#[test]
fn every_pseudo_likelihood_case_is_compared() {
    let Some(folder) = reference().map(|f| f.join("ergm")) else { return };
    let mut cases: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|e| e.unwrap().file_name().into_string().ok())
        .filter(|n| n.ends_with(".json") && !n.starts_with("mcmle"))
        .collect();
    cases.sort();
    let known = [
        "btergm_sampson.json",
        "mple_flo1.json",
        "mple_flo2.json",
        "mple_samp1.json",
        "mple_samp2.json",
    ];
    assert_eq!(cases, known);
}

#[test]
fn memory_terms_have_their_definitions() {
    let before = Network::from_ties(Kind::Directed, 3, &[(0, 1), (1, 2)]).unwrap();
    let value =
        |term: TemporalTerm, i: usize, j: usize| match &resolve(&[term], 1, Some(&before), 3)
            .unwrap()[0]
        {
            Term::EdgeCovariate { values, .. } => values[i * 3 + j],
            other => panic!("{other:?}"),
        };
    for (memory, tie, none) in [
        (Memory::Stability, 1.0, -1.0),
        (Memory::Autoregression, 1.0, 0.0),
        (Memory::Innovation, 0.0, 1.0),
        (Memory::Loss, -1.0, 0.0),
    ] {
        assert_eq!(value(TemporalTerm::Memory(memory), 0, 1), tie);
        assert_eq!(value(TemporalTerm::Memory(memory), 1, 0), none);
    }
    let back = |mutuality| TemporalTerm::DelayedReciprocity { mutuality };
    assert_eq!((value(back(false), 1, 0), value(back(false), 0, 1)), (1.0, 0.0));
    assert_eq!(value(back(true), 0, 1), -1.0);
    let time = TemporalTerm::Time { name: "t".into(), values: vec![0.0, 7.0] };
    assert_eq!(value(time, 2, 1), 7.0);
}

/// A series in which nodes come and go and a covariate changes; the fit is the logit of the
/// rows at hand.
#[test]
fn absent_nodes_and_varying_covariates() {
    let networks: Vec<Network> = (0..4)
        .map(|t| {
            let present: Vec<bool> = (0..12).map(|i| i != t).collect();
            random_network(Kind::Undirected, 12, 0.35, 40 + t as u64)
                .with_present(&present)
                .unwrap()
        })
        .collect();
    let wealth = |t: usize| Term::NodeCovariate {
        name: "wealth".into(),
        values: (0..12).map(|i| ((i * 5 + t * 3) % 7) as f64).collect(),
        side: Side::Either,
    };
    let terms = [
        TemporalTerm::Fixed(Term::Edges),
        TemporalTerm::Varying((0..4).map(wealth).collect()),
        TemporalTerm::Memory(Memory::Autoregression),
        TemporalTerm::Time { name: "trend".into(), values: vec![0.0, 1.0, 2.0, 3.0] },
    ];
    let changes = panel(&networks, &terms).unwrap();
    assert_eq!(changes.ties.len(), 3 * 11 * 10 / 2);
    assert!(changes.dyads.iter().all(|(i, j)| i < j));
    converged(changes.fit(&params()).unwrap());
    assert_eq!(changes.design.names()[1], "nodecov.wealth");
}

#[test]
fn degenerate_input_has_a_typed_outcome() {
    let directed = random_network(Kind::Directed, 6, 0.4, 1);
    let undirected = random_network(Kind::Undirected, 6, 0.4, 1);
    let fails = |n: &Network, t: Term| ChangeStatistics::new(n, &[t]).is_err();
    assert!(fails(&undirected, Term::Mutual) && fails(&undirected, Term::CyclicTriples));
    assert!(fails(&directed, Term::Star { size: 2, side: Side::Either }));
    assert!(fails(&undirected, Term::Degree { degree: 1, side: Side::Sender }));
    assert!(fails(&directed, Term::Gwesp { decay: f64::NAN }));
    assert!(fails(&directed, Term::Gwdsp { decay: -1.0 }));
    let short = Term::AbsoluteDifference { name: "v".into(), values: vec![1.0] };
    assert!(fails(&directed, short));
    let nan = Term::EdgeCovariate { name: "v".into(), values: vec![f64::NAN; 36] };
    assert!(fails(&directed, nan));
    assert!(ChangeStatistics::new(&directed, &[]).is_err());
    // No tie, every tie.
    for (density, value) in [(0.0, false), (1.1, true)] {
        let n = random_network(Kind::Directed, 5, density, 1);
        let found = ChangeStatistics::new(&n, &[Term::Edges]).unwrap().fit(&params()).unwrap();
        assert_eq!(found, Outcome::ConstantOutcome { value });
    }
    // One dyad; one tie; a statistic that others determine.
    let pair = Network::from_ties(Kind::Undirected, 2, &[(0, 1)]).unwrap();
    let found = ChangeStatistics::new(&pair, &[Term::Edges]).unwrap().fit(&params()).unwrap();
    assert_eq!(found, Outcome::ConstantOutcome { value: true });
    let lone = Network::from_ties(Kind::Directed, 5, &[(0, 1)]).unwrap();
    let found = ChangeStatistics::new(&lone, &[Term::Edges, Term::Mutual]).unwrap();
    assert!(matches!(found.fit(&params()).unwrap(), Outcome::Separated { .. }));
    let twice =
        ChangeStatistics::new(&directed, &[Term::Edges, Term::Mutual, Term::Edges]).unwrap();
    assert!(matches!(twice.fit(&params()).unwrap(), Outcome::RankDeficient(f) if f.dropped == [2]));
    // Nobody present.
    let nobody = directed.clone().with_present(&[false; 6]).unwrap();
    assert!(ChangeStatistics::new(&nobody, &[Term::Edges]).is_err());
    // Series: none, one with memory, unequal nodes, a term that ends too early.
    let memory = [TemporalTerm::Fixed(Term::Edges), TemporalTerm::Memory(Memory::Loss)];
    assert!(panel(&[], &memory).is_err());
    assert!(panel(std::slice::from_ref(&directed), &memory).is_err());
    let other = random_network(Kind::Directed, 7, 0.4, 1);
    assert!(panel(&[directed.clone(), other], &memory).is_err());
    let early = [TemporalTerm::Time { name: "t".into(), values: vec![1.0] }];
    assert!(panel(&[directed.clone(), directed.clone()], &early).is_err());
    assert!(resolve(&memory, 0, None, 6).is_err());
    // One step cannot be resampled.
    let single = ChangeStatistics::new(&directed, &[Term::Edges]).unwrap();
    let fit = converged(single.fit(&params()).unwrap());
    assert!(single.bootstrap(&fit, Replicates { count: 9, seed: 1 }, &params()).is_err());
    assert!(simulate(&directed, &[Term::Edges], &[], 1, 1).is_err());
    assert!(simulate(&directed, &[Term::Edges], &[f64::INFINITY], 1, 1).is_err());
}

/// Gibbs draws of a model without dependence have its density: 40 draws of 45 pairs with
/// probability 0.3, standard error √(0.21/1800) = 0.011.
#[test]
fn draws_follow_the_model_and_the_seed() {
    let start = Network::empty(Kind::Undirected, 10).unwrap();
    let theta = [(0.3_f64 / 0.7).ln()];
    let draw = |seed| simulate(&start, &[Term::Edges], &theta, 2, seed).unwrap();
    let ties: usize = (0..40).map(|s| draw(s).ties()).sum();
    assert!((ties as f64 / 1800.0 - 0.3).abs() < 0.044, "{ties}");
    assert_eq!(draw(3), draw(3));
    assert_ne!(draw(3), draw(4));
}

#[test]
fn one_thread_and_five_give_the_same_bytes() {
    let network = random_network(Kind::Directed, 60, 0.1, 3);
    let terms = [Term::Edges, Term::Mutual, Term::Gwesp { decay: 0.5 }];
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let changes = ChangeStatistics::new(&network, &terms).unwrap();
            format!("{:?} {:?}", changes.design, changes.fit(&params()))
        })
    };
    assert_eq!(run(1), run(5));
}

/// Series of 21 networks of 10 nodes drawn by Gibbs sampling, each given the one before:
/// bias of the memory coefficient and coverage of the percentile intervals over steps.
fn study(samples: u64, replicates: usize) {
    use rayon::prelude::*;
    const NODES: usize = 10;
    const THETA: [f64; 4] = [-1.6, 0.8, 0.15, 0.7];
    let fixed = [Term::Edges, Term::Mutual, Term::TransitiveTriples];
    let mut terms: Vec<TemporalTerm> = fixed.into_iter().map(TemporalTerm::Fixed).collect();
    terms.push(TemporalTerm::Memory(Memory::Stability));
    let results: Vec<Option<[(f64, bool, bool); 4]>> = (0..samples)
        .into_par_iter()
        .map(|sample| {
            let mut series = vec![random_network(Kind::Directed, NODES, 0.25, 500 + sample)];
            for t in 1..21 {
                let before = &series[t - 1];
                let now = resolve(&terms, t, Some(before), NODES).unwrap();
                let seed = sample * 100 + t as u64;
                let next = simulate(before, &now, &THETA, 30, seed).unwrap();
                series.push(next);
            }
            let changes = panel(&series, &terms).unwrap();
            let fit = changes.fit(&params()).unwrap().into_fit()?;
            let all = Replicates { count: replicates, seed: sample };
            let boot = changes.bootstrap(&fit, all, &params()).unwrap();
            let intervals = boot.percentile_intervals(0.95).unwrap()?;
            Some(std::array::from_fn(|k| {
                let error = fit.coefficients[k] - THETA[k];
                let (low, high) = intervals[k];
                let naive = error.abs() < 1.96 * fit.covariance.get(k, k).sqrt();
                (error, low <= THETA[k] && THETA[k] <= high, naive)
            }))
        })
        .collect();
    let found: Vec<[(f64, bool, bool); 4]> = results.into_iter().flatten().collect();
    for (k, name) in ["edges", "mutual", "ttriple", "memory"].into_iter().enumerate() {
        let errors: Vec<(f64, bool)> = found.iter().map(|f| (f[k].0, f[k].1)).collect();
        let s = summarise(samples as usize, &errors);
        s.print(&format!("TERGM, 20 steps x 10 nodes, {name}, {replicates} replicates"));
        let naive = found.iter().filter(|f| f[k].2).count() as f64 / found.len() as f64;
        println!("  pseudo-likelihood intervals cover {naive:.3}");
        // The pseudo-likelihood is consistent, not unbiased: a third of the spread of an
        // estimate is allowed beside the Monte-Carlo error.
        let spread = s.bias_error * (s.samples as f64).sqrt();
        assert!(s.bias.abs() < 4.0 * s.bias_error + 0.33 * spread, "{name} {s:?}");
        // Percentile intervals over 20 steps are too short by the factor √(19/20) and by the
        // use of normal quantiles: the coverage to expect is about 0.93.
        assert!(s.coverage > 0.93 - 4.0 * s.coverage_error - 0.01, "{name} {s:?}");
        assert!(s.coverage < 0.95 + 4.0 * s.coverage_error, "{name} {s:?}");
    }
}

#[test]
fn temporal_coefficients_are_recovered() {
    study(60, 100);
}

#[test]
#[ignore = "slow: 500 series with 300 refits each"]
fn temporal_coefficients_are_recovered_500() {
    study(500, 300);
}
