//! A made-up panel.

use comity_core::variable::Role;
use comity_core::{Level, Variable};
use comity_numerics::sampling::normal::StandardNormal;
use comity_numerics::special::logistic;
use comity_panel::{Column, Panel, PanelSpec};
use comity_theories::{Choices, Role as Standing, Sign, Term, Theory, TheoryKind, Transform};

pub(crate) fn column(name: &str, role: Role, level: Option<Level>, values: Vec<f64>) -> Column {
    let variable = Variable {
        name: name.to_owned(),
        role,
        level,
        label: format!("the {name}"),
        definition: String::new(),
        unit: String::new(),
        sources: Vec::new(),
    };
    Column { variable, values }
}

/// Pairs of `groups` groups over the years 1980 to 1999. The outcome follows
/// η = −2 + 1.2·warm + 0.8·near + 1.5·(tie last year); `warm` is missing in one row of eight,
/// `flat` is constant, `silent` only occurs without a tie, `empty` is never known.
pub(crate) fn panel(groups: i64, seed: u64) -> Panel {
    let mut source = StandardNormal::new(seed);
    let (mut a, mut b, mut year) = (Vec::new(), Vec::new(), Vec::new());
    let names = ["coop_any", "warm", "near", "silent", "tie_lag1", "years_since_tie"];
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for x in 1..=groups {
        for y in x + 1..=groups {
            let near = f64::from(u8::from((x + y) % 3 == 0));
            let (mut before, mut since) = (f64::NAN, 0.0);
            for t in 1980..2000_i16 {
                let warm = source.next_normal();
                let tie = if before == 1.0 { 1.5 } else { 0.0 };
                let p = logistic(-2.0 + 1.2 * warm + 0.8 * near + tie);
                let outcome = f64::from(u8::from(source.uniform() < p));
                let silent = f64::from(u8::from(outcome == 0.0 && source.uniform() < 0.1));
                let known = if source.uniform() < 0.125 { f64::NAN } else { warm };
                a.push(x);
                b.push(y);
                year.push(t);
                for (list, v) in
                    values.iter_mut().zip([outcome, known, near, silent, before, since])
                {
                    list.push(v);
                }
                before = outcome;
                since = if outcome == 1.0 { 0.0 } else { since + 1.0 };
            }
        }
    }
    let rows = a.len();
    let mut columns: Vec<Column> = names
        .iter()
        .zip(values)
        .map(|(name, v)| match *name {
            "coop_any" => column(name, Role::Outcome, None, v),
            _ => column(name, Role::Covariate, Some(Level::Regional), v),
        })
        .collect();
    columns.push(column("flat", Role::Covariate, Some(Level::Internal), vec![1.0; rows]));
    columns.push(column("empty", Role::Covariate, Some(Level::Internal), vec![f64::NAN; rows]));
    Panel::from_columns(PanelSpec::default(), a, b, year, columns).unwrap()
}

pub(crate) fn theory(kind: TheoryKind, terms: &[&str]) -> Theory {
    let term = |name: &&str| Term {
        variable: (*name).to_owned(),
        predicted: if *name == "near" { Sign::Negative } else { Sign::Positive },
        transform: Transform::Identity,
        because: String::new(),
        cites: Vec::new(),
        expression: None,
        utility: None,
    };
    Theory {
        id: "made-up".into(),
        title: String::new(),
        question: String::new(),
        summary: String::new(),
        levels: Vec::new(),
        terms: terms.iter().map(term).collect(),
        citations: Vec::new(),
        kind,
        role: Standing::Ensemble,
        choices: Choices::default(),
    }
}

pub(crate) fn rows_before(panel: &Panel, year: i16) -> Vec<u32> {
    (0..).zip(panel.year()).filter(|(_, y)| **y < year).map(|(r, _)| r).collect()
}

pub(crate) fn rows_from(panel: &Panel, year: i16) -> Vec<u32> {
    (0..).zip(panel.year()).filter(|(_, y)| **y >= year).map(|(r, _)| r).collect()
}
