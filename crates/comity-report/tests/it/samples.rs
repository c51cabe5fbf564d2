//! Made-up pages: every group, source, number and DOI in them is invented.

use comity_core::forecast::Interval;
use comity_core::manifest::{InputRef, Manifest};
use comity_core::{AsOf, Certainty, Domain, Level};
use comity_report::page::*;
use std::collections::BTreeMap;

/// A plain page with every section.
pub(crate) fn full() -> Page {
    let mut p = Page::new(question("Northern Front", "River Brigade"), provenance());
    p.answers = vec![
        forecast(None, 0.61, 0.012),
        forecast(Some(Domain::Military), 0.34, 0.008),
        forecast(Some(Domain::Security), 0.061, 0.004),
        DomainAnswer {
            domain: Some(Domain::Political),
            answer: Answer::NotCoded {
                reason: "The made-up alliance register observed neither group in any year.".into(),
            },
        },
        DomainAnswer {
            domain: Some(Domain::Finance),
            answer: Answer::NoBasis {
                reason: "The pair lies outside the range of the covariates: number of sponsors 9, largest observed 6.".into(),
            },
        },
    ];
    p.why = Some(why(8));
    p.theories = theories(5, 4);
    p.scenarios = scenarios();
    p.timeline = Some(timeline(3));
    p.networks = [1995, 2006, 2017].map(|y| network(y, 9)).to_vec();
    p.track = vec![track(None), track(Some(Domain::Military))];
    p.evidence = evidence(7);
    p.limits = limits();
    p
}

/// Long names and many of everything.
pub(crate) fn stress() -> Page {
    let long = "Revolutionary Coordination Council of the Northern Highlands and Adjacent River Valleys (Provisional General Command)";
    let mut p =
        Page::new(question(long, "جبهة الشمال الموحدة للتحرير والإنقاذ الوطني"), provenance());
    p.question.a.also = vec!["RCC-NH".into(), "北部高地革命协调委员会".into()];
    p.answers = full().answers;
    p.why = Some(why(14));
    p.theories = theories(8, 12);
    p.scenarios = scenarios().into_iter().cycle().take(9).collect();
    for (i, s) in p.scenarios.iter_mut().enumerate() {
        s.id = format!("{}-{i}", s.id);
    }
    p.timeline = Some(timeline(9));
    p.networks = [1979, 1998, 2017].map(|y| network(y, 40)).to_vec();
    p.track = vec![track(None), track(Some(Domain::Military)), track(Some(Domain::Security))];
    p.evidence = evidence(60);
    p.evidence.omitted = 1_234;
    p.limits = limits();
    p
}

/// Two groups that never met: no basis anywhere, hardly anything coded.
pub(crate) fn empty() -> Page {
    let mut p = Page::new(question("Lake Watch", "Plateau Union"), provenance());
    p.answers = [None, Some(Domain::Military), Some(Domain::Security), Some(Domain::Political)]
        .map(|domain| DomainAnswer {
            domain,
            answer: Answer::NoBasis {
                reason: "Plateau Union was observed by no source in or after 1988.".into(),
            },
        })
        .to_vec();
    p.limits.missing = vec![MissingItem {
        what: "any record of Plateau Union after 1988".into(),
        why: "no imported source covers it".into(),
    }];
    p
}

/// Names that try to break out of the page and the terminal.
pub(crate) fn hostile() -> Page {
    let evil = "<script>alert('x')</script>\"'><img src=//evil.test/x>\u{1b}[31m\u{202e}&amp;";
    let mut p = full();
    p.question.a.name = evil.into();
    p.question.b.name = "حركة \"النهر\" <b>".into();
    p.question.text = format!("Will {evil} cooperate?");
    p.question.resolution_source = "see http://evil.test/ and javascript:alert(1)".into();
    p.evidence.rows[0].claim = evil.into();
    p.evidence.rows[0].doi = Some("javascript:alert(1)//10.1/x".into());
    p.evidence.rows[1].doi = Some("10.1234/\"onclick=\"x".into());
    p.networks[0].nodes[2].name = evil.into();
    p.theories.rows[0].title = evil.into();
    if let Some(t) = &mut p.timeline {
        t.lanes[0].label = evil.into();
        t.lanes[0].marks[0].detail = "</title></svg><script>".into();
    }
    p.provenance.citation = format!("{evil} https://doi.org/10.1234/</script>");
    p
}

