//! The conditional logit over sampled dyads.

use crate::compile::{Coming, Tracker, checked};
use crate::evaluate::{Contribution, Moments, Risk};
use crate::options::{Options, Ties};
use crate::stream::Stream;
use crate::terms::{Scaling, Term};
use comity_core::{Code, Error, Result};
use comity_numerics::{Cholesky, Matrix};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

/// How to sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledOptions {
    /// Controls of each event.
    pub controls: usize,
    /// How often the whole is drawn and fitted.
    pub repetitions: usize,
    /// The seed of the first repetition; the others follow.
    pub seed: u64,
}

/// Fits to repeated samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampledFit {
    /// Terms.
    pub names: Vec<String>,
    /// Mean of the repetitions' coefficients.
    pub coefficients: Vec<f64>,
    /// √(average variance + (1 + 1/R) variance between), Rubin's rule.
    pub standard_errors: Vec<f64>,
    /// Standard deviation of the coefficients between repetitions; zero for one.
    pub between: Vec<f64>,
    /// Each repetition's coefficients.
    pub repetitions: Vec<Vec<f64>>,
    /// Controls of each event.
    pub controls: usize,
    /// Events.
    pub events: usize,
}

/// One event with its controls: values, one list a dyad, the event's first.
type Stratum = Vec<Vec<f64>>;

/// Fits the ordinal relational event model to sampled dyads. All presence, layers, memories
/// and scalings are allowed except standardisation, which needs the whole risk set.
///
/// # Errors
/// As [`crate::fit`]; `usage/bad-setting` for no controls or no repetitions;
/// `relational/bad-term` for standardised terms.
pub fn fit_sampled(
    stream: &Stream,
    terms: &[Term],
    options: &Options,
    sampling: &SampledOptions,
) -> Result<SampledFit> {
    if sampling.controls == 0 || sampling.repetitions == 0 {
        return Err(Error::new(Code::BadSetting, "one control and one repetition are the least"));
    }
    if let Some(term) = terms.iter().find(|t| t.scaling == Scaling::Standardised) {
        return Err(Error::new(Code::BadTerm, "the whole risk set is needed to standardise")
            .value(term.name()));
    }
    let (mut repetitions, mut within, mut events) = (Vec::new(), Vec::new(), 0);
    for k in 0..sampling.repetitions as u64 {
        let seed = sampling.seed.wrapping_add(k);
        let strata = strata(stream, terms, options, (sampling.controls, seed))?;
        events = strata.len();
        let (theta, variances) = newton(&strata, terms.len())?;
        repetitions.push(theta);
        within.push(variances);
    }
    let r = sampling.repetitions as f64;
    let mean = |of: &[Vec<f64>], k: usize| of.iter().map(|v| v[k]).sum::<f64>() / r;
    let coefficients: Vec<f64> = (0..terms.len()).map(|k| mean(&repetitions, k)).collect();
    let variance = |k: usize| {
        let squares = repetitions.iter().map(|t| (t[k] - coefficients[k]).powi(2)).sum::<f64>();
        if r > 1.0 { squares / (r - 1.0) } else { 0.0 }
    };
    let between: Vec<f64> = (0..terms.len()).map(variance).collect();
    let total = |k: usize| libm::sqrt(mean(&within, k) + (1.0 + 1.0 / r) * between[k]);
    Ok(SampledFit {
        names: terms.iter().map(Term::name).collect(),
        standard_errors: (0..terms.len()).map(total).collect(),
        between: between.iter().map(|v| libm::sqrt(*v)).collect(),
        coefficients,
        repetitions,
        controls: sampling.controls,
        events,
    })
}

fn strata(
    stream: &Stream,
    terms: &[Term],
    options: &Options,
    (controls, seed): (usize, u64),
) -> Result<Vec<Stratum>> {
    let plan = checked(stream, terms, options)?;
    let (dependent, first) = (plan.dependent.clone(), plan.first);
    let mut tracker = Tracker::new(stream, plan.built, &plan.networks, plan.start);
    tracker.begin()?;
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let mut out = Vec::new();
    let mut next = 0;
    for m in 0..stream.len() {
        if m < first || !dependent[stream.layer[m] as usize] {
            continue;
        }
        let time = stream.times[m];
        while stream.times[next] < time {
            let (from, to) = (stream.senders[next], stream.receivers[next]);
            let (layer, weight) = (stream.layer[next], stream.weights[next]);
            tracker.happen(Coming { time: stream.times[next], from, to, layer, weight });
            next += 1;
        }
        tracker.pass(time, time);
        let own = (stream.senders[m], stream.receivers[m]);
        let values = |dyad| tracker.values_of(dyad, time, time).collect();
        let mut stratum: Stratum = vec![values(own)];
        for dyad in drawn(stream, &tracker, own, controls, &mut rng) {
            stratum.push(values(dyad));
        }
        out.push(stratum);
    }
    Ok(out)
}

