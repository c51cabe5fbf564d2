//! Writes the made-up pages of the tests, with their data, into the folder given.
//!
//! `cargo run -p comity-report --example sample -- FOLDER`

#[path = "../tests/it/samples.rs"]
mod samples;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "samples".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let pages = [
        ("full", samples::full()),
        ("stress", samples::stress()),
        ("empty", samples::empty()),
        ("hostile", samples::hostile()),
    ];
    for (name, page) in pages {
        std::fs::write(folder.join(format!("{name}.html")), comity_report::html(&page))?;
        std::fs::write(
            folder.join(format!("{name}.txt")),
            comity_report::summary(&page, 80, false),
        )?;
        for (file, bytes) in comity_report::figures_data(&page) {
            std::fs::write(folder.join(file), bytes)?;
        }
    }
    let score = samples::evaluation();
    std::fs::write(folder.join("score.html"), comity_report::score_html(&score, "score"))?;
    for (file, bytes) in comity_report::score_data(&score, "score") {
        std::fs::write(folder.join(file), bytes)?;
    }
    Ok(())
}
