use crate::support::sample;
use comity_numerics::estimators::{Observations, ValidNewtonParams, firth, logit};
use comity_numerics::variance::dyadic::{Dyads, variance};
use std::time::Instant;
#[test]
fn timing() {
    for (n,k,b) in [(60_000,25,-8.0),(60_000,40,-8.0),(20_000,25,-6.5)] {
        let (design, mut y) = sample(n,k,b,1);
        if k==25 && n==60_000 { for i in 0..n { if design.columns()[4][i]==1.0 && design.columns()[3][i]>1.0 {y[i]=false;} } }
        let mut rng = comity_numerics::sampling::normal::StandardNormal::new(3);
        let extra: Vec<f64> = (0..n).map(|i| f64::from(u8::from(rng.uniform()<0.002))).collect();
        let y2: Vec<bool> = y.iter().zip(&extra).map(|(y,e)| *y && *e==0.0).collect();
        let mut cols: Vec<(String,Vec<f64>)> = design.names().iter().cloned().zip(design.columns().iter().cloned()).collect(); cols.push(("e".into(),extra));
        let d2 = comity_numerics::Design::new(n,cols).unwrap();
        let data2 = Observations::new(&d2, &y2).unwrap();
        let t = Instant::now(); let o = logit::fit(&data2,&ValidNewtonParams::default()); println!("sep {:?} {}", t.elapsed(), o.fit().is_none());
        let t = Instant::now(); let o = firth::fit(&data2,&ValidNewtonParams::default()); println!("sep firth {:?} {:?}", t.elapsed(), o.fit().map(|f|f.iterations));
        let data = Observations::new(&design, &y).unwrap();
        let p = ValidNewtonParams::default();
        for threads in [1,2] {
            rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| {
            let t = Instant::now(); let o = logit::fit(&data,&p); let t1=t.elapsed();
            let f=o.fit().unwrap();
            println!("{n}x{k} events {} threads {threads} logit {t1:?} it {}", f.events, f.iterations);
            let t = Instant::now(); let o = firth::fit(&data,&p); println!("  firth {:?} it {}", t.elapsed(), o.fit().unwrap().iterations);
            let t = Instant::now(); let o = comity_numerics::diagnostics::leverage::Leverage::new(&design).unwrap(); println!("  leverage {:?} {}", t.elapsed(), o.highest());
            let t = Instant::now(); let o = comity_numerics::diagnostics::separation::separation(&data); println!("  separation LP {:?} {}", t.elapsed(), o.is_none());
            let a: Vec<i64> = (0..n as i64).map(|i| i%150).collect(); let bb: Vec<i64> = (0..n as i64).map(|i| 200 + (i/150)%150).collect();
            let t = Instant::now(); let d = Dyads::new(&a,&bb).unwrap(); let t0=t.elapsed(); let u=vec![0.1;n]; let v = variance(&design,&u,&f.covariance,&d).unwrap(); println!("  dyads {t0:?} variance {:?} {}", t.elapsed(), v.dyads);
            });
        }
    }
}
