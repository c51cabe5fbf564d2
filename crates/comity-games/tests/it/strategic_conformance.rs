//! The published examples of the R package games 1.1.2.
//!
//! Tolerances. The peer maximises by BFGS with maxLik's default stopping rule: the
//! log-likelihood changes by less than 1e-8 of itself, here up to 1e-5. A log-likelihood that is
//! off by d puts a coefficient up to √(2d) standard errors off, 5e-3; standard errors, taken at
//! that point from differences of the gradient, are off by as much, relative. Our gradient is
//! zero up to rounding and our log-likelihood is nowhere below the peer's.

use crate::strategic_support::{Bounds, Peer, Table, compare, converged, json, reference};
use comity_games::strategic::ValidFitParams;
use comity_games::strategic::sequential::{
    ErrorModel, Game, GameData, Utility, fit, probabilities,
};
use std::path::Path;

const LOOSE: Bounds = Bounds { coefficient: 5e-3, error: 5e-3, gain: 1e-5 };

/// The figures, in the order of our coefficients: an equation of the peer and a column a name.
fn peer(path: &Path, names: &[String]) -> Peer {
    let all = json(path);
    let list = |field: &str| names.iter().map(|n| all[field][n].as_f64().unwrap()).collect();
    Peer {
        coefficients: list("coef"),
        errors: list("se"),
        log_likelihood: all["loglik"].as_f64().unwrap(),
    }
}

/// The peer's name of a coefficient.
fn theirs(equations: &[(&str, &str)], ours: &str) -> String {
    let (equation, column) = ours.split_once(':').unwrap();
    let (_, theirs) = equations.iter().find(|(ours, _)| *ours == equation).unwrap();
    let column = if column == "1" { "(Intercept)".to_owned() } else { column.replace('=', "") };
    format!("{theirs}:{column}")
}

struct Case<'a> {
    name: &'a str,
    game: Game,
    errors: ErrorModel,
    equations: &'a [(&'a str, &'a str)],
    columns: &'a [&'a [&'a str]],
}

fn check(folder: &Path, table: &Table, y: &[usize], case: &Case<'_>) {
    let x: Vec<_> = case.columns.iter().map(|c| (!c.is_empty()).then(|| table.design(c))).collect();
    let utilities: Vec<Utility<'_>> =
        x.iter().map(|d| d.as_ref().map_or(Utility::Fixed(0.0), Utility::Linear)).collect();
    let data = GameData::new(case.game, y, &utilities).unwrap();
    let found = converged(fit(&data, case.errors, &ValidFitParams::default()));
    let names: Vec<String> = found.names.iter().map(|n| theirs(case.equations, n)).collect();
    let figures = peer(&folder.join(format!("{}.json", case.name)), &names);
    compare(case.name, &found, &figures, &LOOSE);
    let p = probabilities(&data, case.errors, &found.coefficients).unwrap();
    let mut reader =
        csv::Reader::from_path(folder.join(format!("{}_predprob.csv", case.name))).unwrap();
    let mut worst: f64 = 0.0;
    let mut rows = 0;
    for (ours, record) in p.iter().zip(reader.records()) {
        for (p, cell) in ours.iter().zip(record.unwrap().iter()) {
            worst = worst.max((p - cell.parse::<f64>().unwrap()).abs());
        }
        rows += 1;
    }
    println!("{}: {rows} rows of probabilities within {worst:.1e}", case.name);
    // A coefficient that is 5e-3 standard errors off moves a probability by less than this.
    assert!(rows == y.len() && worst < 2e-3, "{}", case.name);
}

#[test]
fn disputes_of_the_nineteenth_century() {
    let Some(folder) = reference() else { return };
    let used = ["esc", "war", "s_wt_re1", "revis1", "regime1", "balanc", "regime2"];
    let table = Table::read(&folder.join("war1800.csv")).complete(&used);
    let (esc, war) = (table.numbers("esc"), table.numbers("war"));
    let y: Vec<usize> =
        esc.iter().zip(&war).map(|(e, w)| if *e == 0.0 { 0 } else { 1 + *w as usize }).collect();
    let case = Case {
        name: "war1800_egame12_logit_agent",
        game: Game::Egame12,
        errors: ErrorModel::AgentLogit,
        equations: &[("u11", "u1(~esc)"), ("u14", "u1(esc,war)"), ("u24", "u2(esc,war)")],
        columns: &[
            &["1", "s_wt_re1", "revis1"],
            &[],
            &["1", "regime1=dem", "regime1=mixed"],
            &["1", "balanc", "regime2=dem", "regime2=mixed"],
        ],
    };
    check(&folder, &table, &y, &case);
}

#[test]
fn currency_crises() {
    let Some(folder) = reference() else { return };
    let table = Table::read(&folder.join("leblang2003.csv"));
    let levels = ["no attack", "devaluation", "defense"];
    let y: Vec<usize> =
        table.text("outcome").iter().map(|v| levels.iter().position(|l| l == v).unwrap()).collect();
    let case = Case {
        name: "leblang_m1",
        game: Game::Egame12,
        errors: ErrorModel::PrivateProbit,
        equations: &[
            ("u11", "u1(no attack)"),
            ("u13", "u1(devaluation)"),
            ("u14", "u1(defense)"),
            ("u24", "u2(defense)"),
        ],
        columns: &[
            &[
                "capcont",
                "lreserves",
                "overval",
                "creditgrow",
                "USinterest",
                "service",
                "contagion",
                "prioratt",
            ],
            &["1"],
            &["1"],
            &[
                "1",
                "unifgov",
                "lexports",
                "preelec",
                "postelec",
                "rightgov",
                "realinterest",
                "capcont",
                "lreserves",
            ],
        ],
    };
    check(&folder, &table, &y, &case);
}

#[test]
fn simulated_game_of_four_outcomes() {
    let Some(folder) = reference() else { return };
    let table = Table::read(&folder.join("data_122.csv"));
    let levels = ["LL", "LR", "RL", "RR"];
    let y: Vec<usize> =
        table.text("y").iter().map(|v| levels.iter().position(|l| l == v).unwrap()).collect();
    let case = Case {
        name: "data122_egame122",
        game: Game::Egame122,
        errors: ErrorModel::AgentProbit,
        equations: &[
            ("u11", "u1(LL)"),
            ("u12", "u1(LR)"),
            ("u14", "u1(RR)"),
            ("u22", "u2(LR)"),
            ("u24", "u2(RR)"),
        ],
        columns: &[
            &["1", "x1", "x2"],
            &["1", "x3", "f1=b", "f1=c"],
            &[],
            &["1", "x4", "x5"],
            &["1", "z1", "z2"],
            &["1", "z3", "f2=b", "f2=c"],
        ],
    };
    check(&folder, &table, &y, &case);
}
