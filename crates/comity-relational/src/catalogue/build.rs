//! From a term to the statistic that computes it.

use super::Effect;
use super::attribute::Attributes;
use super::baseline::Baseline;
use super::covariate::Dyadic;
use super::degree::Degree;
use super::inertia::Inertia;
use super::rank::Ranked;
use super::recency::Since;
use super::reciprocity::Reciprocity;
use super::shift::Shifted;
use super::two_path::{LegOf, Path, TwoPath};
use crate::compile::Transform;
use crate::history::NetworkSpec;
use crate::stream::Stream;
use crate::terms::{
    Combine, Contrast, Direction, Leg, Measure, Memory, Orientation, Scaling, Side, Statistic, Term,
};
use comity_core::{Code, Error, Result};

/// A term ready to be computed.
pub(crate) struct Built {
    pub(crate) effect: Box<dyn Effect>,
    pub(crate) transform: Transform,
    pub(crate) standardised: bool,
    /// The layer whose single events it looks at, if it does.
    pub(crate) layer: Option<u16>,
    /// Networks that it looks at.
    pub(crate) networks: Vec<usize>,
}

fn refused(term: &Term, why: impl Into<String>) -> Error {
    Error::new(Code::BadTerm, why).value(term.name())
}

fn layer(term: &Term, stream: &Stream, name: Option<&String>) -> Result<Option<u16>> {
    name.map(|name| {
        stream.layer_number(name).ok_or_else(|| {
            refused(term, format!("the stream has no layer `{name}`"))
                .candidates(stream.layers().to_vec())
        })
    })
    .transpose()
}

/// Refuses options that do not fit the statistic.
fn check(term: &Term, stream: &Stream) -> Result<()> {
    let counts = term.statistic.is_count() || matches!(term.statistic, Statistic::Balance { .. });
    let plain = term.memory == Memory::Full && term.measure == Measure::Weights;
    if !counts && !plain {
        return Err(refused(term, "memory and measure are options of counts of events"));
    }
    if !term.memory.is_valid() {
        return Err(refused(term, "the lengths of a memory are finite and above zero"));
    }
    let fades = matches!(term.memory, Memory::Decay { .. });
    if fades && term.measure == Measure::Binary {
        return Err(refused(term, "whether there is an event cannot decay"));
    }
    let by_total = matches!(
        term.statistic,
        Statistic::Inertia | Statistic::Reciprocity | Statistic::Degree { .. }
    );
    match term.scaling {
        Scaling::Log1p if !term.statistic.is_count() => {
            return Err(refused(term, "log1p is for counts, which are never below zero"));
        }
        Scaling::Proportional { .. } if !by_total => {
            return Err(refused(term, "proportional is for inertia, reciprocity and degrees"));
        }
        Scaling::Standardised if term.statistic == Statistic::Baseline => {
            return Err(refused(term, "a constant cannot be standardised"));
        }
        _ => {}
    }
    if !stream.directed {
        let sided = match &term.statistic {
            Statistic::Reciprocity | Statistic::Shift(_) | Statistic::RecencyRank(_) => true,
            Statistic::Recency(of) => *of != crate::terms::Recency::Continue,
            Statistic::Degree { side, .. } => *side != Side::Both,
            Statistic::Inertia => matches!(term.scaling, Scaling::Proportional { .. }),
            Statistic::Attribute { contrast, .. } => {
                matches!(contrast, Contrast::Send | Contrast::Receive | Contrast::Signed)
            }
            _ => false,
        };
        if sided {
            return Err(refused(term, "the sides of an undirected event have no roles"));
        }
    }
    Ok(())
}

/// Finds a network of this make among those there are, or adds it.
fn network(networks: &mut Vec<NetworkSpec>, spec: NetworkSpec) -> usize {
    networks.iter().position(|s| *s == spec).unwrap_or_else(|| {
        networks.push(spec);
        networks.len() - 1
    })
}

fn named<'a, T>(term: &Term, what: &str, name: &str, found: Option<&'a T>) -> Result<&'a T> {
    found.ok_or_else(|| refused(term, format!("the stream has no {what} `{name}`")))
}

