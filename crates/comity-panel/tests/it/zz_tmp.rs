use comity_core::AsOf;
use comity_panel::*;
use std::time::Instant;
#[test]
fn tmp_dump() {
    let world =
        comity_world::World::store_only(std::path::Path::new("/tmp/panelws/store")).unwrap();
    world.add(&[std::path::PathBuf::from("/work/shared/data")], &comity_world::Silent).unwrap();
    let e = world.evidence(AsOf::LATEST).unwrap();
    for t in comity_core::schema::Table::ALL {
        println!("{} {}", t.as_str(), e.table(t).num_rows());
    }
    for r in RiskSet::ALL {
        let spec = PanelSpec { risk_set: r, ..PanelSpec::default() };
        for _ in 0..3 {
            let t = Instant::now();
            let p = build(&e, &spec).unwrap();
            println!("{r} rows {} cols {} {:?}", p.len(), p.columns().len(), t.elapsed());
        }
    }
    let spec = PanelSpec { risk_set: RiskSet::All, ..PanelSpec::default() };
    let p = build(&e, &spec).unwrap();
    for (n, f) in [
        ("csv", export::csv as fn(&Panel, &mut dyn std::io::Write) -> comity_core::Result<()>),
        ("dta", export::dta),
        ("parquet", export::parquet),
    ] {
        let t = Instant::now();
        let mut o = std::io::BufWriter::new(
            std::fs::File::create(format!("/tmp/panelws/all.{n}")).unwrap(),
        );
        f(&p, &mut o).unwrap();
        println!("{n} {:?}", t.elapsed());
    }
    let b = codebook::codebook(&p, &e).unwrap();
    std::fs::write("/tmp/panelws/codebook.md", b.to_markdown()).unwrap();
    std::fs::write("/tmp/panelws/codebook.bib", b.to_bibtex()).unwrap();
}