/// An evaluation over all pairs.
pub(crate) fn evaluation() -> ScorePage {
    ScorePage {
        title: "Does any theory beat persistence?".into(),
        method: "Rolling origin, expanding window, one forecast a dyad-year from 1990 to 2017; invented figures.".into(),
        records: vec![track(None), track(Some(Domain::Military))],
        provenance: provenance(),
    }
}

fn question(a: &str, b: &str) -> Question {
    let actor = |id: &str, name: &str| ActorRef { id: id.into(), name: name.into(), also: vec![] };
    Question {
        a: actor("ucdp:900001", a),
        b: actor("ucdp:900002", b),
        text: format!("Will a source of the UCDP kind record cooperation between {a} and {b} in 2018?"),
        background: "Invented pair for tests of the report.".into(),
        as_of: 2017,
        released: Some("2018-06-01".into()),
        horizon: 1,
        resolution_rule: "Yes if the deciding source codes support between the two in either direction in 2018; no if it observes both and codes none; void otherwise.".into(),
        resolution_source: "Invented External Support 1.0 (A. Author, 2018), https://doi.org/10.1234/invented.1".into(),
    }
}

fn provenance() -> Provenance {
    let input = |source: &str, n: u64, bundled| InputRef {
        source: source.into(),
        version: "1.0".into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        rows: n,
        licence: "CC-BY-4.0".into(),
        citation: format!(
            "Author, A. (2018). Invented {source}. Journal of Tests 1, 1–10. https://doi.org/10.1234/{source}"
        ),
        bundled,
    };
    let settings = [("risk_set", "relevant"), ("first_origin", "1990"), ("paths", "10000")];
    Provenance {
        manifest: Manifest {
            program: "0.1.0".into(),
            codebook: "1".into(),
            as_of: AsOf::year(2017),
            seed: 20_180_601,
            specification: settings
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
            inputs: vec![
                input("invented-support", 8_666, true),
                input("invented-actors", 1_944, false),
            ],
        },
        manifest_hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".into(),
        command: "comity outlook \"Northern Front\" \"River Brigade\" --as-of 2017 --seed 20180601"
            .into(),
        citation: "comity contributors (2026). comity 0.1.0. https://doi.org/10.1234/comity".into(),
        attribution: vec!["Contains data of the Invented Data Project, CC BY 4.0.".into()],
    }
}

fn forecast(domain: Option<Domain>, p: f64, base: f64) -> DomainAnswer {
    DomainAnswer {
        domain,
        answer: Answer::Forecast(ForecastView {
            probability: p,
            interval80: Interval { low: p * 0.8, high: p + (1.0 - p) * 0.25 },
            interval95: Interval { low: p * 0.6, high: p + (1.0 - p) * 0.4 },
            base_rate: base,
            reference_class: "18,861 invented dyad-years of groups in one region".into(),
            uncertainty: Some(Uncertainty {
                parameters: 0.051,
                models: 0.032,
                outcome: (p * (1.0 - p)).sqrt(),
            }),
            previous: domain.is_none().then(|| Previous {
                recorded: "2018-05-31".into(),
                probability: 0.58,
                other: "inputs".into(),
                record: "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9".into(),
            }),
            resolution: None,
        }),
    }
}

