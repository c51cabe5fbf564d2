//! Forecasts: validated when constructed, resolvable by a later source version.

use crate::actor::Dyad;
use crate::codebook::Domain;
use crate::error::{Code, Error, Result};
use crate::period::Year;
use serde::{Deserialize, Serialize};

/// What a forecast is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Estimand {
    /// The pair.
    pub dyad: Dyad,
    /// The domain; `None` for any cooperation.
    pub domain: Option<Domain>,
    /// Last year whose data may be used.
    pub as_of: Year,
    /// Number of years ahead.
    pub horizon: u8,
}

/// A closed interval of probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A probability forecast with its reasons and its rule of resolution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// What is forecast.
    pub estimand: Estimand,
    /// The question in words.
    pub question: String,
    /// What makes it yes or no, and which source decides.
    pub resolution_rule: String,
    /// Probability of yes.
    pub probability: f64,
    /// 80 % interval from parameter and model uncertainty.
    pub interval80: Interval,
    /// 95 % interval from parameter and model uncertainty.
    pub interval95: Interval,
    /// Share of yes in the reference class.
    pub base_rate: f64,
    /// The reference class in words, with its size.
    pub reference_class: String,
    /// Ensemble weights by model, summing to one.
    pub weights: Vec<(String, f64)>,
    /// What the source said later, once known.
    pub resolution: Option<bool>,
}

impl Forecast {
    /// Checks the fields against each other.
    ///
    /// # Errors
    /// [`Code::BadForecast`] when a probability is outside [0, 1], an interval does not hold
    /// the probability or is not nested, weights do not sum to one, or the horizon is zero.
    pub fn checked(self) -> Result<Self> {
        let fail = |why: &str| Err(Error::new(Code::BadForecast, why));
        let unit = |p: f64| (0.0..=1.0).contains(&p);
        let (i, o) = (self.interval80, self.interval95);
        if !unit(self.probability) || !unit(self.base_rate) {
            return fail("a probability lies outside 0 to 1");
        }
        if ![i.low, i.high, o.low, o.high].into_iter().all(unit) {
            return fail("an interval leaves 0 to 1");
        }
        let nested = [o.low, i.low, self.probability, i.high, o.high];
        if !nested.is_sorted() {
            return fail("the intervals are not nested around the probability");
        }
        if self.estimand.horizon == 0 {
            return fail("the horizon is zero");
        }
        let total: f64 = self.weights.iter().map(|w| w.1).sum();
        if self.weights.iter().any(|w| !unit(w.1)) || (total - 1.0).abs() > 1e-9 {
            return fail("the weights do not sum to one");
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::ActorId;

    fn forecast() -> Forecast {
        Forecast {
            estimand: Estimand {
                dyad: Dyad::new(ActorId::ucdp(1), ActorId::ucdp(2)).unwrap(),
                domain: None,
                as_of: 2017,
                horizon: 1,
            },
            question: String::new(),
            resolution_rule: String::new(),
            probability: 0.5,
            interval80: Interval { low: 0.4, high: 0.6 },
            interval95: Interval { low: 0.3, high: 0.7 },
            base_rate: 0.01,
            reference_class: String::new(),
            weights: vec![("x".into(), 0.25), ("y".into(), 0.75)],
            resolution: None,
        }
    }

    #[test]
    fn contradictions_are_refused() {
        assert!(forecast().checked().is_ok());
        let broken: [fn(&mut Forecast); 6] = [
            |f| f.probability = 1.5,
            |f| f.probability = f64::NAN,
            |f| f.interval80.low = 0.2,
            |f| f.interval80.low = 0.55,
            |f| f.weights[0].1 = 0.5,
            |f| f.estimand.horizon = 0,
        ];
        for (i, b) in broken.into_iter().enumerate() {
            let mut f = forecast();
            b(&mut f);
            assert_eq!(f.checked().unwrap_err().code(), Code::BadForecast, "case {i}");
        }
    }
}
