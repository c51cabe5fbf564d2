//! Profile-penalised-likelihood intervals.
//!
//! Heinze and Schemper (2002): the interval of a coefficient holds the values at
//! which twice the fall of the penalised log-likelihood, maximised over the other
//! coefficients, stays below the chi-squared quantile. The end points are found by `quasi`;
//! where that does not arrive, by Newton's method on the signed root of the fall, which is
//! nearly linear in the coefficient, with a maximisation at every step; its slope is the
//! penalised score (the other scores are zero).

use super::evaluator::Evaluator;
use super::fit::Engine;
use super::quasi::{Differences, Top};
use super::restricted::restricted;
use super::search::Scratch;
use crate::crew::share;
use crate::dense::Cholesky;
use crate::error::{Result, in_range, same_length};
use crate::estimators::newton::Point;
use crate::estimators::observations::Observations;
use crate::estimators::outcome::Fit;
use crate::estimators::params::{NewtonParams, ValidNewtonParams};
use crate::special::{chi_squared_tail, normal_quantile};
use serde::{Deserialize, Serialize};

/// Steps towards an end point before giving up.
const STEPS: usize = 60;
/// A root this close to its target is followed by one last Newton step, whose error is of
/// the order of the square.
const CLOSE: f64 = 1e-5;
/// Tolerance of the restricted maxima: the penalised log-likelihood is short of its maximum
/// by no more than about the square.
const RESTRICTED: f64 = 1e-5;

/// A coefficient with its profile interval and test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileInterval {
    /// The column of the design.
    pub column: usize,
    /// The estimate.
    pub estimate: f64,
    /// The lower end; `None` when the profile could not be followed to it.
    pub lower: Option<f64>,
    /// The upper end; `None` when the profile could not be followed to it.
    pub upper: Option<f64>,
    /// The penalised likelihood-ratio statistic of the hypothesis that the coefficient is
    /// zero, on one degree of freedom; `None` when that maximum was not reached.
    pub statistic: Option<f64>,
    /// Its p-value.
    pub p_value: Option<f64>,
}

/// Profile intervals of the given `level` (0.95, say) for every column that was not dropped,
/// with tests that the coefficient is zero. `fit` is that of [`super::fit`] on the same data.
///
/// ```
/// use comity_numerics::Design;
/// use comity_numerics::estimators::{Observations, ValidNewtonParams, firth};
/// // Everyone in the second group says yes.
/// let group = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// let y = [true, false, false, false, true, true];
/// let x = Design::new(6, vec![("one".into(), vec![1.0; 6]), ("group".into(), group)])?;
/// let (data, params) = (Observations::new(&x, &y)?, ValidNewtonParams::default());
/// let outcome = firth::fit(&data, &params);
/// let fit = outcome.fit().expect("Firth's estimate exists");
/// let group = &firth::profile(&data, fit, 0.95, &params)?[1];
/// // Less is known about how large the effect is than about how small.
/// let reach = group.upper.zip(group.lower).map(|(u, l)| (u - group.estimate, group.estimate - l));
/// assert!(reach.is_some_and(|(above, below)| above > below));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
///
/// # Errors
/// [`crate::NumericsError::Parameter`] when the level is not strictly between 0 and 1,
/// [`crate::NumericsError::Dimension`] when the fit is of another design.
pub fn profile(
    data: &Observations<'_>,
    fit: &Fit,
    level: f64,
    params: &ValidNewtonParams,
) -> Result<Vec<ProfileInterval>> {
    let width = data.design().width();
    in_range("level", level, "between 0 and 1", level > 0.0 && level < 1.0)?;
    same_length("the coefficients", fit.coefficients.len(), width)?;
    let kept: Vec<usize> = (0..width).filter(|j| !fit.dropped.contains(j)).collect();
    let reduced = data.design().select(&kept);
    let data = data.on(&reduced);
    Ok(intervals(&data, &kept, fit, level, params.get()))
}

/// The intervals of the columns `kept`, which are all that `data` has.
fn intervals(
    data: &Observations<'_>,
    kept: &[usize],
    fit: &Fit,
    level: f64,
    settings: &NewtonParams,
) -> Vec<ProfileInterval> {
    let estimates: Vec<f64> =
        kept.iter().filter_map(|&j| fit.coefficients.get(j).copied()).collect();
    let evaluator = Evaluator::new(data);
    let mut engine = Engine::new(&evaluator);
    let top = restricted(&mut engine, &[], &estimates, settings);
    let differences = top.as_ref().and_then(|t| Differences::new(&evaluator, t));
    let known = if differences.is_some() { kept.len() } else { 0 };
    let column = |scratch: &mut Scratch, j| differences.as_ref()?.column(j, scratch);
    let profile = |columns: Vec<&Option<Vec<f64>>>| {
        let columns: Option<Vec<&[f64]>> = columns.into_iter().map(Option::as_deref).collect();
        Profile {
            evaluator: &evaluator,
            quick: differences.as_ref().zip(columns).and_then(|(d, c)| d.top(&engine, &c)),
            top: top.as_ref(),
            target: normal_quantile(0.5 + 0.5 * level),
            params: NewtonParams { tolerance: settings.tolerance.max(RESTRICTED), ..*settings },
        }
    };
    // Two tasks a column, the longer ones first.
    let ends_and_statistics = |profile: &Profile<'_>, scratch: &mut Scratch, task: usize| match task
        .checked_sub(kept.len())
    {
        None => profile.ends(task, scratch),
        Some(column) => (profile.statistic_at_zero(column, scratch), None),
    };
    let found = share(
        || Scratch::new(&evaluator),
        (known, column),
        profile,
        (2 * kept.len(), ends_and_statistics),
    );
    let (ends, statistics) = found.split_at(kept.len());
    let interval = |((&column, &estimate), (&(lower, upper), &(statistic, _)))| ProfileInterval {
        column,
        estimate,
        lower,
        upper,
        statistic,
        p_value: statistic.map(|s| chi_squared_tail(s, 1)),
    };
    kept.iter().zip(&estimates).zip(ends.iter().zip(statistics)).map(interval).collect()
}

