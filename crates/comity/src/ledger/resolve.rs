//! What became of recorded forecasts, by the data at hand.

use crate::session::Session;
use comity_core::{AsOf, Domain, Dyad, Estimand, Forecast, Result, Year};
use comity_panel::Record;
use comity_score::{brier_score, log_score};
use comity_world::Recorded;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// What the data at hand say of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Cooperation was coded in the period.
    Yes,
    /// Both groups were observed in every year of the period, and no cooperation was coded.
    No,
    /// The source does not reach the end of the period.
    Open,
    /// The source reaches beyond the period and did not observe both groups in all of it.
    NotCoded,
}

impl State {
    /// The outcome, once there is one.
    #[must_use]
    pub const fn outcome(self) -> Option<bool> {
        match self {
            State::Yes => Some(true),
            State::No => Some(false),
            State::Open | State::NotCoded => None,
        }
    }

    /// The words in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Yes => "yes",
            State::No => "no",
            State::Open => "open",
            State::NotCoded => "not coded",
        }
    }
}

/// A recorded forecast with its resolution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// What the record is called.
    pub id: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Version and fingerprint of the program that issued it.
    pub program: String,
    /// Hash of the inputs.
    pub inputs: String,
    /// Settings by name.
    pub spec: BTreeMap<String, String>,
    /// Display name of the member with the smaller id.
    pub a_name: String,
    /// Display name of the member with the larger id.
    pub b_name: String,
    /// What became of it.
    pub state: State,
    /// Whether the data at hand when it was issued covered a year of the period already.
    pub hindsight: bool,
    /// Squared difference from the outcome; lower is better.
    pub brier: Option<f64>,
    /// −ln of the probability given to the outcome; `None` too when that was zero.
    pub log_score: Option<f64>,
    /// The forecast, its resolution filled in.
    pub forecast: Forecast,
}

/// Mean scores of the resolved forecasts of a domain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tally {
    /// The domain; `None` for any cooperation.
    pub domain: Option<Domain>,
    /// Whether these were issued when the data at hand covered the period already.
    pub hindsight: bool,
    /// Resolved forecasts.
    pub forecasts: usize,
    /// Different questions among them.
    pub questions: usize,
    /// Of the forecasts, those whose outcome is yes.
    pub events: usize,
    /// Mean Brier score.
    pub brier: f64,
    /// Mean log score; `None` when an outcome had been given the probability zero.
    pub log_score: Option<f64>,
}

/// The ledger with everything resolved that can be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// The forecasts, oldest first.
    pub forecasts: Vec<Listed>,
    /// Scores so far, by domain.
    pub scores: Vec<Tally>,
    /// How many are open.
    pub open: usize,
    /// How many were not coded.
    pub not_coded: usize,
}

/// The recorded forecasts, or those about a pair, resolved by the data at hand.
///
/// # Errors
/// When the ledger is damaged or the store cannot be read.
pub fn resolve(session: &Session, of: Option<Dyad>) -> Result<Ledger> {
    let recorded = session.world().recorded_forecasts(of)?;
    if recorded.is_empty() {
        return Ok(Ledger::default());
    }
    let record = Record::read(&session.world().evidence(AsOf::LATEST)?)?;
    let mut reach = BTreeMap::new();
    let mut ledger = Ledger::default();
    for r in recorded {
        let e = r.entry.forecast.estimand;
        let reach = *reach.entry(e.domain).or_insert_with(|| record.coded_to(e.domain));
        let state = state(&e, reach, |year| record.cooperated(e.domain, e.dyad, year));
        ledger.open += usize::from(state == State::Open);
        ledger.not_coded += usize::from(state == State::NotCoded);
        ledger.forecasts.push(listed(session, r, state)?);
    }
    ledger.scores = tallies(&ledger.forecasts)?;
    Ok(ledger)
}

/// The rule of resolution: yes once any year is coded yes; no once every year is coded no.
fn state(
    question: &Estimand,
    reach: Option<Year>,
    cooperated: impl Fn(Year) -> Option<bool>,
) -> State {
    let last = question.as_of.saturating_add(question.horizon.into());
    let mut found = State::No;
    for year in question.as_of.saturating_add(1)..=last {
        match cooperated(year) {
            Some(true) => return State::Yes,
            Some(false) => {}
            None if reach.is_none_or(|reach| year > reach) => found = State::Open,
            None if found == State::No => found = State::NotCoded,
            None => {}
        }
    }
    found
}

fn listed(session: &Session, recorded: Recorded, state: State) -> Result<Listed> {
    let Recorded { id, entry, .. } = recorded;
    let mut forecast = entry.forecast;
    forecast.resolution = state.outcome();
    let (p, dyad) = ([forecast.probability], forecast.estimand.dyad);
    let scores = match state.outcome() {
        Some(y) => Some((brier_score(&p, &[y])?, log_score(&p, &[y])?.finite())),
        None => None,
    };
    let name = |id| session.registry().name(id).to_owned();
    Ok(Listed {
        id,
        issued_at: entry.issued_at,
        program: entry.program,
        inputs: entry.inputs,
        spec: entry.spec,
        a_name: name(dyad.a()),
        b_name: name(dyad.b()),
        state,
        hindsight: entry.known_to.is_some_and(|known| known > forecast.estimand.as_of),
        brier: scores.map(|s| s.0),
        log_score: scores.and_then(|s| s.1),
        forecast,
    })
}

fn tallies(forecasts: &[Listed]) -> Result<Vec<Tally>> {
    let mut groups: BTreeMap<_, Vec<(&Listed, bool)>> = BTreeMap::new();
    for l in forecasts {
        if let Some(outcome) = l.state.outcome() {
            let key = (l.forecast.estimand.domain, l.hindsight);
            groups.entry(key).or_default().push((l, outcome));
        }
    }
    groups
        .into_iter()
        .map(|((domain, hindsight), group)| {
            let p: Vec<f64> = group.iter().map(|(l, _)| l.forecast.probability).collect();
            let y: Vec<bool> = group.iter().map(|(_, y)| *y).collect();
            let questions: HashSet<_> = group.iter().map(|(l, _)| l.forecast.estimand).collect();
            Ok(Tally {
                domain,
                hindsight,
                forecasts: group.len(),
                questions: questions.len(),
                events: y.iter().filter(|y| **y).count(),
                brier: brier_score(&p, &y)?,
                log_score: log_score(&p, &y)?.finite(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use comity_core::ActorId;

    #[test]
    fn a_question_resolves_by_its_rule() {
        let dyad = Dyad::new(ActorId::ucdp(1), ActorId::ucdp(2)).unwrap();
        let of = |horizon, coded: &[Option<bool>], reach| {
            let question = Estimand { dyad, domain: None, as_of: 2016, horizon };
            state(&question, reach, |y| coded.get(usize::try_from(y - 2017).unwrap()).copied()?)
        };
        let (yes, no) = (Some(true), Some(false));
        let cases = [
            (1, &[yes][..], Some(2017), State::Yes),
            (1, &[no], Some(2017), State::No),
            (1, &[None], Some(2016), State::Open),
            (1, &[None], None, State::Open),
            (1, &[None], Some(2017), State::NotCoded),
            (3, &[no, yes], Some(2018), State::Yes),
            (3, &[no, no], Some(2018), State::Open),
            (3, &[None, no, no], Some(2019), State::NotCoded),
            (3, &[None, no], Some(2018), State::Open),
        ];
        for (horizon, coded, reach, expected) in cases {
            assert_eq!(of(horizon, coded, reach), expected, "{horizon} {coded:?} {reach:?}");
        }
    }
}