/// Distinct dyads at risk other than the event's: as many as were asked for, or all there are.
fn drawn(
    stream: &Stream,
    tracker: &Tracker<'_>,
    own: (u32, u32),
    controls: usize,
    rng: &mut Pcg64Mcg,
) -> Vec<(u32, u32)> {
    let n = stream.actors.len() as u32;
    let order = |(i, j): (u32, u32)| if stream.directed || i < j { (i, j) } else { (j, i) };
    let there = |k: u32| tracker.present[k as usize];
    let senders: Vec<u32> = (0..n).filter(|&i| there(i) && stream.presence.sends(i)).collect();
    let receivers: Vec<u32> = (0..n).filter(|&j| there(j) && stream.presence.receives(j)).collect();
    let both = senders.iter().filter(|i| receivers.contains(i)).count();
    let pairs = senders.len() * receivers.len() - both;
    let others = if stream.directed { pairs } else { pairs / 2 } - 1;
    let mut found: Vec<(u32, u32)> = Vec::new();
    if 2 * controls >= others {
        let all = senders.iter().flat_map(|&i| receivers.iter().map(move |&j| (i, j)));
        let all = all.filter(|&(i, j)| i != j && (stream.directed || i < j));
        let mut all: Vec<_> = all.filter(|&d| d != order(own)).collect();
        for k in 0..controls.min(all.len()) {
            let at = rng.random_range(k..all.len());
            all.swap(k, at);
            found.push(all[k]);
        }
        return found;
    }
    while found.len() < controls {
        let i = senders[rng.random_range(0..senders.len())];
        let j = receivers[rng.random_range(0..receivers.len())];
        let dyad = order((i, j));
        if i != j && dyad != order(own) && !found.contains(&dyad) {
            found.push(dyad);
        }
    }
    found
}

fn evaluate(strata: &[Stratum], theta: &[f64]) -> Contribution {
    let width = theta.len();
    let mut sum = Contribution::zeros(width);
    let mut risk = Risk { moments: Moments::zeros(width), shift: 0.0 };
    for stratum in strata {
        let eta = |x: &Vec<f64>| x.iter().zip(theta).map(|(x, b)| x * b).sum::<f64>();
        risk.shift = stratum.iter().map(eta).fold(f64::NEG_INFINITY, f64::max);
        risk.moments.clear();
        for x in stratum {
            risk.moments.add_point(libm::exp(eta(x) - risk.shift), x);
        }
        let x = stratum[0].as_slice();
        let event = crate::evaluate::Acted { x, eta: eta(&stratum[0]), repeats: false };
        sum.add_ordinal(Ties::Breslow, &risk, &[event]);
    }
    sum
}

/// Newton steps, halved until the likelihood rises: θ and its variances.
fn newton(strata: &[Stratum], width: usize) -> Result<(Vec<f64>, Vec<f64>)> {
    let mut theta = vec![0.0; width];
    let mut at = evaluate(strata, &theta);
    for _ in 0..100 {
        let information = Matrix::from_fn(width, |k, l| {
            let (k, l) = (k.max(l), k.min(l));
            at.information[k * (k + 1) / 2 + l]
        });
        let Some(factor) = Cholesky::new(&information) else { break };
        let step = factor.solve(&at.gradient);
        let decrement: f64 = step.iter().zip(&at.gradient).map(|(s, g)| s * g).sum();
        let mut by = 1.0;
        let (mut next, mut o) = (theta.clone(), at.clone());
        for _ in 0..30 {
            next = theta.iter().zip(&step).map(|(t, s)| t + by * s).collect();
            o = evaluate(strata, &next);
            if o.value >= at.value - 1e-12 * at.value.abs() {
                break;
            }
            by *= 0.5;
        }
        (theta, at) = (next, o);
        if decrement < 1e-12 {
            return Ok((theta, factor.inverse().diagonal()));
        }
    }
    Err(Error::new(Code::NoSample, "the sampled likelihood has no maximum that was found")
        .hint("take more controls, or the exact model with Firth's penalty"))
}
