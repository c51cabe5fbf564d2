//! `comity theories`.

use crate::support::Place;

#[test]
fn every_theory_with_its_estimates() {
    insta::assert_snapshot!(Place::new().line("theories").ok().transcript());
}

#[test]
fn one_theory_begins_with_its_page() {
    let text = Place::new().line("theories regional --outcome military").ok().stdout;
    assert!(text.contains("## Mechanism") && text.contains("Outcome: coop_military"), "{text}");
}

#[test]
fn json_has_every_theory() {
    let ran = Place::new().line("theories --json").ok();
    let json = ran.json();
    let ids: Vec<&str> = json["theories"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|t| t["theory"]["id"].as_str())
        .collect();
    let expected = [
        "base-rate",
        "persistence",
        "decayed-recurrence",
        "structural",
        "regional",
        "internal",
        "history",
        "all",
        "alliance-game",
        "relational-events",
        "patron",
        "common-enemy",
        "ideology",
        "identity",
        "organisation",
    ];
    assert_eq!(ids, expected);
    insta::assert_json_snapshot!(ran.shape());
}

#[test]
fn an_unknown_theory_is_refused_with_the_list() {
    insta::assert_snapshot!(Place::new().line("theories astrology").exits(2).transcript());
}

/// The worked example of the how-to page, as the page prints it.
pub(crate) fn example() -> String {
    let page = crate::docs::page("howto/write-a-theory.md");
    let from = page.find("```toml\n").expect("an example") + "```toml\n".len();
    page[from..].split("```").next().unwrap().to_owned()
}

#[test]
fn a_theory_of_ones_own_is_fitted_beside_the_others() {
    let place = Place::new();
    place.file("my.toml", example());
    let ran = place.line("theories patron-and-strength --with my.toml").ok();
    insta::assert_snapshot!(ran.transcript());
    let page = crate::docs::page("howto/write-a-theory.md");
    let shown: Vec<&str> = ran.stdout.lines().skip(2).take(3).collect();
    for line in shown {
        assert!(page.contains(line), "the page does not show {line:?}");
    }
    let all = place.line("theories --with my.toml --json").ok().json();
    let last = all["theories"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["theory"]["role"], "user");
    assert!(all["manifest"]["specification"]["with my.toml"].as_str().unwrap().len() == 64);
}

#[test]
fn a_wrong_theory_is_refused_at_its_place() {
    let place = Place::new();
    place.file("my.toml", "title = \"mine\"\nformula = \"coop_any ~ sam_country + age_lag1\"\n");
    let ran = place.line("theories --with my.toml").exits(3);
    insta::assert_snapshot!(ran.transcript());
    place.file("my.toml", "formula = \"coop_any ~ shared_sponsor\"\n");
    insta::assert_snapshot!(place.line("theories --with my.toml").exits(3).transcript());
    assert_eq!(
        place.line("theories --with none.toml --json").exits(3).code_of_json_error(),
        "io/no-such-file"
    );
}

#[test]
fn the_table_is_written_in_four_formats() {
    let place = Place::new();
    insta::assert_snapshot!(place.line("theories --table").ok().transcript());
    for ending in ["txt", "html", "tex", "csv"] {
        place.line(&format!("theories --table -q -o t.{ending}")).ok();
        assert!(!place.read(&format!("t.{ending}")).is_empty());
        assert!(place.read("t.manifest.json").starts_with(b"{"));
    }
    let tex = String::from_utf8(place.read("t.tex")).unwrap();
    assert!(
        tex.contains("\\toprule") && tex.matches("\\begin").count() == tex.matches("\\end").count()
    );
    let columns = tex.lines().filter(|l| l.ends_with("\\\\")).map(|l| l.matches(" & ").count());
    assert!(columns.clone().count() > 40 && columns.clone().all(|n| n == 6), "ragged table");
    let refused = place.line("theories --table -o t.docx").exits(2);
    insta::assert_snapshot!(refused.transcript());
    let stars = place.line("theories --table --stars").ok().stdout;
    assert!(stars.contains("***") && stars.contains("p < 0.001"));
    insta::assert_json_snapshot!(place.line("theories --table --json").ok().shape());
}

#[test]
fn the_figures_come_with_data_words_and_a_page() {
    let place = Place::warm(&[]);
    place.line("theories --figures figs -q").ok();
    let index = String::from_utf8(place.read("figs/index.html")).unwrap();
    for name in ["coefficients", "effects", "separation", "roc", "precision-recall", "calibration"]
    {
        let svg = String::from_utf8(place.read(&format!("figs/{name}.svg"))).unwrap();
        assert!(svg.starts_with("<svg xmlns") && svg.contains("<title") && svg.contains("<desc"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        assert!(place.read(&format!("figs/{name}.csv")).len() > 100);
        let text = String::from_utf8(place.read(&format!("figs/{name}.txt"))).unwrap();
        for needed in ["dyad-years", "manifest", "Sources: ", "As of 2017"] {
            let forecasts = needed == "dyad-years" && text.contains("forecasts of the years");
            assert!(text.contains(needed) || forecasts, "{name}: {needed}");
        }
        assert!(index.contains(&format!("id=\"{name}\"")));
    }
    // The area under the drawn steps is the average precision that is printed.
    let csv = String::from_utf8(place.read("figs/precision-recall.csv")).unwrap();
    let points: Vec<(f64, f64)> = csv
        .lines()
        .filter_map(|l| l.strip_prefix("persistence,"))
        .map(|l| l.split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let area: f64 = points.windows(2).map(|w| (w[1].0 - w[0].0) * w[1].1).sum();
    let text = String::from_utf8(place.read("figs/precision-recall.txt")).unwrap();
    assert!(text.contains(&format!("Persistence: average precision {area:.3}.")), "{area}\n{text}");
    // Too few events to forecast: the figures of the fits alone, and the reason.
    place.line("theories --figures few --outcome political -q").exits(5);
}

/// Every figure of the page that compares the estimators.
#[test]
fn the_worked_example_of_the_estimators_is_what_the_page_says() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/estimators");
    let page = std::fs::read_to_string(docs.join("on-the-bundled-data.md")).unwrap();
    let place = Place::new();
    place.file("example.toml", std::fs::read_to_string(docs.join("example.toml")).unwrap());
    let json = place.line("theories --with example.toml --json").ok().json();
    let theories = json["theories"].as_array().unwrap();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `ex-"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 10);
    for row in rows {
        let id = row[1].trim_matches('`');
        let theory = theories.iter().find(|t| t["theory"]["id"] == id).unwrap();
        let of = |list: &str| {
            let all = theory[list].as_array().unwrap();
            all.iter().find(|e| e["variable"] == "common_enemy_lag1").unwrap().clone()
        };
        let (estimate, effect) = (of("estimates"), of("effects")["marginal"].clone());
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let ours = [
            format!("{:.3}", number(&estimate["coef"])),
            format!("{:.3}", number(&estimate["se"])),
            format!("{:+.2} to {:+.2}", number(&estimate["low"]), number(&estimate["high"])),
            format!("{:.4} ({:.4})", number(&effect["estimate"]), number(&effect["se"])),
        ];
        assert_eq!(row[3..7], ours, "{id}");
    }
}