fn why(n: usize) -> Why {
    let all = [
        ("tie_lag1", "tie in the last year", Level::History, 1.0, 0.02, "0/1", 2.31),
        ("years_since_tie", "years since the last tie", Level::History, 1.0, 14.2, "years", 0.87),
        ("shared_sponsor_lag1", "shared state sponsor", Level::Regional, 1.0, 0.11, "0/1", 0.93),
        ("common_enemy_lag1", "common enemy", Level::Regional, 1.0, 0.06, "0/1", 0.66),
        (
            "adversary_ties_lag1",
            "closeness of the adversary to its neighbours",
            Level::Regional,
            0.42,
            0.18,
            "index",
            -0.21,
        ),
        (
            "major_backer_lag1",
            "a major power backs a common adversary",
            Level::Structural,
            1.0,
            0.2,
            "0/1",
            0.18,
        ),
        ("post_2001", "period since 2001", Level::Structural, 1.0, 0.55, "0/1", -0.04),
        ("ideology_shared", "shared ideology", Level::Internal, 0.0, 0.31, "0/1", -0.74),
        ("age_difference", "difference in age", Level::Internal, 3.0, 9.0, "years", 0.12),
        (
            "attacks_on_civilians",
            "civilians killed in one-sided violence, either group",
            Level::Internal,
            1204.0,
            31.5,
            "persons",
            -0.33,
        ),
        ("past_fighting", "past fighting between the two", Level::History, 0.0, 0.04, "0/1", 0.05),
        ("common_allies", "common allies among groups", Level::History, 2.0, 0.2, "count", 0.44),
        ("distance", "distance between home states", Level::Regional, 210.0, 1830.0, "km", 0.29),
        ("lineage", "one splintered from the other", Level::Internal, f64::NAN, 0.01, "0/1", 0.0),
    ];
    Why {
        model: "All levels together".into(),
        outcome: "any cooperation".into(),
        typical_probability: Some(0.012),
        probability: Some(0.64),
        contributions: all
            .into_iter()
            .take(n)
            .map(|(variable, label, level, value, typical, unit, log_odds)| Contribution {
                variable: variable.into(),
                label: label.into(),
                level,
                value: Some(value).filter(|v: &f64| v.is_finite()),
                typical: Some(typical),
                unit: unit.into(),
                log_odds,
            })
            .collect(),
    }
}

fn theories(n: usize, claims: usize) -> Theories {
    let all = [
        ("persistence", "Persistence: last year repeats", vec![], 0.22, 0.71, None),
        ("base-rate", "Base rate of the reference class", vec![], 0.0, 0.012, Some(Verdict::No)),
        (
            "structural",
            "Structural: the international system",
            vec![Level::Structural],
            0.04,
            0.03,
            Some(Verdict::No),
        ),
        (
            "regional",
            "Regional: patrons and common enemies",
            vec![Level::Regional],
            0.31,
            0.48,
            Some(Verdict::CannotTell),
        ),
        ("all", "All levels together", Level::ALL.to_vec(), 0.43, 0.64, Some(Verdict::Yes)),
        (
            "internal",
            "Internal: ideology, identity and organisation, as argued by the honour-among-thieves account",
            vec![Level::Internal],
            0.0,
            0.02,
            Some(Verdict::No),
        ),
        (
            "history",
            "History of the pair",
            vec![Level::History],
            0.0,
            0.66,
            Some(Verdict::CannotTell),
        ),
        ("decayed-recurrence", "Decayed recurrence", vec![], 0.0, 0.59, Some(Verdict::CannotTell)),
    ];
    let rows: Vec<TheoryRow> = all
        .into_iter()
        .take(n)
        .map(|(id, title, levels, weight, p, verdict): (&str, &str, Vec<Level>, f64, f64, _)| {
            TheoryRow {
                id: id.into(),
                title: title.into(),
                baseline: levels.is_empty(),
                levels,
                weight: Some(weight),
                probability: Some(p),
                interval80: Some(Interval { low: p * 0.7, high: p + (1.0 - p) * 0.2 }),
                brier: Some(0.0118 + p / 1000.0),
                log_score: Some(0.0412 - p / 200.0),
                average_precision: Some(0.31 + p / 5.0),
                verdict,
                note: (id == "structural")
                    .then(|| "Separated by “formal alliance”; Firth’s penalty was used.".into()),
            }
        })
        .collect();
    let ranged = |value: f64| Some(Ranged { value, low: value - 0.04, high: value + 0.05 });
    let expectations = [Expectation::Expected, Expectation::Silent, Expectation::Unexpected];
    let grid = Grid {
        theories: rows.iter().map(|r| r.title.clone()).collect(),
        rows: (0..claims)
            .map(|i| GridRow {
                evidence: format!("{}: weapons, River Brigade to Northern Front", 2006 + i),
                separates: i % 2 == 0,
                cells: (0..rows.len())
                    .map(|j| GridCell {
                        expectation: expectations[(i + j) % 3],
                        probability: (j != 1).then_some(0.07 * (1 + j) as f64),
                    })
                    .collect(),
            })
            .collect(),
    };
    Theories {
        levels: [(Level::Structural, 0.06), (Level::Regional, 0.32), (Level::Internal, 0.11), (Level::History, 0.51)]
            .map(|(level, v)| LevelShare { level, in_sample: ranged(v), log_score: ranged(v / 50.0), average_precision: ranged(v / 3.0) })
            .to_vec(),
        external_vs_internal: Some("External minus internal: +0.0054 nats per forecast, 95% interval −0.0009 to +0.0112. The data cannot tell.".into()),
        rows,
        grid: Some(grid),
        game: None,
        effects: effects(),
        effects_note: Some("Logit; standard errors dyadic-cluster-robust.".into()),
    }
}

