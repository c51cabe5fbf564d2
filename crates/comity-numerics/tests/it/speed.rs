use crate::support::sample;
use comity_numerics::estimators::{Observations, ValidNewtonParams, firth, logit};
use std::time::Instant;
fn best<T>(mut f: impl FnMut() -> T) -> f64 {
    (0..12).map(|_| { let t = Instant::now(); let _ = f(); t.elapsed().as_secs_f64()*1e3 }).fold(f64::INFINITY, f64::min)
}
#[test]
fn timing() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| {
    for (n,k,b) in [(60_000,25,-8.0),(60_000,40,-8.0),(20_000,25,-6.5),(20_000,45,-6.5),(60_000,80,-9.0)] {
        let (design, y) = sample(n,k,b,1);
        let data = Observations::new(&design, &y).unwrap();
        let p = ValidNewtonParams::default();
        let it = logit::fit(&data,&p).fit().unwrap().iterations;
        let a = best(|| logit::fit(&data,&p));
        let c = best(|| firth::fit(&data,&p));
        let d = best(|| comity_numerics::diagnostics::leverage::Leverage::new(&design).unwrap());
        println!("{n}x{k} it {it} logit {a:.1} firth {c:.1} leverage {d:.1}");
    } });
}
