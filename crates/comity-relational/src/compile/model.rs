//! The checks of a model before anything is computed.

use crate::catalogue::{Built, build};
use crate::history::NetworkSpec;
use crate::options::{Clock, Kind, Options};
use crate::stream::Stream;
use crate::terms::{Statistic, Term};
use comity_core::{Code, Error, Result};

/// A model that fits its stream.
pub(crate) struct Plan {
    pub(crate) names: Vec<String>,
    pub(crate) built: Vec<Built>,
    pub(crate) networks: Vec<NetworkSpec>,
    /// By layer: whether its events are those explained.
    pub(crate) dependent: Vec<bool>,
    /// The first event that counts in the likelihood, and the time before which none does.
    pub(crate) first: usize,
    pub(crate) start: f64,
}

fn bad(term: &Term, why: &str) -> Error {
    Error::new(Code::BadTerm, why).value(term.name())
}

/// Checks terms and options against a stream.
///
/// # Errors
/// `relational/bad-term`, `usage/bad-setting`, and `events/empty` when no event of the layers
/// asked for is left to explain.
pub(crate) fn checked(stream: &Stream, terms: &[Term], options: &Options) -> Result<Plan> {
    if terms.is_empty() {
        return Err(Error::new(Code::BadTerm, "a model needs at least one term"));
    }
    options.check()?;
    let dependent = dependent(stream, options)?;
    let mut counted = (0..stream.len()).filter(|&m| dependent[stream.layer[m] as usize]);
    let first = counted.nth(options.skip).ok_or_else(|| {
        Error::new(Code::NoEvents, "no event is left to explain")
            .hint("check the layers that were asked for and how many events are skipped")
    })?;
    let start = beginning(stream, options, first);
    let mut networks = Vec::new();
    let mut built = Vec::with_capacity(terms.len());
    let mut names: Vec<String> = Vec::with_capacity(terms.len());
    for term in terms {
        let name = term.name();
        if names.contains(&name) {
            return Err(bad(term, "the term stands twice in the model"));
        }
        let one = build(term, stream, &mut networks, start)?;
        let parts = one.effect.parts();
        let baseline = term.statistic == Statistic::Baseline;
        if baseline && options.clock == Clock::Ordinal {
            return Err(bad(term, "the order of events says nothing of their rate")
                .hint("leave the baseline out, or take the interval model"));
        }
        match options.kind {
            Kind::Rate if parts.receiver || parts.dyad => {
                return Err(bad(term, "a model of who acts takes terms of the sender only"));
            }
            Kind::Choice | Kind::Coordination if !(parts.receiver || parts.dyad) => {
                return Err(bad(term, "who acts is given: terms of the sender say nothing"));
            }
            _ => {}
        }
        names.push(name);
        built.push(one);
    }
    Ok(Plan { names, built, networks, dependent, first, start })
}

fn dependent(stream: &Stream, options: &Options) -> Result<Vec<bool>> {
    let Some(asked) = &options.dependent else {
        return Ok(vec![true; stream.layers.len()]);
    };
    if let Some(name) = asked.iter().find(|name| stream.layer_number(name).is_none()) {
        return Err(Error::new(Code::BadSetting, "the stream has no such layer")
            .value(name)
            .candidates(stream.layers.clone()));
    }
    Ok(stream.layers.iter().map(|l| asked.contains(l)).collect())
}

/// The time from which rates are exposed: the start of observation, or that of the last event
/// before the first that counts, or this one's own time.
fn beginning(stream: &Stream, options: &Options, first: usize) -> f64 {
    let before = |m: usize| m.checked_sub(1).and_then(|m| stream.times.get(m)).copied();
    match stream.start {
        Some(start) if options.skip == 0 => start,
        _ => before(first).unwrap_or_else(|| stream.times[first]),
    }
}