fn effects() -> Vec<ModelEffects> {
    let bounded = |value: f64| Bounded {
        value,
        se: Some(0.01),
        low: Some(value - 0.0196),
        high: Some(value + 0.0196),
    };
    let of = |id: &str, rows: &[(&str, Level, &str, f64)]| ModelEffects {
        id: id.into(),
        title: format!("The theory {id}"),
        effects: rows
            .iter()
            .map(|(variable, level, change, v)| ColumnEffect {
                variable: (*variable).into(),
                label: format!("the {variable}"),
                level: Some(*level),
                change: (*change).into(),
                difference: bounded(*v),
                marginal: bounded(v / 2.0),
            })
            .collect(),
    };
    let regional = [
        ("shared_sponsor_lag1", Level::Regional, "no → yes", 0.061),
        ("common_enemy_lag1", Level::Regional, "no → yes", -0.004),
    ];
    let internal = [("age_lag1", Level::Internal, "5 → 15", 0.027)];
    let all: Vec<_> =
        regional.iter().chain(&internal).map(|r| (r.0, r.1, r.2, r.3 / 3.0)).collect();
    vec![of("regional", &regional), of("internal", &internal), of("all", &all)]
}

fn scenarios() -> Vec<Scenario> {
    let effect = |p, value: f64, low, high, extrapolation: Option<&str>| {
        ScenarioResult::Effect(Effect {
            probability: p,
            difference: Ranged { value, low, high },
            extrapolation: extrapolation.map(Into::into),
        })
    };
    let one = |id: &str, title: &str, label: &str, from, to, result| Scenario {
        id: id.into(),
        title: title.into(),
        changes: vec![Change { year: 2018, label: label.into(), from, to }],
        result,
    };
    vec![
        one(
            "patron-withdraws",
            "The shared patron withdraws from both",
            "shared state sponsor",
            Some(1.0),
            0.0,
            effect(0.42, -0.19, -0.31, -0.06, None),
        ),
        one(
            "war-widens",
            "The common adversary’s war widens",
            "common enemies",
            Some(1.0),
            3.0,
            effect(
                0.7,
                0.09,
                -0.02,
                0.2,
                Some("3 common enemies; the largest value in the data is 2"),
            ),
        ),
        one(
            "ties-change",
            "The adversary’s ties with its neighbours grow",
            "closeness of the adversary to its neighbours",
            Some(0.42),
            0.6,
            effect(0.605, -0.005, -0.03, 0.02, None),
        ),
        one(
            "new-backer",
            "A second major power backs the adversary",
            "major powers behind the adversary",
            None,
            1.0,
            ScenarioResult::NotApplicable {
                reason: "the pair has no common adversary that is a state".into(),
            },
        ),
    ]
}

