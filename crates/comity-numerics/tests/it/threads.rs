//! The number of threads must not change a bit.

use crate::support::sample;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::effects::{Contrast, FittedModel, effects, simulate};
use comity_numerics::estimators::{
    Link, Observations, ValidNewtonParams, bias_reduced, firth, glm, logit, rare_events,
};

#[test]
fn one_thread_and_five_give_the_same_bytes() {
    let (design, y) = sample(20_000, 8, -3.0, 11);
    let fit = || {
        let data = Observations::new(&design, &y).unwrap();
        let p = ValidNewtonParams::default();
        let leverage = Leverage::new(&design).unwrap();
        format!("{:?} {:?} {leverage:?}", logit::fit(&data, &p), firth::fit(&data, &p))
    };
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(fit)
    };
    assert_eq!(with(1), with(5));
}

#[test]
fn effects_and_profiles_do_not_depend_on_threads() {
    let (design, y) = sample(9_000, 5, -3.0, 12);
    let (small, outcomes) = sample(300, 4, -0.5, 13);
    let all = || {
        let p = ValidNewtonParams::default();
        let data = Observations::new(&design, &y).unwrap();
        let fit = glm::fit(&data, Link::Cloglog, &p).into_fit().unwrap();
        let model =
            FittedModel::new(&data, Link::Cloglog, &fit.coefficients, &fit.covariance).unwrap();
        let contrasts = [Contrast::Slope { column: 2 }, Contrast::zero_to_one(1)];
        let few = Observations::new(&small, &outcomes).unwrap();
        let firth = firth::fit(&few, &p).into_fit().unwrap();
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            effects(&model, &contrasts),
            simulate(&model, &contrasts, 40, 0.95, 3),
            glm::fit(&data, Link::Probit, &p),
            bias_reduced::fit(&data, Link::Probit, &p),
            rare_events::fit(&data, Some(0.01), &p),
            firth::profile(&few, &firth, 0.95, &p),
        )
    };
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all)
    };
    assert_eq!(with(1), with(5));
}
