//! Evaluations and outlooks, computed once and kept: the same inputs and the same
//! specification are never computed twice.

use crate::session::Session;
use crate::spec::{FINGERPRINT, Spec};
use comity_core::{Dyad, Result, Year};
use comity_outlook::{Evaluation, Forecaster, Outlook, Settings, evaluate};
use comity_panel::{Panel, PanelSpec};
use comity_theories::Theory;
use comity_world::Evidence;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// Progress of long work: (what is done, what there is in all).
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Everything that forecasts of one specification rest on.
pub struct Ground {
    /// The evidence.
    pub evidence: Evidence,
    /// The panel, with rows for the year that is forecast.
    pub panel: Panel,
    /// The theories.
    pub theories: Vec<Theory>,
    /// The text of the files that further theories came from; part of every cache key.
    pub beside: String,
    /// Settings of the evaluation.
    pub settings: Settings,
    /// The year the specification is as of.
    pub as_of: Year,
    /// The last year coded for support: before `as_of` when coverage ends earlier.
    pub last_coded: Year,
}

impl Ground {
    /// Evidence, panel and settings of a specification, with a row for every pair of `extra`.
    ///
    /// # Errors
    /// When the store cannot be read or nothing is at risk.
    pub fn new(session: &Session, spec: &Spec, extra: &[Dyad]) -> Result<Self> {
        let mut evidence = session.evidence(spec)?;
        let last_coded = session.last_coded_year(&evidence)?;
        let as_of = spec.as_of.unwrap_or(last_coded);
        if spec.as_of.is_none() {
            // Without a year the outlook is as of the last coded one, and uses nothing later.
            evidence = session.evidence(&Spec { as_of: Some(as_of), ..*spec })?;
        }
        let panel = comity_panel::build(
            &evidence,
            &PanelSpec {
                risk_set: spec.risk_set,
                forecast_year: Some(as_of + 1),
                extra_pairs: extra.to_vec(),
                ..PanelSpec::default()
            },
        )?;
        let settings = Settings {
            horizon: spec.horizon,
            seed: spec.seed,
            first_origin: spec.first_forecast.min(as_of),
            paths: spec.paths as usize,
            ..Settings::new(as_of)
        };
        let theories = comity_theories::catalogue()?;
        Ok(Self { evidence, panel, theories, beside: String::new(), settings, as_of, last_coded })
    }

    /// The rolling-origin evaluations of the named outcomes, from the cache where possible.
    /// An outcome that cannot be evaluated (not coded, too few events) is left out.
    ///
    /// # Errors
    /// When a setting is out of range.
    pub fn evaluations(
        &self,
        session: &Session,
        spec: &Spec,
        outcomes: &[String],
        progress: Progress<'_>,
    ) -> Result<Vec<Evaluation>> {
        // Under the year that was resolved: "the latest" and that year are one evaluation.
        let spec = Spec { as_of: Some(self.as_of), ..*spec };
        let jobs = Jobs::new(outcomes.len());
        let one = |(i, outcome): (usize, &String)| -> Result<Option<Evaluation>> {
            let key = cache_key(session, &spec, &self.named(outcome))?;
            let cached = session.world().cache_get(&key);
            if let Some(e) = cached.and_then(|b| Evaluation::from_bytes(&b).ok()) {
                return Ok(Some(e));
            }
            let step = |done, total| jobs.report(i, (done, total), progress);
            match evaluate(&self.panel, outcome, &self.theories, &self.settings, &step) {
                Ok(e) => {
                    session.world().cache_put(&key, &e.to_bytes()?);
                    Ok(Some(e))
                }
                Err(e) if e.code() == comity_core::Code::NoSample => Ok(None),
                Err(e) => Err(e),
            }
        };
        // Side by side: while the longest fits of one outcome end, another's begin.
        let found: Result<Vec<Option<Evaluation>>> = outcomes
            .par_iter()
            .with_max_len(1)
            .enumerate()
            .map(|job| {
                let found = one(job);
                jobs.end(job.0, progress);
                found
            })
            .collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// The name of an evaluation in the cache.
    fn named(&self, outcome: &str) -> String {
        match self.beside.as_str() {
            "" => format!("evaluation {outcome}"),
            beside => format!("evaluation {outcome} with {beside}"),
        }
    }

    /// Outlooks of pairs, in their order.
    ///
    /// # Errors
    /// When the coverage table cannot be read or a forecast contradicts itself.
    pub fn outlooks(
        &self,
        session: &Session,
        evaluations: &[Evaluation],
        pairs: &[Dyad],
    ) -> Result<Vec<Outlook>> {
        let mut forecaster =
            Forecaster::new(&self.panel, evaluations, &self.theories, &self.settings)?;
        for id in pairs.iter().flat_map(|d| [d.a(), d.b()]) {
            let years = session.observed_for_support(&self.evidence, id)?;
            forecaster = forecaster.observed(id, years.into_iter().max());
        }
        pairs.iter().map(|d| forecaster.outlook(*d)).collect()
    }
}

/// A cache key: the hash of everything a result depends on, and what the result is.
///
/// # Errors
/// When the store's manifest cannot be read.
pub(crate) fn cache_key(session: &Session, spec: &Spec, what: &str) -> Result<String> {
    let inputs = session.world().inputs_hash_as_of(spec.clocks())?;
    let mut hasher = Sha256::new();
    hasher.update(format!("{FINGERPRINT}\n{inputs}\n{what}\n{}\n", spec.seed));
    for (name, value) in spec.named() {
        hasher.update(format!("{name}={value}\n"));
    }
    Ok(hasher.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// Progress of jobs that run side by side: what each has done, and how long it is once it
/// has said so.
struct Jobs(Mutex<Vec<(usize, Option<usize>)>>);

impl Jobs {
    fn new(jobs: usize) -> Self {
        Self(Mutex::new(vec![(0, None); jobs]))
    }

    /// One job's state. Calls may overtake each other, so what is done never falls.
    fn report(&self, job: usize, (done, total): (usize, usize), progress: Progress<'_>) {
        self.change(job, progress, |own| *own = (own.0.max(done), Some(total)));
    }

    /// One job has ended, whatever became of it: nothing more is to be waited for.
    fn end(&self, job: usize, progress: Progress<'_>) {
        self.change(job, progress, |own| own.1 = Some(own.0));
    }

    /// Passes on the sum over all jobs; one that has not said how long it is counts as the
    /// longest of the others.
    fn change(
        &self,
        job: usize,
        progress: Progress<'_>,
        change: impl Fn(&mut (usize, Option<usize>)),
    ) {
        let Ok(mut jobs) = self.0.lock() else { return };
        jobs.get_mut(job).into_iter().for_each(change);
        let longest = jobs.iter().filter_map(|(_, total)| *total).max().unwrap_or(0);
        let done = jobs.iter().map(|(done, _)| *done).sum();
        let total = jobs.iter().map(|(_, total)| total.unwrap_or(longest)).sum();
        if total > 0 {
            progress(done, total);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_of_jobs_side_by_side_ends_at_the_whole() {
        let seen = Mutex::new(Vec::new());
        let progress = |done: usize, total: usize| seen.lock().unwrap().push((done, total));
        let jobs = Jobs::new(3);
        jobs.end(0, &progress);
        jobs.report(1, (2, 4), &progress);
        jobs.report(1, (1, 4), &progress);
        jobs.report(1, (4, 4), &progress);
        jobs.end(1, &progress);
        jobs.end(2, &progress);
        assert_eq!(*seen.lock().unwrap(), [(2, 8), (2, 8), (4, 8), (4, 8), (4, 4)]);
    }
}