fn timeline(sponsors: usize) -> Timeline {
    let mark = |from, to, state, target, detail: &str| Mark {
        from,
        to,
        state,
        target,
        detail: detail.into(),
    };
    let pair = |from, to, state, detail| mark(from, to, state, Target::Both, detail);
    let mut lanes = vec![
        Lane {
            kind: LaneKind::Any,
            label: "Any cooperation".into(),
            marks: vec![
                pair(1984, 1992, MarkState::None, ""),
                pair(1993, 1993, MarkState::Coded, "training"),
                pair(1994, 1994, MarkState::None, ""),
                pair(2002, 2002, MarkState::Coded, "funding"),
                pair(2006, 2006, MarkState::Coded, "weapons"),
                pair(2011, 2017, MarkState::Coded, "weapons, training"),
            ],
        },
        Lane {
            kind: LaneKind::Domain(Domain::Military),
            label: "Military".into(),
            marks: vec![
                pair(1993, 1993, MarkState::Coded, "training"),
                pair(2006, 2006, MarkState::Possible, "weapons"),
                pair(2011, 2014, MarkState::Possible, "weapons"),
                pair(2015, 2017, MarkState::Coded, "weapons, training"),
            ],
        },
        Lane {
            kind: LaneKind::Domain(Domain::Security),
            label: "Security".into(),
            marks: vec![
                pair(1984, 1994, MarkState::None, ""),
                pair(2012, 2013, MarkState::Coded, "sanctuary"),
            ],
        },
        Lane {
            kind: LaneKind::Domain(Domain::Political),
            label: "Political".into(),
            marks: vec![pair(2011, 2012, MarkState::Coded, "joint side")],
        },
        Lane {
            kind: LaneKind::Domain(Domain::Finance),
            label: "Finance".into(),
            marks: vec![pair(2002, 2002, MarkState::Coded, "funding")],
        },
    ];
    let names = [
        "Government of Esteria",
        "Government of the Federated Republic of Upper Vessland",
        "Government of Marrow",
    ];
    for i in 0..sponsors {
        let start = 1985 + i16::try_from(i).unwrap_or(0) * 3;
        lanes.push(Lane {
            kind: if i % 3 == 2 { LaneKind::Adversary } else { LaneKind::Sponsor },
            label: names[i % 3].into(),
            marks: vec![
                mark(start, start + 6, MarkState::Coded, Target::A, "funding"),
                mark(start + 4, start + 9, MarkState::Coded, Target::B, "weapons"),
                mark(
                    start + 12,
                    2017.min(start + 20),
                    MarkState::Coded,
                    Target::Both,
                    "weapons, funding",
                ),
            ],
        });
    }
    Timeline { first: 1975, last: 2017, lanes }
}

fn network(year: i16, around: usize) -> Network {
    let node =
        |id: &str, name: &str, kind, place| Node { id: id.into(), name: name.into(), kind, place };
    let kinds = [NodeKind::Group, NodeKind::Government, NodeKind::Group, NodeKind::Other];
    let ties = [EdgeKind::Supports, EdgeKind::Cooperates, EdgeKind::Fights];
    let names = [
        "Coastal Guard",
        "Government of Esteria",
        "Ninth of May Movement for the Liberation of the Delta",
        "Hill League",
        "جبهة الساحل",
    ];
    let mut nodes = vec![
        node("a", "Northern Front", NodeKind::Group, Place::A),
        node("b", "River Brigade", NodeKind::Group, Place::B),
    ];
    let mut edges = vec![Edge { from: "a".into(), to: "b".into(), kind: EdgeKind::Supports }];
    for i in 0..around {
        let id = format!("n{i}");
        nodes.push(node(
            &id,
            &format!("{} {}", names[i % names.len()], i + 1),
            kinds[i % 4],
            Place::Around,
        ));
        let kind = ties[(i + usize::from(year.unsigned_abs())) % 3];
        if i % 3 != 1 {
            edges.push(Edge { from: id.clone(), to: "a".into(), kind });
        }
        if i % 3 != 2 && i % 4 != 3 {
            edges.push(Edge { from: "b".into(), to: id, kind });
        }
    }
    edges.push(Edge { from: "n0".into(), to: "n1".into(), kind: EdgeKind::Fights });
    edges.push(Edge { from: "n2".into(), to: "n5".into(), kind: EdgeKind::Cooperates });
    Network { year, nodes, edges, note: Some(format!("Ties of finance are not coded for {year}.")) }
}

