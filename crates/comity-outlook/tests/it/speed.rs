//! A rough guard on the cost of an evaluation of real size: 20 000 rows, 28 origins, every
//! covariate of the catalogue, a tenth of the values missing.

use crate::made::{Row, panel_of, scatter};
use comity_core::Level;
use comity_outlook::{Settings, evaluate};
use comity_theories::catalogue;
use std::time::Instant;

#[test]
fn an_evaluation_of_real_size_takes_seconds() {
    let theories = catalogue().unwrap();
    let mut names: Vec<String> =
        theories.iter().flat_map(|t| t.terms.iter().map(|t| t.variable.clone())).collect();
    names.extend(["tie_coded_lag1".into(), "years_since_tie".into()]);
    names.sort();
    names.dedup();
    let mut columns = vec![("coop_any", None)];
    columns.extend(names.iter().map(|n| (n.as_str(), Some(Level::Regional))));
    let mut rows = Vec::new();
    for d in 0..480_i64 {
        let mut tie = 0.0;
        for year in 1975..=2017_i16 {
            let t = i64::from(year);
            let p = if tie == 1.0 { 0.6 } else { 0.012 };
            let happened = f64::from(u8::from(scatter(&[d, t, 0]) < p));
            let mut values = vec![happened];
            values.extend(names.iter().enumerate().map(|(i, name)| match name.as_str() {
                "tie_lag1" => tie,
                "tie_coded_lag1" => 1.0,
                "years_since_tie" => (t - 1975) as f64,
                "post_1989" => f64::from(u8::from(year > 1989)),
                _ if scatter(&[d, t, i as i64, 1]) < 0.1 => f64::NAN,
                _ => scatter(&[d, t, i as i64, 2]).round(),
            }));
            rows.push(Row { a: 1 + d, b: 1001 + d, year, values });
            tie = happened;
        }
    }
    let panel = panel_of(&rows, &columns);
    let start = Instant::now();
    let e = evaluate(&panel, "coop_any", &theories, &Settings::new(2017), &|_, _| {}).unwrap();
    let took = start.elapsed();
    println!(
        "{} rows, {} origins, {} forecasts: {took:?}",
        rows.len(),
        e.origins.len(),
        e.year.len()
    );
    assert_eq!(e.origins.len(), 28);
    assert!(took.as_secs() < 120, "{took:?}");
}
