//! The algebra of terms: sums, interactions, crossings.

use super::error::{FormulaError, Result};
use super::expression::{Expression, Factor};

/// More terms than any table holds; powers of long sums would have millions.
const MOST: usize = 200;
/// More factors than any interaction has.
const DEEPEST: usize = 5;

/// A sum of terms, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Terms(Vec<Expression>);

impl Terms {
    pub(super) fn one(factor: Factor) -> Self {
        Self(vec![Expression(vec![factor])])
    }

    /// The terms, main effects first, then interactions by their order.
    pub(super) fn in_order(mut self) -> Vec<Expression> {
        self.0.sort_by_key(|t| t.0.len());
        self.0
    }

    /// `a + b`.
    pub(super) fn plus(mut self, other: Self, offset: usize) -> Result<Self> {
        for term in other.0 {
            self.push(term, offset)?;
        }
        Ok(self)
    }

    /// `a - b`; `None` when a term of `b` is not among those of `a`.
    pub(super) fn minus(mut self, other: &Self) -> Option<Self> {
        for term in &other.0 {
            let place = self.0.iter().position(|t| t.same_as(term))?;
            self.0.remove(place);
        }
        Some(self)
    }

    /// `a : b`.
    pub(super) fn interaction(&self, other: &Self, offset: usize) -> Result<Self> {
        let mut out = Self::default();
        for x in &self.0 {
            for y in &other.0 {
                let mut factors = x.0.clone();
                factors.extend(y.0.iter().filter(|f| !x.0.contains(f)).cloned());
                if factors.len() > DEEPEST {
                    return Err(FormulaError::new(
                        offset,
                        "the interaction has too many parts",
                        "",
                        format!("at most {DEEPEST}"),
                    ));
                }
                out.push(Expression(factors), offset)?;
            }
        }
        Ok(out)
    }

    /// `a * b`.
    pub(super) fn crossing(self, other: Self, offset: usize) -> Result<Self> {
        let both = self.interaction(&other, offset)?;
        self.plus(other, offset)?.plus(both, offset)
    }

    fn push(&mut self, term: Expression, offset: usize) -> Result<()> {
        if self.0.iter().any(|t| t.same_as(&term)) {
            return Ok(());
        }
        if self.0.len() >= MOST {
            return Err(FormulaError::new(
                offset,
                "the formula has too many terms",
                "",
                format!("at most {MOST}"),
            ));
        }
        self.0.push(term);
        Ok(())
    }
}