fn track(domain: Option<Domain>) -> TrackRecord {
    let around =
        |value: f64, half: f64| Some(Ranged { value, low: value - half, high: value + half });
    let row = |id: &str, title: &str, baseline, skill: f64| {
        let difference = (id != "persistence").then_some(Ranged {
            value: skill,
            low: skill - 0.0009,
            high: skill + 0.0009,
        });
        ScoreRow {
            id: id.into(),
            title: title.into(),
            baseline,
            brier: around(0.0121 + skill, 0.0011),
            log_score: around(0.0511 + 3.0 * skill, 0.004),
            average_precision: around(0.42 - 40.0 * skill, 0.06),
            roc_auc: around(0.88 - 20.0 * skill, 0.03),
            brier_difference: difference,
            log_difference: difference.map(|d| Ranged {
                value: 3.0 * d.value,
                low: 3.0 * d.low,
                high: 3.0 * d.high,
            }),
            verdict: difference.map(|d| Verdict::of_difference(&d)),
        }
    };
    let bin = |predicted, observed, count, band_low, band_high| CalibrationBin {
        predicted,
        observed,
        count,
        band_low,
        band_high,
    };
    TrackRecord {
        domain,
        first_origin: 1990,
        last_origin: 2017,
        forecasts: 18_861,
        events: 345,
        scores: vec![
            row("persistence", "Persistence: last year repeats", true, 0.0),
            row("base-rate", "Base rate", true, 0.0061),
            row("structural", "Structural", false, 0.0042),
            row("regional", "Regional", false, 0.0004),
            row("all", "All levels together", false, -0.0014),
        ],
        calibration: ["Ensemble", "All levels together"]
            .map(|model| Calibration {
                model: model.into(),
                bins: vec![
                    bin(0.004, 0.003, 17_900, 0.002, 0.006),
                    bin(0.06, 0.05, 520, 0.03, 0.09),
                    bin(0.21, 0.33, 140, 0.14, 0.29),
                    bin(0.44, 0.47, 120, 0.34, 0.55),
                    bin(0.68, 0.71, 110, 0.58, 0.78),
                    bin(0.86, 0.9, 71, 0.76, 0.95),
                ],
            })
            .to_vec(),
    }
}

fn evidence(n: usize) -> Evidence {
    let kinds = ["weapons, training", "funding", "sanctuary", "joint side", "type unknown"];
    Evidence {
        rows: (0..n)
            .map(|i| EvidenceRow {
                period: (1993 + i % 25).to_string(),
                claim: format!("River Brigade supports Northern Front: {}", kinds[i % 5]),
                domains: [
                    vec![Domain::Military],
                    vec![Domain::Finance],
                    vec![],
                    vec![Domain::Political],
                    vec![],
                ][i % 5]
                    .clone(),
                possible: if i % 5 == 2 {
                    vec![Domain::Security, Domain::Military]
                } else {
                    vec![]
                },
                source: "Invented External Support".into(),
                version: "1.0".into(),
                record: format!("{}-{}", 900_001 + i, 1993 + i % 25),
                certainty: [Certainty::Coded, Certainty::Possible, Certainty::Unclear][i % 3],
                coder: "Invented Data Project".into(),
                reports: u32::try_from(i % 4).ok().filter(|n| *n > 0),
                doi: (i % 2 == 0).then(|| "10.1234/invented.1".into()),
            })
            .collect(),
        omitted: 0,
    }
}

fn limits() -> Limits {
    let row = |source: &str, topic: &str, a, b, both| CoverageRow {
        source: source.into(),
        topic: topic.into(),
        span: Some((1975, 2017)),
        years_a: a,
        years_b: b,
        years_both: both,
    };
    Limits {
        coverage: vec![
            row("Invented External Support 1.0", "external support", 31, 22, 19),
            row("Invented Alliances 2.1", "formal alliances", 0, 0, 0),
        ],
        missing: vec![
            MissingItem {
                what: "shared ideology".into(),
                why: "needs Invented Ideology 1.0, which is not imported".into(),
            },
            MissingItem {
                what: "1995–2001".into(),
                why: "River Brigade has no row in the source in these years; missing, not zero"
                    .into(),
            },
        ],
        would_change: vec![
            "A coded year 2018 without a tie would lower the probability for 2019 to about 31%."
                .into(),
            "Losing the shared sponsor: see the scenarios.".into(),
        ],
        notes: vec![
            "Release dates of two source versions are unknown; their event period stood in.".into(),
        ],
    }
}