/// Builds the statistic of a term; networks that it needs are added to `networks`. `start` is
/// the time of the first moment that counts.
pub(crate) fn build(
    term: &Term,
    stream: &Stream,
    networks: &mut Vec<NetworkSpec>,
    start: f64,
) -> Result<Built> {
    check(term, stream)?;
    let own = layer(term, stream, term.layer.as_ref())?;
    let spec = NetworkSpec { layer: own, memory: term.memory, measure: term.measure };
    let share = match term.scaling {
        Scaling::Proportional { empty } => Some(empty),
        _ => None,
    };
    let mut used = Vec::new();
    let mut net = |spec: NetworkSpec| {
        let k = network(networks, spec);
        used.push(k);
        k
    };
    let mut degree = 1;
    let mut transform = None;
    let effect: Box<dyn Effect> = match &term.statistic {
        Statistic::Baseline => Box::new(Baseline),
        Statistic::Inertia => Box::new(Inertia { net: net(spec), spec, share }),
        Statistic::Reciprocity => Box::new(Reciprocity { net: net(spec), spec, share }),
        Statistic::Degree { side, direction } => {
            let direction = if stream.directed { *direction } else { Direction::Out };
            let net = net(spec);
            if let Some(empty) = share {
                let twice = direction == Direction::Total;
                transform = Some(Transform::Share { network: net, empty, twice });
            }
            Box::new(Degree { net, spec, side: *side, direction, share })
        }
        Statistic::TwoPath { first, second, combine } => {
            degree = if *combine == Combine::Product { 2 } else { 1 };
            let mut leg = |leg: &Leg| -> Result<LegOf> {
                let layer = match &leg.layer {
                    Some(name) => layer(term, stream, Some(name))?,
                    None => own,
                };
                let spec = NetworkSpec { layer, ..spec };
                let way = if stream.directed { leg.orientation } else { Orientation::Out };
                Ok(LegOf { net: net(spec), spec, way })
            };
            let path = Path { first: leg(first)?, second: leg(second)?, sign: 1.0 };
            Box::new(TwoPath { paths: vec![path], combine: *combine })
        }
        Statistic::Balance { friends, foes } => {
            let mut leg = |name: &String| -> Result<LegOf> {
                let spec = NetworkSpec { layer: layer(term, stream, Some(name))?, ..spec };
                let way = if stream.directed { Orientation::Either } else { Orientation::Out };
                Ok(LegOf { net: net(spec), spec, way })
            };
            let (f, e) = (leg(friends)?, leg(foes)?);
            let path = |first, second, sign| Path { first, second, sign };
            let paths = vec![path(f, f, 1.0), path(e, e, 1.0), path(f, e, -1.0), path(e, f, -1.0)];
            Box::new(TwoPath { paths, combine: Combine::Min })
        }
        Statistic::Shift(shift) => Box::new(Shifted { shift: *shift, spec, last: None }),
        Statistic::Recency(of) => {
            let origin = stream.times.first().copied().unwrap_or(0.0) - 1.0;
            transform = Some(Transform::Since { origin });
            Box::new(Since { of: *of, spec, origin })
        }
        Statistic::RecencyRank(of) => {
            let order = vec![Vec::new(); stream.actors.len()];
            Box::new(Ranked { of: *of, spec, order })
        }
        Statistic::Attribute { name, contrast } => {
            let found = named(term, "attribute", name, stream.attributes.get(name));
            let found =
                found.map_err(|e| e.candidates(stream.attributes.keys().cloned().collect()))?;
            Box::new(Attributes::new(*contrast, found, start))
        }
        Statistic::Covariate { name } => {
            let found = named(term, "covariate", name, stream.covariates.get(name));
            let found =
                found.map_err(|e| e.candidates(stream.covariates.keys().cloned().collect()))?;
            Box::new(Dyadic::new(found, start))
        }
    };
    let fades = matches!(term.memory, Memory::Decay { .. });
    let log1p = term.scaling == Scaling::Log1p;
    // Shares of a dyad's total are ratios, which decay leaves alone.
    let ratio = share.is_some() && !matches!(term.statistic, Statistic::Degree { .. });
    let transform = transform.unwrap_or(match used.first() {
        Some(&network) if fades && !ratio => Transform::Faded { network, degree, log1p },
        _ => Transform::Kept { log1p },
    });
    used.sort_unstable();
    used.dedup();
    let standardised = term.scaling == Scaling::Standardised;
    Ok(Built { effect, transform, standardised, layer: own, networks: used })
}
