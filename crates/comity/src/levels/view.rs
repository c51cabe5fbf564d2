//! From a levels test to the view model of the report.

use super::sentence::sentence;
use crate::text::{span, thousands};
use comity_numerics::comparison::VuongOutcome;
use comity_outlook::levels::{
    Contest, Game, LevelsTest, Measure, MeasureKind, Measured, NonNested,
};
use comity_report::page::{
    Added, ContestAnswer, Division, DivisionRow, LevelsPage, ModelTest, Provenance, Ranged, RowKind,
};
use comity_score::ScoreInterval;
use serde::Serialize;

const KINDS: [MeasureKind; 3] =
    [MeasureKind::InSample, MeasureKind::LogScore, MeasureKind::AveragePrecision];

/// External against internal elements, every covariate at hand, by the log score.
pub(super) fn headline(test: &LevelsTest) -> Option<&Contest> {
    test.game("levels")?.measure(MeasureKind::LogScore)?.contests.first()
}

/// The page.
pub(super) fn page(test: &LevelsTest, risk_set: &str, provenance: Provenance) -> LevelsPage {
    LevelsPage {
        title: format!("What does each level add? {}, risk set: {risk_set}", test.outcome),
        method: method(test),
        answer: answer_in_words(test),
        divisions: test.games.iter().map(division).collect(),
        tests: test.tests.iter().map(model_test).collect(),
        cautions: cautions(test),
        provenance,
    }
}

/// The headline, and what a reader must know in the same breath.
fn answer_in_words(test: &LevelsTest) -> String {
    let Some(headline) = headline(test) else { return String::new() };
    let mut said = vec![sentence(MeasureKind::LogScore, headline)];
    let beyond = test
        .game("regional-parts")
        .and_then(|g| g.measure(MeasureKind::LogScore))
        .and_then(|m| m.contests.iter().find(|c| c.first == "external-not-near"));
    said.extend(beyond.map(|c| sentence(MeasureKind::LogScore, c)));
    let by_precision = test
        .game("levels")
        .and_then(|g| g.measure(MeasureKind::AveragePrecision))
        .and_then(|m| m.contests.first());
    if by_precision.is_some_and(|c| c.verdict != headline.verdict) {
        said.push("Average precision gives another verdict, below.".to_owned());
    }
    if test.parts.iter().any(|p| p.id == "ideology" && p.terms.is_empty()) {
        said.push(
            "Ideology and religion are not in the data at hand: this is no test of the account \
             that shared ideology sustains cooperation."
                .to_owned(),
        );
    }
    said.join(" ")
}

fn method(t: &LevelsTest) -> String {
    let (inside, outside) = (&t.training, &t.forecasts);
    format!(
        "Logits of every set of levels on the same rows, each with the same functions of the time \
         since the last tie and of the calendar year; a gain is over the model of time alone. \
         In sample: {} dyad-years, {} with cooperation, {}. Out of sample: {} forecasts, {} with \
         cooperation, {}, each year from models fitted on earlier years. Gains are divided by \
         Shapley's value. Intervals: 95 %, {} resamples of {} dyads over the stored \
         probabilities; models are not fitted again.",
        thousands(inside.rows as u64),
        thousands(inside.events as u64),
        span(inside.first_year, inside.last_year),
        thousands(outside.rows as u64),
        thousands(outside.events as u64),
        span(outside.first_year, outside.last_year),
        thousands(t.replicates as u64),
        thousands(t.dyads as u64),
    )
}

fn division(game: &Game) -> Division {
    let of = |pick: &dyn Fn(&Measure) -> Option<Added>| {
        KINDS.map(|kind| game.measure(kind).and_then(pick))
    };
    let row = |kind, name: String, terms, [in_sample, log_score, average_precision]: [_; 3]| {
        DivisionRow { kind, name, terms, in_sample, log_score, average_precision }
    };
    let mut rows: Vec<DivisionRow> = game
        .players
        .iter()
        .enumerate()
        .map(|(i, p)| {
            // Without a covariate there is nothing to show, not a measured zero.
            let values = of(&|m| m.players.get(i).filter(|_| p.terms > 0).map(added));
            row(RowKind::Player, p.id.clone(), Some(p.terms as u64), values)
        })
        .collect();
    let total = of(&|m| Some(Added { gain: ranged(&m.total), share: None }));
    rows.push(row(RowKind::Total, "together".to_owned(), None, total));
    let contests = game.measures.iter().map(|m| m.contests.len()).max().unwrap_or(0);
    for i in 0..contests {
        let contest = |m: &Measure| m.contests.get(i).map(|c| added(&c.difference));
        let named = game.measures.iter().find_map(|m| m.contests.get(i));
        let name = named.map_or_else(String::new, |c| format!("{} − {}", c.first, c.second));
        rows.push(row(RowKind::Difference, name, None, of(&contest)));
    }
    let answers = KINDS.iter().rev().filter_map(|kind| Some((*kind, game.measure(*kind)?)));
    Division {
        id: game.id.clone(),
        title: game.title.clone(),
        rows,
        answers: answers
            .flat_map(|(kind, m)| m.contests.iter().map(move |c| answer(kind, c)))
            .collect(),
    }
}

