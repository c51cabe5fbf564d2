//! Statistics of all dyads at the moments of a model.

use super::past::Past;
use crate::compile::{Plan, Transform, checked};
use crate::options::{Clock, Options, RiskSet};
use crate::stream::Stream;
use crate::terms::{Scaling, Term};
use comity_core::Result;

/// A moment at which the likelihood is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub time: f64,
    /// Time since the moment before; zero in ordinal models.
    pub exposure: f64,
    /// Ordered pairs at risk; in undirected streams those with the smaller number first.
    pub dyads: Vec<(u32, u32)>,
    /// Their values: one list a dyad, one entry a term.
    pub values: Vec<Vec<f64>>,
    /// Events explained at this moment, as places in `dyads`.
    pub events: Vec<usize>,
}

/// The statistics of every dyad at every moment, by definition: dyads × terms values a moment.
///
/// ```
/// use comity_relational::{Options, Scaling, StreamBuilder, Term, naive};
/// let mut b = StreamBuilder::directed();
/// b.event("a", "b", 1.0)?.event("b", "a", 2.0)?.event("a", "b", 3.0)?;
/// let terms = [Term::inertia().scaled(Scaling::None)];
/// let moments = naive::statistics(&b.finish()?, &terms, &Options::default())?;
/// assert_eq!(moments[2].values, [[1.0], [1.0]]);
/// # Ok::<(), comity_core::Error>(())
/// ```
///
/// # Errors
/// As [`crate::fit`].
pub fn statistics(stream: &Stream, terms: &[Term], options: &Options) -> Result<Vec<Moment>> {
    let plan = checked(stream, terms, options)?;
    let times = times(stream, options, &plan);
    let mut before = plan.start;
    let moments = times.into_iter().map(|time| {
        let exposure = if options.clock == Clock::Interval { time - before } else { 0.0 };
        before = time;
        moment(stream, terms, options, &plan, (time, exposure))
    });
    Ok(moments.collect())
}

fn is_dependent(stream: &Stream, plan: &Plan, m: usize) -> bool {
    m >= plan.first && plan.dependent[stream.layer[m] as usize]
}

/// Times of the moments, ascending.
fn times(stream: &Stream, options: &Options, plan: &Plan) -> Vec<f64> {
    let first = stream.times[plan.first];
    let mut times: Vec<f64> = if options.clock == Clock::Ordinal {
        let events = (0..stream.len()).filter(|&m| is_dependent(stream, plan, m));
        events.map(|m| stream.times[m]).collect()
    } else {
        let from = if stream.start.is_some() { plan.start } else { first };
        let mut all: Vec<f64> = stream.times.iter().copied().filter(|&t| t >= from).collect();
        let mut outside: Vec<f64> =
            plan.built.iter().flat_map(|b| b.effect.change_times()).collect();
        let spells = stream.presence.spells.iter().flatten();
        outside.extend(spells.flat_map(|s| [s.from, s.until]));
        all.extend(stream.end);
        let last = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        all.extend(outside.into_iter().filter(|&t| t > plan.start && t < last));
        all
    };
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

fn moment(
    stream: &Stream,
    terms: &[Term],
    options: &Options,
    plan: &Plan,
    (time, exposure): (f64, f64),
) -> Moment {
    let past = Past::new(stream, time, options.ages);
    let n = stream.actors.len() as u32;
    let presence = &stream.presence;
    let listed = |i: u32, j: u32| {
        options.risk == RiskSet::Full
            || (0..stream.len()).any(|m| {
                let dyad = (stream.senders[m], stream.receivers[m]);
                let same = dyad == (i, j) || (!stream.directed && dyad == (j, i));
                plan.dependent[stream.layer[m] as usize] && same
            })
    };
    let at_risk = |&(i, j): &(u32, u32)| {
        i != j
            && (stream.directed || i < j)
            && presence.at(i, time)
            && presence.at(j, time)
            && presence.sends(i)
            && presence.receives(j)
            && listed(i, j)
    };
    let dyads: Vec<(u32, u32)> =
        (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(at_risk).collect();
    let mut values: Vec<Vec<f64>> = dyads
        .iter()
        .map(|&(i, j)| {
            let built = plan.built.iter().zip(terms);
            built.map(|(b, t)| scaled(b.transform, t, b.effect.as_ref(), &past, (i, j))).collect()
        })
        .collect();
    for (k, _) in terms.iter().enumerate().filter(|(_, t)| t.scaling == Scaling::Standardised) {
        standardise(&mut values, k);
    }
    let place = |m: usize| {
        let (i, j) = (stream.senders[m], stream.receivers[m]);
        let dyad = if stream.directed || i < j { (i, j) } else { (j, i) };
        dyads.iter().position(|d| *d == dyad)
    };
    let at = (0..stream.len()).filter(|&m| stream.times[m] == time);
    let events = at.filter(|&m| is_dependent(stream, plan, m)).filter_map(place).collect();
    Moment { time, exposure, dyads, values, events }
}

fn scaled(
    transform: Transform,
    term: &Term,
    effect: &dyn crate::catalogue::Effect,
    past: &Past<'_>,
    (i, j): (u32, u32),
) -> f64 {
    let log =
        matches!(transform, Transform::Kept { log1p: true } | Transform::Faded { log1p: true, .. });
    if !log {
        return effect.value(past, i, j);
    }
    // Each actor's part of a sum over both is taken by itself.
    match effect.sides(past, i, j) {
        Some((a, b)) => libm::log1p(a) + libm::log1p(b),
        None => {
            debug_assert!(term.scaling == Scaling::Log1p);
            libm::log1p(effect.value(past, i, j))
        }
    }
}

fn standardise(values: &mut [Vec<f64>], k: usize) {
    let n = values.len() as f64;
    let mean = values.iter().map(|v| v[k]).sum::<f64>() / n;
    let squares = values.iter().map(|v| (v[k] - mean) * (v[k] - mean)).sum::<f64>();
    let sd = if n > 1.0 { (squares / (n - 1.0)).sqrt() } else { 0.0 };
    let flat = !(sd > 1e-12 * mean.abs() && sd > 0.0);
    values.iter_mut().for_each(|v| v[k] = if flat { 0.0 } else { (v[k] - mean) / sd });
}
