//! The number of threads must not change a bit.

use crate::support::sample;
use comity_numerics::diagnostics::leverage::Leverage;
use comity_numerics::estimators::{Observations, ValidNewtonParams, firth, logit};

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