fn answer(kind: MeasureKind, c: &Contest) -> ContestAnswer {
    ContestAnswer {
        first: c.first.clone(),
        second: c.second.clone(),
        measure: word(kind),
        verdict: word(c.verdict),
        dyadic: c.dyadic.map(|d| Ranged {
            value: c.difference.gain.value,
            low: d.low,
            high: d.high,
        }),
        dyadic_p: c.dyadic.map(|d| d.p_value),
        heaviest_year: c.heaviest.map(|y| (y.year, y.share)),
        sentence: format!("{}: {}", kind.label(), sentence(kind, c)),
    }
}

/// The name that a value has in JSON.
fn word<T: Serialize>(value: T) -> String {
    let json = serde_json::to_value(value).ok();
    json.as_ref().and_then(|v| v.as_str()).unwrap_or_default().to_owned()
}

fn ranged(i: &ScoreInterval) -> Ranged {
    Ranged { value: i.value, low: i.low, high: i.high }
}

fn added(m: &Measured) -> Added {
    Added { gain: ranged(&m.gain), share: m.share.as_ref().map(ranged) }
}

fn model_test(t: &NonNested) -> ModelTest {
    let vuong = match &t.vuong {
        VuongOutcome::Tested(v) => Some(v),
        VuongOutcome::Indistinguishable | VuongOutcome::NoVariance => None,
    };
    let told = t.clarke.first_better + t.clarke.second_better;
    ModelTest {
        first: t.first.clone(),
        second: t.second.clone(),
        ratio: vuong.map(|v| v.ratio),
        vuong: vuong.map(|v| v.statistic),
        vuong_p: vuong.map(|v| v.p_value),
        clarke_share: (told > 0).then(|| t.clarke.first_better as f64 / told as f64),
        clarke_p: t.clarke.p_value,
    }
}

fn cautions(t: &LevelsTest) -> Vec<String> {
    let mut said: Vec<String> = t
        .parts
        .iter()
        .filter(|p| !p.absent.is_empty())
        .map(|p| {
            let missing = p.absent.join(", ");
            if p.terms.is_empty() {
                format!("{} is absent: the data at hand have no {missing}.", p.id)
            } else {
                format!("{} lacks {missing}.", p.id)
            }
        })
        .collect();
    if t.game("levels-without-ideology").is_none() {
        said.push(
            "Without ideology the internal level is tested with what is left. FORGE codes it: \
             comity data add FILE."
                .to_owned(),
        );
    }
    if t.game("regional-parts").is_none() {
        said.push(
            "The regional level holds nearness (same country, same region) beside patron and \
             common enemy: --parts divides them."
                .to_owned(),
        );
    }
    let fits = &t.fits;
    said.push(format!(
        "{} models, {} fits: {} separated by a covariate (Firth's penalised estimates), {} \
         without a model (the training share stood in).",
        fits.models,
        thousands(fits.fits as u64),
        thousands(fits.separated as u64),
        fits.stand_ins
    ));
    let contests: usize = t.games.iter().flat_map(|g| &g.measures).map(|m| m.contests.len()).sum();
    said.push(format!(
        "{contests} contests and {} pairs of models are shown at once; about one contest in \
         twenty is told apart by chance, and a p-value below {:.4} survives Bonferroni's \
         correction over the pairs.",
        t.tests.len(),
        0.05 / t.tests.len().max(1) as f64
    ));
    said.push(
        "Resampling dyads keeps the dependence between years of a pair, not that between pairs \
         that share a group (a verdict by log-likelihood must hold under both) or that between pairs \
         of one year: what periods add rests on few years."
            .to_owned(),
    );
    said.push(
        "In sample a level with more covariates gains more from noise; out of sample it does not. \
         Clarke's test takes rows as independent, and with rare events nearly every row is one \
         without cooperation."
            .to_owned(),
    );
    said.extend(t.skipped.iter().map(|(year, why)| format!("{year} was not forecast: {why}.")));
    said
}
