use comity_theories::*;
use comity_panel::*;
use std::time::Instant;
#[test]
fn timing() {
    let world = comity_world::World::bundled().unwrap();
    let evidence = world.evidence(comity_core::AsOf::LATEST).unwrap();
    for risk_set in [RiskSet::Relevant] {
    let t = Instant::now();
    let p = build(&evidence, &PanelSpec { risk_set, ..PanelSpec::default() }).unwrap();
    println!("panel {} rows {:?}", p.len(), t.elapsed());
    for outcome in ["coop_any","coop_security"] {
      for last in [1990, 2017] {
        let rows: Vec<u32> = (0..).zip(p.year()).filter(|(_, y)| **y <= last).map(|(r, _)| r).collect();
        for t in catalogue().unwrap() {
            let start = Instant::now();
            let r = fit(&t, &Training{panel:&p,outcome,rows:&rows}, &FitSettings::for_scoring());
            let e = start.elapsed();
            let start = Instant::now();
            let _q = r.model.as_ref().map(|m| m.predict(&p,&rows).len());
            let pe = start.elapsed();
            println!("{outcome} {last} {:20} n {} events {} cols {} it {} ll {:.1} {:?} {:?} predict {:?} unavail {:?} dropped {:?}", t.id, r.n, r.events, r.estimates.len(), r.iterations, r.loglik, e, r.status, pe, r.unavailable.len(), r.dropped.len());
            if outcome=="coop_any" && last==2017 && risk_set==RiskSet::Relevant {
                let r = fit(&t, &Training{panel:&p,outcome,rows:&rows}, &FitSettings::default());
                println!("   {:?} {:?} {:?} cond {:.1}", r.variance_note, r.unavailable, r.dropped, r.condition_number);
                for e in &r.estimates { println!("   {:40} {:8.3} {:7.3} z {:6.2} {:?} {:?} {:?}", e.variable, e.coef, e.se, e.z, e.predicted, e.sign_met, e.note); }
            }
        }
      }
    }
    }
}
