//! Relational data: an array of ties among actors, with covariates.

use super::pairs::Pairs;
use crate::error::{NumericsError, Result, all_finite, in_range, same_length};
use serde::{Deserialize, Serialize};

/// How ties are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Family {
    /// Continuous ties, normal about the linear predictor.
    Normal,
    /// Ties 0 or 1: a latent normal variable with error variance 1 is positive or not.
    Probit,
}

/// A covariate of the linear predictor.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Intercept,
    Row(Vec<f64>),
    Column(Vec<f64>),
    Node(Vec<f64>),
    Dyad(Pairs),
}

/// Ties among `n` actors, directed or symmetric, some of them perhaps unknown, with
/// covariates of actors and of dyads.
///
/// ```
/// use comity_numerics::estimators::ame::{Family, Relations};
/// let nan = f64::NAN; // ties that nobody observed
/// let y = [0.0, 1.0, 0.0, 1.0, 0.0, nan, 0.0, 1.0, 0.0];
/// let data = Relations::directed(Family::Probit, 3, &y)?
///     .with_row_covariate("size", &[1.0, 2.5, 0.5])?;
/// assert_eq!((data.actors(), data.observed()), (3, 5));
/// # Ok::<(), comity_numerics::NumericsError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Relations {
    pub(super) n: usize,
    pub(super) family: Family,
    pub(super) symmetric: bool,
    /// Ties; NaN where unknown.
    pub(super) y: Pairs,
    pub(super) covariates: Vec<(String, Kind)>,
}

impl Relations {
    /// Directed ties: `y[i * n + j]` is the tie from actor `i` to actor `j`. The diagonal is
    /// not read; NaN is an unknown tie, imputed by the sampler. The first covariate is an
    /// intercept.
    ///
    /// # Errors
    /// No actor; not `n × n` entries; an infinite entry; with [`Family::Probit`] an entry
    /// other than 0 and 1.
    pub fn directed(family: Family, n: usize, y: &[f64]) -> Result<Self> {
        if n == 0 {
            return Err(NumericsError::Empty { what: "the set of actors" });
        }
        same_length("the array of ties", y.len(), n.saturating_mul(n))?;
        for (index, &v) in y.iter().enumerate() {
            let on_diagonal = index / n == index % n;
            if on_diagonal || v.is_nan() {
                continue;
            }
            if v.is_infinite() {
                return Err(NumericsError::NotFinite { what: "the array of ties".into(), index });
            }
            if family == Family::Probit {
                in_range("a tie", v, "0, 1 or unknown", v == 0.0 || v == 1.0)?;
            }
        }
        Ok(Self {
            n,
            family,
            symmetric: false,
            y: Pairs::from_square(n, y),
            covariates: vec![("intercept".to_owned(), Kind::Intercept)],
        })
    }

    /// Ties without direction: `y[i * n + j]` and `y[j * n + i]` must agree where both are
    /// known; one may be NaN.
    ///
    /// # Errors
    /// As [`Self::directed`], and entries that differ from their mirror images.
    pub fn symmetric(family: Family, n: usize, y: &[f64]) -> Result<Self> {
        let mut data = Self::directed(family, n, y)?;
        for (up, lo) in data.y.upper.iter_mut().zip(&mut data.y.lower) {
            if up.is_nan() {
                *up = *lo;
            }
            let same = lo.is_nan() || up == lo;
            in_range("a tie", *lo, "equal to its mirror image", same)?;
            *lo = *up;
        }
        data.symmetric = true;
        Ok(data)
    }

    /// Without the intercept.
    #[must_use]
    pub fn without_intercept(mut self) -> Self {
        self.covariates.retain(|(_, kind)| *kind != Kind::Intercept);
        self
    }

    /// With a covariate of the sender of a directed tie, one value an actor.
    ///
    /// # Errors
    /// Not one value an actor, a value that is not finite, or symmetric ties, whose actors
    /// have [`Self::with_node_covariate`].
    pub fn with_row_covariate(self, name: &str, values: &[f64]) -> Result<Self> {
        self.refuse_if(true)?.with_actor_covariate(name, values, Kind::Row)
    }

    /// With a covariate of the receiver of a directed tie, one value an actor.
    ///
    /// # Errors
    /// As [`Self::with_row_covariate`].
    pub fn with_column_covariate(self, name: &str, values: &[f64]) -> Result<Self> {
        self.refuse_if(true)?.with_actor_covariate(name, values, Kind::Column)
    }

    /// With a covariate of the actors of symmetric ties; the linear predictor holds the sum
    /// of the values of both members.
    ///
    /// # Errors
    /// Not one value an actor, a value that is not finite, or directed ties.
    pub fn with_node_covariate(self, name: &str, values: &[f64]) -> Result<Self> {
        self.refuse_if(false)?.with_actor_covariate(name, values, Kind::Node)
    }

    /// With a covariate of dyads, `n × n` values row by row. The diagonal is not read and
    /// counts as zero.
    ///
    /// # Errors
    /// Not `n × n` values; a value off the diagonal that is not finite; symmetric ties with
    /// a covariate that is not symmetric.
    pub fn with_dyadic_covariate(mut self, name: &str, values: &[f64]) -> Result<Self> {
        same_length("a covariate of dyads", values.len(), self.n * self.n)?;
        let off = |index: &usize| index / self.n != index % self.n;
        if let Some(index) = (0..values.len()).filter(off).find(|&k| !values[k].is_finite()) {
            return Err(NumericsError::NotFinite { what: name.to_owned(), index });
        }
        let pairs = Pairs::from_square(self.n, values);
        if self.symmetric {
            for (up, lo) in pairs.upper.iter().zip(&pairs.lower) {
                in_range("a covariate of dyads", *lo, "equal to its mirror image", up == lo)?;
            }
        }
        self.covariates.push((name.to_owned(), Kind::Dyad(pairs)));
        Ok(self)
    }

    fn refuse_if(self, symmetric: bool) -> Result<Self> {
        let range = if symmetric { "0: directed ties only" } else { "1: symmetric ties only" };
        let found = f64::from(u8::from(self.symmetric));
        in_range("symmetry of the ties", found, range, self.symmetric != symmetric)?;
        Ok(self)
    }

    fn with_actor_covariate(
        mut self,
        name: &str,
        values: &[f64],
        kind: fn(Vec<f64>) -> Kind,
    ) -> Result<Self> {
        same_length("a covariate of actors", values.len(), self.n)?;
        all_finite(name, values)?;
        self.covariates.push((name.to_owned(), kind(values.to_vec())));
        Ok(self)
    }

    /// Number of actors.
    #[must_use]
    pub fn actors(&self) -> usize {
        self.n
    }

    /// Known ties; a symmetric tie counts once.
    #[must_use]
    pub fn observed(&self) -> usize {
        self.known().count()
    }

    /// The known ties, upper half first.
    pub(super) fn known(&self) -> impl Iterator<Item = f64> {
        let lower: &[f64] = if self.symmetric { &[] } else { &self.y.lower };
        self.y.upper.iter().chain(lower).copied().filter(|v| !v.is_nan())
    }

    /// Actors without any known tie.
    pub(super) fn unobserved_actors(&self) -> Vec<usize> {
        let known = |i: usize, j: usize| !(self.y.get(i, j).is_nan() && self.y.get(j, i).is_nan());
        (0..self.n).filter(|&i| !(0..self.n).any(|j| j != i && known(i, j))).collect()
    }
}
