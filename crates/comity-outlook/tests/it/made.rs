//! Panels made up for the tests: a known process, seeded by arithmetic alone.

use comity_core::variable::{Role, Variable};
use comity_core::{ActorId, Dyad, Level};
use comity_outlook::Settings;
use comity_panel::{Column, Panel, PanelSpec};

/// Years of the made-up panels; the last is the year ahead.
pub(crate) const FIRST: i16 = 1980;
pub(crate) const AS_OF: i16 = 2004;

/// A uniform number in [0, 1) from integers (SplitMix64's finaliser).
pub(crate) fn scatter(parts: &[i64]) -> f64 {
    let mut z = 0x9E37_79B9_7F4A_7C15_u64;
    for p in parts {
        z = (z ^ p.cast_unsigned()).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 29)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 32;
    }
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

/// One row before it is a panel's.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) a: i64,
    pub(crate) b: i64,
    pub(crate) year: i16,
    pub(crate) values: Vec<f64>,
}

/// Names of the columns of [`rows`], with their levels.
pub(crate) const COLUMNS: [(&str, Option<Level>); 10] = [
    ("coop_any", None),
    ("shared_sponsor_lag1", Some(Level::Regional)),
    ("common_enemy_lag1", Some(Level::Regional)),
    ("adversary_region_closeness_lag1", Some(Level::Regional)),
    ("shared_sponsor_count_lag1", Some(Level::Regional)),
    ("tie_lag1", Some(Level::History)),
    ("tie_coded_lag1", Some(Level::History)),
    ("years_since_tie", Some(Level::History)),
    ("tie_count", Some(Level::History)),
    ("tie_decayed", Some(Level::History)),
];

/// Position of a column in [`COLUMNS`].
pub(crate) fn at(name: &str) -> usize {
    COLUMNS.iter().position(|c| c.0 == name).unwrap()
}

/// How strongly a shared sponsor and last year's tie raise the log-odds.
#[derive(Clone, Copy)]
pub(crate) struct Process {
    pub(crate) dyads: i64,
    pub(crate) intercept: f64,
    pub(crate) sponsor: f64,
    pub(crate) tie: f64,
}

pub(crate) const SPONSORED: Process =
    Process { dyads: 60, intercept: -3.5, sponsor: 3.0, tie: 1.5 };

/// Every pair in every year from [`FIRST`] to the year after [`AS_OF`]. Covariates of year t
/// are known at t − 1; outcomes follow a logit of the sponsor and last year's tie.
pub(crate) fn rows(p: Process) -> Vec<Row> {
    let mut rows = Vec::new();
    for d in 0..p.dyads {
        let (mut tie, mut since, mut count, mut decayed) = (f64::NAN, 0.0_f64, 0.0, 0.0);
        for year in FIRST..=AS_OF + 1 {
            let t = i64::from(year);
            let sponsor = f64::from(u8::from(scatter(&[d, t / 4, 1]) < 0.3));
            let enemy = f64::from(u8::from(scatter(&[d, t / 6, 2]) < 0.5));
            let eta = p.intercept + p.sponsor * sponsor + if tie == 1.0 { p.tie } else { 0.0 };
            let happened = f64::from(u8::from(scatter(&[d, t, 3]) < 1.0 / (1.0 + (-eta).exp())));
            let coded = f64::from(u8::from(!tie.is_nan()));
            let outcome = if year > AS_OF { f64::NAN } else { happened };
            rows.push(Row {
                a: 1 + 2 * d,
                b: 2 + 2 * d,
                year,
                values: vec![
                    outcome,
                    sponsor,
                    enemy,
                    -scatter(&[d, t, 4]),
                    sponsor,
                    tie,
                    coded,
                    since,
                    count,
                    decayed,
                ],
            });
            count += happened;
            decayed = decayed * (-0.2_f64).exp2() + happened;
            since = if happened == 1.0 { 1.0 } else { (since + 1.0).min(30.0) };
            tie = happened;
        }
    }
    rows
}

/// The panel of rows.
pub(crate) fn panel_of(rows: &[Row], columns: &[(&str, Option<Level>)]) -> Panel {
    let columns = columns
        .iter()
        .enumerate()
        .map(|(i, (name, level))| Column {
            variable: Variable {
                name: (*name).into(),
                role: if level.is_some() { Role::Covariate } else { Role::Outcome },
                level: *level,
                label: name.replace('_', " "),
                definition: format!("{name}, made up."),
                unit: "0/1".into(),
                sources: Vec::new(),
            },
            values: rows.iter().map(|r| r.values[i]).collect(),
        })
        .collect();
    let (a, b) = (rows.iter().map(|r| r.a).collect(), rows.iter().map(|r| r.b).collect());
    let year = rows.iter().map(|r| r.year).collect();
    Panel::from_columns(PanelSpec::default(), a, b, year, columns).unwrap()
}

pub(crate) fn panel(rows: &[Row]) -> Panel {
    panel_of(rows, &COLUMNS)
}

/// Settings that keep the tests quick.
pub(crate) fn settings() -> Settings {
    Settings {
        outcomes: vec!["coop_any".into()],
        draws: 200,
        paths: 2000,
        replicates: 200,
        ..Settings::new(AS_OF)
    }
}

/// Pair number `d` of [`rows`].
pub(crate) fn dyad(d: u32) -> Dyad {
    Dyad::new(ActorId::ucdp(1 + 2 * d), ActorId::ucdp(2 + 2 * d)).unwrap()
}