struct Profile<'a> {
    evaluator: &'a Evaluator,
    /// The unrestricted maximum.
    top: Option<&'a Point>,
    /// The same with its second derivatives, where these could be taken.
    quick: Option<Top<'a>>,
    /// The root of the fall at the end points.
    target: f64,
    params: NewtonParams,
}

impl Profile<'_> {
    /// The lower and the upper end of the interval of one coefficient.
    fn ends(&self, column: usize, scratch: &mut Scratch) -> (Option<f64>, Option<f64>) {
        let quick = self.quick.as_ref();
        let ends = quick.and_then(|q| q.ends(column, self.target, scratch));
        let end = |known: Option<f64>, side| known.or_else(|| self.end(column, side));
        (end(ends.as_ref().and_then(|e| e.lower), -1.0), end(ends.and_then(|e| e.upper), 1.0))
    }

    /// Twice the fall of the profile between the estimate and zero.
    fn statistic_at_zero(&self, column: usize, scratch: &mut Scratch) -> Option<f64> {
        let top = self.top?;
        let fall = |objective: f64| (2.0 * (top.objective - objective)).max(0.0);
        if let Some(objective) = self.quick.as_ref().and_then(|q| q.at_zero(column, scratch)) {
            return Some(fall(objective));
        }
        let free: Vec<usize> = (0..top.beta.len()).filter(|&k| k != column).collect();
        let start = shifted(top, column, 0.0)?;
        let found = restricted(&mut Engine::new(self.evaluator), &free, &start, &self.params)?;
        Some(fall(found.objective))
    }

    /// The end of the interval of one coefficient, in the direction of `side`, with a
    /// maximisation over the other coefficients at every step.
    fn end(&self, column: usize, side: f64) -> Option<f64> {
        let top = self.top?;
        let free: Vec<usize> = (0..top.beta.len()).filter(|&k| k != column).collect();
        let estimate = *top.beta.get(column)?;
        let spread = libm::sqrt(Cholesky::new(&top.information)?.inverse().get(column, column));
        // Values inside and outside the interval, and the one to try.
        let (mut inside, mut outside) = (estimate, None::<f64>);
        let mut value = estimate + side * self.target * spread;
        let mut here = top.clone();
        for _ in 0..STEPS {
            let start = shifted(&here, column, value)?;
            let Some(next) =
                restricted(&mut Engine::new(self.evaluator), &free, &start, &self.params)
            else {
                // Too far at once: half the way from the last value inside.
                outside = Some(value);
                value = 0.5 * (inside + value);
                continue;
            };
            here = next;
            let root = libm::sqrt((2.0 * (top.objective - here.objective)).max(0.0));
            let slope = here.gradient.get(column)?.abs();
            let newton = value + side * (self.target - root) * root / slope;
            if (root - self.target).abs() <= CLOSE {
                return Some(newton);
            }
            if root < self.target {
                inside = value;
            } else {
                outside = Some(value);
            }
            value = bounded(newton, inside, outside, estimate);
        }
        None
    }
}

/// The Newton value, if it lies between the bounds; otherwise halfway, or, without an outer
/// bound, at most at three times the distance from the estimate.
fn bounded(newton: f64, inside: f64, outside: Option<f64>, estimate: f64) -> f64 {
    let limit = outside.unwrap_or(inside + 2.0 * (inside - estimate));
    let (low, high) = (inside.min(limit), inside.max(limit));
    if newton > low && newton < high {
        newton
    } else if outside.is_some() {
        0.5 * (low + high)
    } else {
        limit
    }
}

/// The coefficients at `here` with one moved to `value` and the others along with it, to
/// first order: β₋ⱼ moves by V₋ⱼⱼ/Vⱼⱼ with V the inverse curvature.
fn shifted(here: &Point, column: usize, value: f64) -> Option<Vec<f64>> {
    let beta = &here.beta;
    let mut unit = vec![0.0; beta.len()];
    *unit.get_mut(column)? = 1.0;
    let along = Cholesky::new(&here.curvature)?.solve(&unit);
    let scale = (value - beta.get(column)?) / along.get(column)?;
    let mut moved: Vec<f64> = beta.iter().zip(&along).map(|(b, a)| b + scale * a).collect();
    *moved.get_mut(column)? = value;
    Some(moved)
}
