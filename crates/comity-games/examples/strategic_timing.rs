//! Times the strategic models on simulated data.
//!
//! `cargo run --release -p comity-games --example strategic_timing` prints, for each model, rows,
//! coefficients, the shortest of five fits in seconds, and its Newton steps.

use comity_games::strategic::alliance::{
    self, AllianceData, AllianceRows, Block, Formation, ValidAllianceParams,
};
use comity_games::strategic::sequential::{self, ErrorModel, Game, GameData, Utility};
use comity_games::strategic::{Outcome, ValidFitParams};
use comity_numerics::Design;
use comity_numerics::sampling::normal::StandardNormal;
use std::error::Error;
use std::time::Instant;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    games()?;
    alliances()
}

/// A constant, if asked for, and normal columns.
fn design(source: &mut StandardNormal, rows: usize, names: &[&str]) -> Done<Design> {
    let column = |name: &&str| {
        let values = (0..rows).map(|_| if *name == "one" { 1.0 } else { source.next_normal() });
        ((*name).to_owned(), values.collect())
    };
    Ok(Design::new(rows, names.iter().map(column).collect())?)
}

fn draw(source: &mut StandardNormal, p: &[f64]) -> usize {
    let u = source.uniform();
    let mut sum = 0.0;
    let found = p.iter().position(|p| {
        sum += p;
        u < sum
    });
    found.unwrap_or(p.len() - 1)
}

fn shortest(what: &str, rows: usize, mut fit: impl FnMut() -> Outcome) -> Done<()> {
    let mut best = f64::INFINITY;
    let mut last = None;
    for _ in 0..5 {
        let begin = Instant::now();
        last = fit().into_fit();
        best = best.min(begin.elapsed().as_secs_f64());
    }
    let found = last.ok_or("no maximum")?;
    println!(
        "{what}: {rows} rows, {} coefficients, outcomes {:?}, {best:.4} s, {} steps",
        found.coefficients.len(),
        found.counts,
        found.iterations
    );
    Ok(())
}

fn games() -> Done<()> {
    let rows = 7240;
    let mut source = StandardNormal::new(1);
    for (game, with) in
        [(Game::Egame12, "1011"), (Game::Egame122, "100111"), (Game::Egame123, "10010111")]
    {
        let names = |c| if c == '1' { &["one", "x", "z"][..] } else { &["x"][..] };
        let designs = with
            .chars()
            .map(|c| design(&mut source, rows, names(c)))
            .collect::<Done<Vec<Design>>>()?;
        let utilities: Vec<Utility<'_>> = designs.iter().map(Utility::Linear).collect();
        let blank = vec![0; rows];
        let data = GameData::new(game, &blank, &utilities)?;
        let truth: Vec<f64> = (0..data.names().len()).map(|j| 0.3 + 0.1 * (j % 5) as f64).collect();
        let p = sequential::probabilities(&data, ErrorModel::PrivateProbit, &truth)?;
        let y: Vec<usize> = p.iter().map(|p| draw(&mut source, p)).collect();
        let data = GameData::new(game, &y, &utilities)?;
        shortest(&format!("{game:?}"), rows, || {
            sequential::fit(&data, ErrorModel::PrivateProbit, &ValidFitParams::default())
        })?;
    }
    Ok(())
}

fn sides(pair: &[Design; 2]) -> Block<'_> {
    Block::Sides { a: &pair[0], b: &pair[1] }
}

/// As many rows and alliances as dyad-years and onsets in the data on armed groups.
fn alliances() -> Done<()> {
    let rows = 61_563;
    let mut source = StandardNormal::new(2);
    let mut block = |names: &[&str]| design(&mut source, rows, names);
    let shared = [block(&["one", "distance", "rivalry"])?, block(&["one", "sponsor", "aid"])?];
    let reach = block(&["reach"])?;
    let own = [block(&["strength", "age"])?, block(&["strength", "age"])?];
    let exposure = [block(&["exposure", "size"])?, block(&["exposure", "size"])?];
    let join = |x: &Design, y: &Design| {
        let named = |d: &Design| d.names().iter().cloned().zip(d.columns().to_vec()).collect();
        let (mut all, rest): (Vec<_>, Vec<_>) = (named(x), named(y));
        all.extend(rest);
        Design::new(rows, all)
    };
    let bilateral = [join(&shared[0], &own[0])?, join(&shared[0], &own[1])?];
    let sponsored = [join(&shared[1], &own[0])?, join(&shared[1], &own[1])?];
    let columns = AllianceRows::new(sides(&bilateral), sides(&sponsored))?
        .temptation(sides(&exposure))?
        .enforcement(Block::Same(&reach))?;
    let truth = [-4.6, -0.5, 0.3, 0.4, 0.1, -5.0, 0.7, 0.4, -0.3, 0.1, 0.6, -0.4, -0.6];
    let params = ValidAllianceParams::default();
    let p = alliance::probabilities(&columns, &params, &truth)?;
    let formed: Vec<Formation> = p.iter().map(|p| Formation::ALL[draw(&mut source, p)]).collect();
    let data = AllianceData::new(columns, &formed)?;
    shortest("alliance", rows, || alliance::fit(&data, &params))
}
