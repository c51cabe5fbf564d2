//! Counts on real data: the bundled extract, and the conformance data where present.

use crate::made::keys;
use comity_core::{AsOf, SourceKey, Year};
use comity_panel::{Panel, PanelSpec, RiskSet, build, covariates};
use comity_world::{AddOptions, Evidence, Silent, World};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Evidence from one place: everything in it, and what was known at the end of some years.
struct Real {
    name: &'static str,
    evidence: Evidence,
    cuts: Vec<(Year, Evidence)>,
    all: Panel,
}

impl Real {
    fn new(name: &'static str, world: &World) -> Self {
        let evidence = world.evidence(AsOf::LATEST).unwrap();
        let cuts = [1995, 2004, 2012].map(|y| (y, world.evidence(AsOf::year(y)).unwrap()));
        let all = panel(&evidence, RiskSet::All);
        Self { name, evidence, cuts: cuts.into(), all }
    }
}

fn conformance() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("COMITY_SHARED").map_or_else(beside, PathBuf::from).join("data");
    folder.is_dir().then_some(folder)
}

fn real() -> &'static [Real] {
    static REAL: OnceLock<Vec<Real>> = OnceLock::new();
    REAL.get_or_init(|| {
        let mut found = vec![Real::new("bundled", &World::bundled().unwrap())];
        if let Some(folder) = conformance() {
            let store = tempfile::tempdir().unwrap();
            let world = World::store_only(store.path()).unwrap();
            world.add_with(&[folder], &AddOptions::default(), &Silent).unwrap();
            found.push(Real::new("conformance", &world));
        } else {
            println!("skipped: no conformance data");
        }
        found
    })
}

fn panel(evidence: &Evidence, risk_set: RiskSet) -> Panel {
    build(evidence, &PanelSpec { risk_set, ..PanelSpec::default() }).unwrap()
}

fn ones(p: &Panel, column: &str) -> usize {
    p.column(column).unwrap().iter().filter(|v| **v == 1.0).count()
}

/// Rows and ties of External Support 18.1 with Actor 22.1, counted independently from the
/// original files.
#[test]
fn risk_sets_have_the_sizes_counted_from_the_files() {
    for r in real() {
        assert_eq!((r.all.len(), ones(&r.all, "coop_any")), (61_563, 353), "{}", r.name);
        let region = panel(&r.evidence, RiskSet::Region);
        assert_eq!((region.len(), ones(&region, "coop_any")), (18_861, 345), "{}", r.name);
        let relevant = panel(&r.evidence, RiskSet::Relevant);
        assert!((18_861..61_563).contains(&relevant.len()), "{}: {}", r.name, relevant.len());
        assert!(r.all.column("coop_any").unwrap().iter().all(|v| !v.is_nan()), "{}", r.name);
    }
}

/// Hezbollah (366) and Hamas (209) are both observed in these years by External Support
/// 18.1; Iran supports both in all of them but the first.
#[test]
fn one_known_relationship_is_there_and_gaps_have_no_row() {
    for r in real() {
        let rows: Vec<_> = keys(&r.all)
            .into_iter()
            .enumerate()
            .filter(|(_, (a, b, _))| (*a, *b) == (209, 366))
            .map(|(row, (_, _, year))| (row, year))
            .collect();
        let at = |column: &str, row: usize| r.all.column(column).unwrap()[row];
        assert!(rows.iter().any(|(_, year)| *year == 2006), "{}", r.name);
        assert!(rows.iter().all(|(_, year)| !(1995..=2005).contains(year)), "{}", r.name);
        for (row, year) in rows {
            let tie = [1993, 2002, 2006, 2008].contains(&year) || year >= 2011;
            assert_eq!(at("coop_any", row), f64::from(u8::from(tie)), "{} {year}", r.name);
            assert_eq!(at("same_region", row), 1.0);
        }
    }
}

/// A covariate whose data are present is worth nothing if it is empty or constant.
#[test]
fn every_available_covariate_varies() {
    for r in real() {
        for covariate in covariates::all() {
            let d = covariate.definition();
            let Some(values) = r.all.column(d.name) else {
                let named = r.all.unavailable().iter().any(|u| u.variable.name == d.name);
                assert!(named, "{}: {}", r.name, d.name);
                continue;
            };
            let mut seen = values.iter().filter(|v| !v.is_nan());
            let first = seen.next().unwrap_or_else(|| panic!("{}: {} is empty", r.name, d.name));
            assert!(seen.any(|v| v != first), "{}: {} is constant", r.name, d.name);
            assert!(values.iter().all(|v| !v.is_infinite()), "{}: {}", r.name, d.name);
        }
    }
}

#[test]
fn only_data_that_may_not_be_passed_on_are_missing_from_the_bundled_extract() {
    for r in real() {
        for u in r.all.unavailable() {
            let meta = comity_core::source::meta(u.missing_source).unwrap();
            assert!(!meta.licence.redistributable, "{}: {}", r.name, u.variable.name);
            assert_ne!(r.name, "conformance", "{} is unavailable", u.variable.name);
        }
        assert!(r.evidence.has(SourceKey::Esd));
    }
}

/// A forecast is the same whether or not later evidence is at hand.
#[test]
fn a_forecast_year_sees_nothing_of_itself_or_later() {
    for r in real() {
        for (last, cut) in &r.cuts {
            let spec = PanelSpec { forecast_year: Some(last + 1), ..PanelSpec::default() };
            let (x, y) = (build(cut, &spec).unwrap(), build(&r.evidence, &spec).unwrap());
            assert_eq!((x.a(), x.b(), x.year()), (y.a(), y.b(), y.year()));
            for (p, q) in x.columns().iter().zip(y.columns()) {
                let bits = |v: &[f64]| v.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
                assert_eq!(p.variable, q.variable);
                let same = bits(&p.values) == bits(&q.values);
                assert!(same, "{}: {} at {last}", r.name, p.variable.name);
            }
        }
    }
}
