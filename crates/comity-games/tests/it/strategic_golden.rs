//! Golden cases: our simulated data, fitted by the R package games 1.1.2 (`bench/peers/games.R`).
//!
//! Tolerances. The peer maximises by BFGS until the log-likelihood changes by less than 1e-15 of
//! itself, about 5e-13; a log-likelihood that is off by d puts a coefficient √(2d) standard
//! errors off, 1e-6. It takes its Hessian from differences of its gradient, good to 1e-6 relative,
//! or, where it has no gradient (estimated scales), from second differences of the log-likelihood
//! over a step of 1e-3, good to 1e-5. There BFGS goes by differences as well and stops when they
//! are rounding: within 1e-4 standard errors.

use crate::strategic_support::{Bounds, Peer, Table, compare, converged, golden, json};
use comity_games::strategic::ValidFitParams;
use comity_games::strategic::sequential::{
    ErrorModel, Game, GameData, Scale, Utility, fit, probabilities,
};
use comity_games::strategic::ultimatum::{self, ScaleOf, UltimatumData};
use comity_numerics::Design;

const WITH_GRADIENT: Bounds = Bounds { coefficient: 1e-5, error: 1e-5, gain: 1e-9 };
const BY_DIFFERENCES: Bounds = Bounds { coefficient: 1e-4, error: 1e-4, gain: 1e-8 };

fn peer(case: &str) -> Peer {
    let all = json(&golden().join("fits.json"));
    let list = |field: &str| -> Vec<f64> {
        all[case][field].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    };
    Peer {
        coefficients: list("coefficients"),
        errors: list("errors"),
        log_likelihood: all[case]["log_likelihood"].as_f64().unwrap(),
    }
}

fn table(name: &str) -> Table {
    Table::read(&golden().join(format!("{name}.csv")))
}

fn outcomes(table: &Table) -> Vec<usize> {
    table.text("y").iter().map(|v| v.parse().unwrap()).collect()
}

/// One list of columns a utility; none for a utility of zero.
fn designs(table: &Table, equations: &[&[&str]]) -> Vec<Option<Design>> {
    equations.iter().map(|e| (!e.is_empty()).then(|| table.design(e))).collect()
}

fn utilities(designs: &[Option<Design>]) -> Vec<Utility<'_>> {
    designs.iter().map(|d| d.as_ref().map_or(Utility::Fixed(0.0), Utility::Linear)).collect()
}

const EGAME12: [&[&str]; 4] = [&["1", "x1"], &["x2"], &["1", "x3"], &["1", "z1"]];
const EGAME122: [&[&str]; 6] =
    [&["1", "x1"], &["x2"], &["x3"], &["1", "x4"], &["1", "z1"], &["1", "z2"]];
const EGAME123: [&[&str]; 8] = [
    &["1", "x1"],
    &["x2"],
    &["1", "x3"],
    &["1", "x4"],
    &[],
    &["1", "z1"],
    &["1", "z2"],
    &["1", "w1"],
];

const ERRORS: [(ErrorModel, &str); 3] = [
    (ErrorModel::AgentLogit, "agent-logit"),
    (ErrorModel::AgentProbit, "agent-probit"),
    (ErrorModel::PrivateProbit, "private-probit"),
];

fn check(game: Game, name: &str, equations: &[&[&str]]) {
    let table = table(name);
    let (y, x) = (outcomes(&table), designs(&table, equations));
    let data = GameData::new(game, &y, &utilities(&x)).unwrap();
    for (errors, tag) in ERRORS {
        let found = converged(fit(&data, errors, &ValidFitParams::default()));
        // The peer cannot fit this one without a scale that is estimated.
        if (game, errors) != (Game::Egame122, ErrorModel::PrivateProbit) {
            let case = format!("{name}-{tag}");
            compare(&case, &found, &peer(&case), &WITH_GRADIENT);
        }
        let p = probabilities(&data, errors, &found.coefficients).unwrap();
        let sum: f64 = p.iter().zip(&y).map(|(p, &o)| p[o].ln()).sum();
        assert!((sum - found.log_likelihood).abs() < 1e-9, "{name}");
        // Probabilities of a row, each within a rounding of its logarithm.
        assert!(p.iter().all(|p| (p.iter().sum::<f64>() - 1.0).abs() < 1e-13));
    }
}

#[test]
fn games_of_three_outcomes() {
    check(Game::Egame12, "egame12", &EGAME12);
}

#[test]
fn games_of_four_outcomes() {
    check(Game::Egame122, "egame122", &EGAME122);
}

#[test]
fn games_of_three_players() {
    check(Game::Egame123, "egame123", &EGAME123);
}

#[test]
fn estimated_scales() {
    let table = table("egame12");
    let y = outcomes(&table);
    let (one, z) = (table.design(&["1"]), table.design(&["z1"]));
    let known: Vec<Utility<'_>> = [0.2, 0.0, 0.4, 0.3].map(Utility::Fixed).to_vec();
    let x = designs(&table, &EGAME12);
    let run = |utilities: &[Utility<'_>], scale: Scale<'_>, case: &str| {
        let data = GameData::new(Game::Egame12, &y, utilities).unwrap().scaled(scale).unwrap();
        let found = fit(&data, ErrorModel::AgentProbit, &ValidFitParams::default());
        compare(case, &converged(found), &peer(case), &BY_DIFFERENCES);
    };
    run(&known, Scale::Common(&one), "egame12-fixed");
    run(&known, Scale::ByPlayer(&[&one, &one]), "egame12-fixed-players");
    run(&utilities(&x), Scale::Common(&z), "egame12-scale");

    let table = self::table("egame122");
    let (y, x, z) = (outcomes(&table), designs(&table, &EGAME122), table.design(&["z1"]));
    let data = GameData::new(Game::Egame122, &y, &utilities(&x)).unwrap();
    let data = data.scaled(Scale::Common(&z)).unwrap();
    let found = fit(&data, ErrorModel::PrivateProbit, &ValidFitParams::default());
    compare("egame122-scale", &converged(found), &peer("egame122-scale"), &BY_DIFFERENCES);
}

#[test]
fn ultimatum_games() {
    let table = table("ultimatum");
    let (offer, accept) = (table.numbers("offer"), table.numbers("accept"));
    let accepted: Vec<bool> = accept.iter().map(|a| *a == 1.0).collect();
    let (x, z) = (table.design(&["1", "x1"]), table.design(&["1", "z1"]));
    let offers = UltimatumData::new(&offer, (0.0, 10.0), &x, &z).unwrap();
    let both = offers.clone().accepted(&accepted).unwrap();
    let fixed = both.clone().scaled(ScaleOf::Fixed(1.5), ScaleOf::Fixed(1.0)).unwrap();
    for (data, case) in
        [(offers, "ultimatum-offer"), (both, "ultimatum-both"), (fixed, "ultimatum-fixed")]
    {
        let found = ultimatum::fit(&data, &ValidFitParams::default());
        compare(case, &converged(found), &peer(case), &WITH_GRADIENT);
    }
}
