//! Data that have no answer end in a typed outcome, and data that are wrong in a coded error.

use comity_games::strategic::alliance::{
    self, AllianceData, AllianceParams, AllianceRows, Block, Formation, ValidAllianceParams,
};
use comity_games::strategic::sequential::{
    self, ErrorModel, Game, GameData, Scale, Utility, probabilities, scores,
};
use comity_games::strategic::ultimatum::{self, ScaleOf, UltimatumData};
use comity_games::strategic::{FitParams, Outcome, Penalty, ValidFitParams};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::{Design, NumericsError};

const ROWS: usize = 300;

fn normal(seed: u64) -> Vec<f64> {
    let mut source = StandardNormal::new(seed);
    (0..ROWS).map(|_| source.next_normal()).collect()
}

fn design(columns: &[(&str, Vec<f64>)]) -> Design {
    let all = columns.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    Design::new(ROWS, all).unwrap()
}

fn one() -> Vec<f64> {
    vec![1.0; ROWS]
}

/// Outcomes 0, 1, 2 in turn.
fn turns() -> Vec<usize> {
    (0..ROWS).map(|i| (i * i + i / 7) % 3).collect()
}

fn fit(y: &[usize], utilities: &[Utility<'_>]) -> Outcome {
    let data = GameData::new(Game::Egame12, y, utilities).unwrap();
    sequential::fit(&data, ErrorModel::AgentProbit, &ValidFitParams::default())
}

fn not_identified(outcome: Outcome) -> Vec<String> {
    match outcome {
        Outcome::NotIdentified { names, .. } => names,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_outcome_that_never_occurs() {
    let x = design(&[("1", one())]);
    let utilities =
        [Utility::Linear(&x), Utility::Fixed(0.0), Utility::Fixed(0.0), Utility::Linear(&x)];
    let y: Vec<usize> = turns().iter().map(|o| (*o).min(1)).collect();
    let Outcome::MissingOutcome { missing, counts } = fit(&y, &utilities) else {
        panic!("an outcome is missing")
    };
    assert_eq!((missing, counts[2], counts.iter().sum::<usize>()), (vec![2], 0, ROWS));
}

/// A constant in all of player 1's utilities changes no difference of them; neither does an
/// indicator in two of them and, split in two, in the third.
#[test]
fn a_column_in_all_utilities_of_a_player() {
    let x = design(&[("1", one()), ("x", normal(1))]);
    let (c, z) = (design(&[("1", one())]), design(&[("1", one()), ("z", normal(2))]));
    let all = [Utility::Linear(&x), Utility::Linear(&c), Utility::Linear(&c), Utility::Linear(&z)];
    assert_eq!(not_identified(fit(&turns(), &all)), ["u11:1", "u13:1", "u14:1"]);

    let half: Vec<f64> = normal(3).iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let rest = half.iter().map(|v| 1.0 - v).collect();
    let split = design(&[("yes", half), ("no", rest)]);
    let all =
        [Utility::Linear(&x), Utility::Linear(&split), Utility::Linear(&c), Utility::Linear(&z)];
    assert_eq!(not_identified(fit(&turns(), &all)), ["u11:1", "u13:yes", "u13:no", "u14:1"]);
}

#[test]
fn columns_that_say_the_same() {
    let twice = design(&[("1", one()), ("z", normal(2)), ("z again", normal(2))]);
    let c = design(&[("1", one())]);
    let zero = Utility::Fixed(0.0);
    let names =
        not_identified(fit(&turns(), &[Utility::Linear(&c), zero, zero, Utility::Linear(&twice)]));
    assert_eq!(names, ["u24:z", "u24:z again"]);
    // The unit of utility cannot be estimated when every utility can stretch with it.
    let (x, z) =
        (design(&[("1", one()), ("x", normal(1))]), design(&[("1", one()), ("z", normal(2))]));
    let y = turns();
    let data =
        GameData::new(Game::Egame12, &y, &[Utility::Linear(&x), zero, zero, Utility::Linear(&z)]);
    let data = data.unwrap().scaled(Scale::Common(&c)).unwrap();
    let outcome = sequential::fit(&data, ErrorModel::AgentProbit, &ValidFitParams::default());
    assert!(not_identified(outcome).contains(&"ln scale:1".to_owned()));
}

#[test]
fn more_columns_than_rows() {
    let y = [0, 1, 2, 0, 1, 2];
    let wide = |seed: u64| {
        let mut source = StandardNormal::new(seed);
        let column = |j| (format!("x{j}"), (0..6).map(|_| source.next_normal()).collect());
        Design::new(6, (0..5).map(column).collect()).unwrap()
    };
    let (a, b) = (wide(1), wide(2));
    let zero = Utility::Fixed(0.0);
    not_identified(fit(&y, &[Utility::Linear(&a), zero, zero, Utility::Linear(&b)]));
}

/// Player 2 fights exactly where z is positive, and player 1 does not care.
#[test]
fn a_separated_choice() {
    let z = normal(5);
    let y: Vec<usize> = turns()
        .iter()
        .zip(&z)
        .map(|(o, z)| if *o == 0 { 0 } else { 1 + usize::from(*z > 0.0) })
        .collect();
    let (c, x) = (design(&[("1", one())]), design(&[("1", one()), ("z", z)]));
    let zero = Utility::Fixed(0.0);
    let utilities = [Utility::Linear(&c), zero, zero, Utility::Linear(&x)];
    for errors in [ErrorModel::AgentLogit, ErrorModel::AgentProbit] {
        let data = GameData::new(Game::Egame12, &y, &utilities).unwrap();
        let outcome = sequential::fit(&data, errors, &ValidFitParams::default());
        let Outcome::Separated { names, direction, .. } = outcome else { panic!("{outcome:?}") };
        assert!(names.contains(&"u24:z".to_owned()) && direction[2] > 0.0, "{names:?}");
        assert!(!names.contains(&"u11:1".to_owned()), "{names:?}");
        for penalty in [Penalty::LogF, Penalty::Normal { deviation: 2.0 }] {
            let params = FitParams { penalty, ..FitParams::default() }.check().unwrap();
            let fit = sequential::fit(&data, errors, &params).into_fit().unwrap();
            assert!(fit.coefficients[2] > 1.0 && fit.objective < fit.log_likelihood);
        }
    }
}

#[test]
fn damaged_games_are_refused() {
    let x = design(&[("1", one())]);
    let (zero, linear) = (Utility::Fixed(0.0), Utility::Linear(&x));
    let good = [linear, zero, zero, linear];
    let y = turns();
    let new = |y: &[usize], u: &[Utility<'_>]| GameData::new(Game::Egame12, y, u).map(|_| ());
    let four: Vec<usize> = y.iter().map(|o| o + 1).collect();
    for refused in [
        new(&[], &good),
        new(&four, &good),
        new(&y, &good[..3]),
        new(&y[1..], &good),
        new(&y, &[linear, Utility::Fixed(f64::NAN), zero, linear]),
    ] {
        assert_eq!(refused.unwrap_err().code().as_str(), "game/invalid");
    }
    let data = GameData::new(Game::Egame12, &y, &good).unwrap();
    assert!(data.clone().scaled(Scale::ByPlayer(&[&x])).is_err());
    assert!(data.clone().weighted(&[-1.0; ROWS]).is_err());
    assert!(data.clone().weighted(&[1.0]).is_err());
    assert!(probabilities(&data, ErrorModel::AgentLogit, &[1.0]).is_err());
    assert!(scores(&data, ErrorModel::AgentLogit, &[1.0; 3]).is_err());
    let nan = Design::new(1, vec![("x".into(), vec![f64::NAN])]);
    assert!(matches!(nan, Err(NumericsError::NotFinite { .. })));
}

#[test]
fn ultimatum_games_without_an_answer() {
    let x = design(&[("1", one())]);
    let offer: Vec<f64> = normal(1).iter().map(|v| (5.0 + v).clamp(0.0, 10.0)).collect();
    let new = |offer: &[f64], bounds| UltimatumData::new(offer, bounds, &x, &x).map(|_| ());
    assert!(new(&offer, (10.0, 0.0)).is_err() && new(&offer, (0.0, 5.0)).is_err());
    assert!(new(&[], (0.0, 10.0)).is_err() && new(&offer[1..], (0.0, 10.0)).is_err());
    let data = UltimatumData::new(&offer, (0.0, 10.0), &x, &x).unwrap();
    assert!(data.clone().scaled(ScaleOf::Fixed(0.0), ScaleOf::Estimated).is_err());
    let always = vec![true; ROWS];
    let data = data.accepted(&always).unwrap();
    let outcome = ultimatum::fit(&data, &ValidFitParams::default());
    assert!(matches!(outcome, Outcome::MissingOutcome { missing, .. } if missing == [0]));
}

/// One dyad in twelve has a bilateral, one in fifteen a sponsored alliance.
fn formed(sponsor: Option<&[f64]>) -> Vec<Formation> {
    let drawn = normal(11);
    let outcome = |i: usize| match drawn[i] {
        v if v > 1.4 => Formation::Bilateral,
        v if v < -1.5 && sponsor.is_none_or(|s| s[i] == 1.0) => Formation::Sponsored,
        _ => Formation::None,
    };
    (0..ROWS).map(outcome).collect()
}

fn alliance(rows: AllianceRows<'_>, formed: &[Formation], params: &ValidAllianceParams) -> Outcome {
    alliance::fit(&AllianceData::new(rows, formed).unwrap(), params)
}

#[test]
fn alliances_without_an_answer() {
    let c = design(&[("1", one())]);
    let default = ValidAllianceParams::default();
    let rows = || AllianceRows::new(Block::Same(&c), Block::Same(&c)).unwrap();
    // No sponsored alliance at all.
    let none: Vec<Formation> = formed(Some(&vec![0.0; ROWS]));
    let outcome = alliance(rows(), &none, &default);
    assert!(matches!(outcome, Outcome::MissingOutcome { missing, .. } if missing == [2]));
    // A covariate that does not vary, and two that are the same.
    let flat = design(&[("1", one()), ("flat", vec![3.0; ROWS])]);
    let flat = AllianceRows::new(Block::Same(&flat), Block::Same(&c)).unwrap();
    let names = not_identified(alliance(flat, &formed(None), &default));
    assert_eq!(names, ["bilateral:1", "bilateral:flat"]);
    // A constant temptation is part of the constants of the utilities.
    let constant = rows().temptation(Block::Same(&c)).unwrap();
    let names = not_identified(alliance(constant, &formed(None), &default));
    assert_eq!(names, ["bilateral:1", "sponsored:1", "temptation:1"]);
}

/// Sponsored alliances only where there is a sponsor: its coefficient has no finite estimate.
#[test]
fn a_sponsor_that_separates() {
    let sponsor: Vec<f64> = normal(12).iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let formed = formed(Some(&sponsor));
    let (c, s) = (design(&[("1", one())]), design(&[("1", one()), ("sponsor", sponsor)]));
    let rows = AllianceRows::new(Block::Same(&c), Block::Same(&s)).unwrap();
    let outcome = alliance(rows.clone(), &formed, &ValidAllianceParams::default());
    let Outcome::Separated { names, .. } = outcome else { panic!("{outcome:?}") };
    assert!(names.contains(&"sponsored:sponsor".to_owned()), "{names:?}");
    let fit = FitParams { penalty: Penalty::LogF, ..FitParams::default() };
    let params = AllianceParams { fit, ..AllianceParams::default() }.check().unwrap();
    let found = alliance(rows, &formed, &params).into_fit().unwrap();
    assert!(found.coefficient("sponsored:sponsor").unwrap() > 1.0);
}

#[test]
fn damaged_alliances_are_refused() {
    let (c, x) = (design(&[("1", one())]), design(&[("x", one())]));
    let short = Design::new(2, vec![("1".into(), vec![1.0; 2])]).unwrap();
    let sides = Block::Sides { a: &c, b: &x };
    for refused in [
        AllianceRows::new(Block::Absent, Block::Same(&c)),
        AllianceRows::new(Block::Same(&c), Block::Same(&short)),
        AllianceRows::new(sides, Block::Same(&c)),
        AllianceRows::new(Block::Same(&c), Block::Same(&c)).unwrap().enforcement(sides),
    ] {
        assert_eq!(refused.unwrap_err().code().as_str(), "game/invalid");
    }
    let rows = AllianceRows::new(Block::Same(&c), Block::Same(&c)).unwrap();
    assert!(AllianceData::new(rows.clone(), &[Formation::None]).is_err());
    let params = ValidAllianceParams::default();
    assert!(alliance::probabilities(&rows, &params, &[0.0]).is_err());
    let small = comity_numerics::Matrix::zeros(1);
    assert!(alliance::marginal_effects(&rows, &params, &[0.0, 0.0], &small).is_err());
}
