fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    match args[1].as_str() {
        "bundle" => {
            let r = comity_world::bundle(args[2].as_ref(), args[3].as_ref()).unwrap();
            println!("{:?} total {}", r.sizes, r.total);
            for i in r.imports {
                println!(
                    "{} {} {} rows {} {:?}",
                    i.source,
                    i.version,
                    i.part,
                    i.rows,
                    i.tables.iter().map(|(t, f)| (t.as_str(), f.rows)).collect::<Vec<_>>()
                );
            }
        }
        "add" => {
            let w = comity_world::World::open(args[2].as_ref()).unwrap();
            let r = w
                .add(&args[3..].iter().map(Into::into).collect::<Vec<_>>(), &comity_world::Silent)
                .unwrap();
            println!(
                "added {} unchanged {} skipped {} failed {}",
                r.added.len(),
                r.unchanged.len(),
                r.skipped.len(),
                r.failed.len()
            );
        }
        "evidence" => {
            let w = if args[2] == "-" {
                comity_world::World::bundled()
            } else {
                comity_world::World::open(args[2].as_ref())
            }
            .unwrap();
            let e = w.evidence(comity_core::AsOf::LATEST).unwrap();
            println!("evidence {:?}", t.elapsed());
            for t in comity_core::schema::Table::ALL {
                println!("{} {}", t.as_str(), e.table(t).num_rows());
            }
            let t2 = std::time::Instant::now();
            let r = comity_world::Registry::from_evidence(&e).unwrap();
            println!("registry {:?} {}", t2.elapsed(), r.len());
            let t2 = std::time::Instant::now();
            println!("{:?} {:?}", r.search("hexbollah", 3), t2.elapsed());
        }
        "months" => {
            let w = comity_world::World::bundled().unwrap();
            let files = [std::path::PathBuf::from(&args[2])];
            let r = w
                .dyad_months(
                    comity_world::EventsFrom::Files(&files),
                    args[3].as_ref(),
                    &comity_world::MonthSpec::default(),
                )
                .unwrap();
            println!("{r:?}");
        }
        _ => {}
    }
    println!("{:?}", t.elapsed());
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/status")
            .unwrap()
            .lines()
            .find(|l| l.starts_with("VmHWM"))
            .unwrap()
    );
}
