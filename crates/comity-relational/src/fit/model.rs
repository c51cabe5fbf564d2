//! A stream and terms, compiled once and ready to be evaluated and fitted.

use super::newton::{self, Progress};
use super::report::Fit;
use crate::compile::{Program, compile};
use crate::evaluate::{Evaluation, Likelihood, Order, What, evaluate, evaluate_in, shards};
use crate::naive::Checked;
use crate::options::{Clock, Options};
use crate::spill::Store;
use crate::stream::Stream;
use crate::terms::Term;
use comity_core::{Code, Error, Result};
use std::sync::Arc;

/// A compiled model: the updates of its statistics, which do not depend on the coefficients.
///
/// ```
/// use comity_relational::{Model, Options, StreamBuilder, Term};
/// let mut b = StreamBuilder::directed();
/// for (t, (s, r)) in [("a", "b"), ("b", "a"), ("a", "b"), ("c", "a")].into_iter().enumerate() {
///     b.event(s, r, t as f64)?;
/// }
/// let model = Model::new(&b.finish()?, &[Term::inertia()], &Options::default())?;
/// // At zero every one of the six dyads is as likely.
/// assert!((model.log_likelihood(&[0.0])? + 4.0 * 6.0_f64.ln()).abs() < 1e-12);
/// # Ok::<(), comity_core::Error>(())
/// ```
pub struct Model {
    pub(crate) program: Program,
    pub(crate) options: Options,
    pub(crate) penalised: Vec<bool>,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("terms", &self.names()).finish_non_exhaustive()
    }
}

impl Model {
    /// Compiles a model.
    ///
    /// # Errors
    /// `relational/bad-term` when a term does not fit the stream, the model or its own
    /// options, `usage/bad-setting` for options, `events/empty` when no event is left to
    /// explain, `events/too-large` when a covariate of all dyads would not fit.
    pub fn new(stream: &Stream, terms: &[Term], options: &Options) -> Result<Self> {
        Self::compile(stream, terms, options, None)
    }

    /// Compiles a model whose updates go to `store` beyond the options' memory limit.
    ///
    /// # Errors
    /// As [`Model::new`], and `events/spill` when the store fails.
    pub fn spilling(
        stream: &Stream,
        terms: &[Term],
        options: &Options,
        store: Arc<dyn Store>,
    ) -> Result<Self> {
        Self::compile(stream, terms, options, Some(store))
    }

    fn compile(
        stream: &Stream,
        terms: &[Term],
        options: &Options,
        store: Option<Arc<dyn Store>>,
    ) -> Result<Self> {
        if let Some(start) = &options.start
            && start.len() != terms.len()
        {
            return Err(Error::new(Code::BadSetting, "there must be one first coefficient a term")
                .value(start.len().to_string())
                .expected(terms.len().to_string()));
        }
        let program = compile(stream, terms, options, store)?;
        let baseline = |t: &Term| t.statistic == crate::terms::Statistic::Baseline;
        let penalised = terms.iter().map(|t| !baseline(t)).collect();
        Ok(Self { program, options: options.clone(), penalised })
    }

    /// Terms as formulas write them.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.program.columns.iter().map(|c| c.name.clone()).collect()
    }

    /// Events explained.
    #[must_use]
    pub fn events(&self) -> usize {
        self.program.events
    }

    pub(crate) fn what(&self) -> What {
        let likelihood = match self.options.clock {
            Clock::Interval => Likelihood::Interval,
            Clock::Ordinal => Likelihood::Ordinal(self.options.ties),
        };
        What { kind: self.options.kind, likelihood }
    }

    pub(crate) fn evaluate(&self, theta: &[f64], order: Order) -> Result<Evaluation> {
        evaluate(&self.program, theta, self.what(), order)
    }

    pub(crate) fn check(&self, theta: &[f64]) -> Result<()> {
        let width = self.program.width();
        if theta.len() == width && theta.iter().all(|v| v.is_finite()) {
            return Ok(());
        }
        Err(Error::new(Code::BadSetting, "there must be one finite coefficient a term")
            .value(theta.len().to_string())
            .expected(width.to_string()))
    }

    /// The log-likelihood at `theta`, without penalty.
    ///
    /// # Errors
    /// `usage/bad-setting` when `theta` has not one finite entry a term, `events/spill`, and
    /// `events/too-large` or `events/bad-value` where exact ties cannot be taken.
    pub fn log_likelihood(&self, theta: &[f64]) -> Result<f64> {
        self.check(theta)?;
        Ok(self.evaluate(theta, Order::Value)?.value)
    }

    /// The log-likelihood with its exact gradient and information.
    ///
    /// # Errors
    /// As [`Model::log_likelihood`].
    pub fn derivatives(&self, theta: &[f64]) -> Result<Checked> {
        self.check(theta)?;
        let e = self.evaluate(theta, Order::Full)?;
        Ok(Checked { value: e.value, gradient: e.gradient, information: e.information })
    }

    /// In how many parts the likelihood is summed; it depends on the model alone.
    #[must_use]
    pub fn shards(&self) -> usize {
        shards(&self.program).len()
    }

    /// One part of [`Model::derivatives`]: the parts add up to the whole, and each may be
    /// computed by itself, on another machine too.
    ///
    /// # Errors
    /// As [`Model::log_likelihood`], and `usage/bad-setting` when there is no such part.
    pub fn shard(&self, number: usize, theta: &[f64]) -> Result<Checked> {
        self.check(theta)?;
        let part = shards(&self.program).into_iter().nth(number).ok_or_else(|| {
            Error::new(Code::BadSetting, "there is no such part of the likelihood")
                .value(number.to_string())
                .expected(format!("less than {}", self.shards()))
        })?;
        let e = evaluate_in(&self.program, theta, self.what(), Order::Full, vec![part])?;
        Ok(Checked { value: e.value, gradient: e.gradient, information: e.information })
    }

    /// Fits the model.
    ///
    /// # Errors
    /// As [`Model::log_likelihood`]. Separation, missing information and steps that run out
    /// are no errors but the fit's [`super::Status`].
    pub fn fit(&self) -> Result<Fit> {
        self.fit_from(None, &mut |_| {})
    }

    /// Fits the model from a saved iterate, if one is given; `saved` is called with the
    /// iterate after every step, so that a run that is cut off loses one step at most.
    ///
    /// # Errors
    /// As [`Model::fit`], and `relational/bad-state` when the iterate is of another model.
    pub fn fit_from(
        &self,
        progress: Option<&Progress>,
        saved: &mut dyn FnMut(&Progress),
    ) -> Result<Fit> {
        newton::fit(self, progress, saved)
    }
}
