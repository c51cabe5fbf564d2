//! From a panel and the catalogue to a levels test.

use super::forecasts::of_sets;
use super::game::{Plan, Sides, against, levels, parts, sum};
use super::nonnested::{NonNested, test};
use super::report::{LevelsTest, MeasureKind};
use super::values::{Scored, divide};
use crate::evaluation::{Pooled, Sample};
use crate::random::seed_for;
use crate::settings::Settings;
use comity_core::{Code, Error, Level, Result};
use comity_numerics::variance::dyadic::Dyads;
use comity_panel::Panel;
use comity_score::{Blocks, Bootstrap};
use comity_theories::Theory;
use comity_theories::levels::{LevelSets, PartSet};

/// The levels test of one outcome: every set of levels is fitted on the same rows, in sample
/// and by rolling origin, and the gains over the null are divided among the levels. Where
/// ideology is coded a second division leaves it out. With `with_parts` the shares of the
/// regional and the internal level are divided further, by Owen's value.
///
/// `progress` is called with (fits done, fits in all), from any thread.
///
/// # Errors
/// [`Code::BadSetting`] when a setting is out of range; [`Code::NoSample`] when the outcome is
/// not coded or no year has enough earlier events.
pub fn levels_test(
    panel: &Panel,
    outcome: &str,
    catalogue: &[Theory],
    settings: &Settings,
    with_parts: bool,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<LevelsTest> {
    let s = settings.check()?;
    let sets = LevelSets::new(catalogue, panel)?;
    let plans = plans(&sets, with_parts)?;
    let models = models(&sets, &plans);
    let theories: Vec<Theory> = models.iter().map(|m| sets.theory(*m)).collect();
    let said = of_sets(panel, outcome, &theories, s, progress)?;
    let bootstrap =
        Bootstrap { replicates: s.replicates, seed: seed_for(s.seed, "levels"), level: 0.95 };
    let mut scored = vec![
        Scored::new(MeasureKind::InSample, &models, &said.inside, &bootstrap)?,
        Scored::new(MeasureKind::LogScore, &models, &said.outside, &bootstrap)?,
    ];
    let mut forecasts = Sample::default();
    for (year, happened) in said.outside.year.iter().zip(&said.outside.happened) {
        forecasts.add(*year, *happened);
    }
    if (1..forecasts.rows).contains(&forecasts.events) {
        let kind = MeasureKind::AveragePrecision;
        scored.push(Scored::new(kind, &models, &said.outside, &bootstrap)?);
    }
    let tests = tests(&sets, &models, &said.outside, with_parts)?;
    Ok(LevelsTest {
        outcome: outcome.to_owned(),
        as_of: s.as_of,
        training: said.training,
        forecasts,
        dyads: Blocks::new(&said.outside.pairs()).len(),
        replicates: s.replicates,
        games: plans.into_iter().map(|p| divide(p, &scored)).collect::<Result<_>>()?,
        parts: sets.parts().to_vec(),
        tests,
        fits: said.fits,
        skipped: said.skipped,
    })
}

fn plans(sets: &LevelSets, with_parts: bool) -> Result<Vec<Plan>> {
    let mut plans = vec![levels(sets, 0)?];
    let ideology = sets.of_part("ideology");
    if ideology != 0 {
        plans.push(levels(sets, ideology)?);
    }
    if !with_parts {
        return Ok(plans);
    }
    let mut regional = parts(sets, Level::Regional, "regional-parts")?;
    let internal = parts(sets, Level::Internal, "internal-parts")?;
    if let Some(plan) = &mut regional {
        let ideology = internal.as_ref().and_then(|p| p.player("ideology"));
        let beyond = plans.first().and_then(|levels| beyond_neighbourhood(levels, plan));
        let contests = [
            beyond,
            against(plan.player("patron"), plan.player("common-enemy")),
            against(plan.player("patron"), ideology),
        ];
        plan.sides = contests.into_iter().flatten().collect();
    }
    plans.extend(regional);
    plans.extend(internal);
    Ok(plans)
}

/// External elements less the neighbourhood, against internal ones: being near each other is
/// an opportunity that any account of cooperation shares.
fn beyond_neighbourhood(levels: &Plan, regional: &Plan) -> Option<Sides> {
    let of = |id: &str| regional.player(id).map(|(_, weights)| (1.0, weights));
    let structural = levels.player("structural").map(|(_, weights)| (1.0, weights));
    let parts = ["patron", "common-enemy", "normalisation"].into_iter().filter_map(of);
    let external = sum(structural.into_iter().chain(parts));
    against(Some(("external-not-near", &external)), levels.player("internal"))
}

/// Every set that some plan needs, those with fewer terms first.
fn models(sets: &LevelSets, plans: &[Plan]) -> Vec<PartSet> {
    let mut models: Vec<PartSet> = plans.iter().flat_map(Plan::sets).collect();
    models.sort_by_key(|set| (sets.terms(*set), *set));
    models.dedup();
    models
}

/// The levels against each other, external against internal, and with parts the patron
/// against the common enemy and against ideology.
fn tests(
    sets: &LevelSets,
    models: &[PartSet],
    rows: &Pooled,
    with_parts: bool,
) -> Result<Vec<NonNested>> {
    let level = |l: Level| (l.as_str(), sets.of_level(l));
    let part = |id: &'static str| (id, sets.of_part(id));
    let external = sets.of_level(Level::Structural) | sets.of_level(Level::Regional);
    let mut pairs = vec![(("external", external), level(Level::Internal))];
    for (i, first) in Level::ALL.into_iter().enumerate() {
        pairs.extend(Level::ALL.into_iter().skip(i + 1).map(|l| (level(first), level(l))));
    }
    if with_parts {
        pairs.push((part("patron"), part("common-enemy")));
        pairs.push((part("patron"), part("ideology")));
    }
    let dyads = Dyads::new(&rows.a, &rows.b)
        .map_err(|e| Error::new(Code::Internal, format!("the dyads of the forecasts: {e}")))?;
    let at = |(name, set): (&'static str, PartSet)| {
        let found = models.iter().position(|m| *m == set && set != 0)?;
        Some((name, found))
    };
    let known = pairs.into_iter().filter_map(|(first, second)| Some((at(first)?, at(second)?)));
    known.map(|(first, second)| test(first, second, rows, &dyads)).collect()
}
