//! Degenerate input of the hierarchical logit: each case a typed outcome or a named error, and
//! no number that is not finite.

use comity_numerics::Design;
use comity_numerics::NumericsError;
use comity_numerics::estimators::Observations;
use comity_numerics::estimators::hierarchical_logit::{
    self, Grouping, HierarchicalFit, HierarchicalOutcome, HierarchicalPrior,
};
use comity_numerics::sampling::nuts::NutsParams;

fn logit(columns: Vec<Vec<f64>>, y: &[bool], groups: &[Grouping]) -> HierarchicalOutcome {
    let named = columns.into_iter().enumerate().map(|(j, c)| (format!("x{j}"), c)).collect();
    let design = Design::new(y.len(), named).unwrap();
    let data = Observations::new(&design, y).unwrap();
    let prior = HierarchicalPrior::weak(&design, groups.len());
    let params = NutsParams { chains: 2, warm_up: 200, draws: 200, ..NutsParams::default() };
    hierarchical_logit::fit(&data, groups, &prior, &params.check().unwrap()).unwrap()
}

fn finite_logit(fit: &HierarchicalFit) {
    let groups = fit.groupings.iter().flat_map(|g| g.effects.iter().chain([&g.sd]));
    let all = fit.coefficients.iter().chain(groups);
    assert!(all.flat_map(|s| [s.mean, s.sd, s.r_hat, s.bulk_ess, s.mcse]).all(f64::is_finite));
    assert!(fit.condition_number.is_finite());
}

#[test]
fn logit_outcomes_that_are_hard() {
    let n = 24;
    let one = vec![1.0; n];
    let x: Vec<f64> = (0..n).map(|i| i as f64 - 11.5).collect();
    let by =
        |f: &dyn Fn(i64) -> i64| Grouping::by("g", &(0..24).map(f).collect::<Vec<_>>()).unwrap();
    let sixes = by(&|i| i / 6);
    let separated: Vec<bool> = (0..n).map(|i| i >= 12).collect();
    let event: Vec<bool> = (0..n).map(|i| i == 3).collect();
    let group: Vec<bool> = (0..n).map(|i| i < 6 || i % 3 == 0).collect();
    for y in [&separated, &event, &group] {
        for groups in [vec![], vec![sixes.clone()], vec![by(&|_| 1)], vec![by(&|i| i)]] {
            let outcome = logit(vec![one.clone(), x.clone()], y, &groups);
            let HierarchicalOutcome::Sampled(fit) = outcome else { panic!("{outcome:?}") };
            finite_logit(&fit);
        }
    }
    for value in [true, false] {
        let found = logit(vec![one.clone()], &[value; 24], std::slice::from_ref(&sixes));
        assert_eq!(found, HierarchicalOutcome::ConstantOutcome { value });
    }
    let copies = vec![one.clone(), x.clone(), x.iter().map(|v| v - 3.0).collect(), vec![0.0; n]];
    let outcome = logit(copies, &group, std::slice::from_ref(&sixes));
    let HierarchicalOutcome::RankDeficient(fit) = outcome else { panic!("{outcome:?}") };
    assert_eq!((fit.dropped.clone(), fit.coefficients[2].mean), (vec![2, 3], 0.0));
    finite_logit(&fit);
    // More columns than rows, and units far apart.
    let wide: Vec<Vec<f64>> = (0..30_u32)
        .map(|j| {
            (0..24_u32).map(|i| f64::from((i * i * 7 + i * j * 11 + j * j) % 17) * 1e6).collect()
        })
        .collect();
    let outcome = logit(wide, &group, &[]);
    let HierarchicalOutcome::RankDeficient(fit) = outcome else { panic!("{outcome:?}") };
    finite_logit(&fit);
    assert!(30 - fit.dropped.len() <= 24);
}

#[test]
fn logit_arguments_out_of_range() {
    assert!(Grouping::by("g", &[]).is_err());
    assert!(Grouping::by_members("g", &[1, 2], &[2]).is_err());
    let twin = Grouping::by_members("g", &[1, 2], &[2, 2]);
    assert_eq!(twin, Err(NumericsError::SelfDyad { row: 1 }));
    let x = Design::new(4, vec![("one".into(), vec![1.0; 4])]).unwrap();
    let y = [true, false, true, false];
    let data = Observations::new(&x, &y).unwrap();
    let short = [Grouping::by("g", &[1, 2, 1]).unwrap()];
    let prior = HierarchicalPrior::weak(&x, 1);
    let params = NutsParams::default().check().unwrap();
    assert!(hierarchical_logit::fit(&data, &short, &prior, &params).is_err());
    assert!(hierarchical_logit::fit(&data, &[], &prior, &params).is_err());
    let flat = HierarchicalPrior { coefficients: vec![0.0], group_sd: vec![] };
    assert!(hierarchical_logit::fit(&data, &[], &flat, &params).is_err());
    for bad in [
        NutsParams { chains: 0, ..NutsParams::default() },
        NutsParams { draws: 0, ..NutsParams::default() },
        NutsParams { warm_up: 5, ..NutsParams::default() },
        NutsParams { target_acceptance: 1.0, ..NutsParams::default() },
        NutsParams { max_depth: 0, ..NutsParams::default() },
    ] {
        assert!(bad.check().is_err(), "{bad:?}");
    }
}

/// The number of threads changes nothing.
#[test]
fn threads_do_not_matter() {
    let (design, y) = crate::support::sample(200, 3, 0.0, 1);
    let who: Vec<i64> = (0..200).map(|i| i % 7).collect();
    let groups = [Grouping::by("who", &who).unwrap()];
    let observations = Observations::new(&design, &y).unwrap();
    let weak = HierarchicalPrior::weak(&design, 1);
    let nuts = |threads: usize| {
        let params = NutsParams { warm_up: 50, draws: 50, ..NutsParams::default() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            hierarchical_logit::fit(&observations, &groups, &weak, &params.check().unwrap())
                .unwrap()
        })
    };
    assert_eq!(nuts(1), nuts(5));
}
