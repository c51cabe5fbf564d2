//! Coefficients as rows of a table.

use super::ask::Estimated;
use crate::text::csv_cell;
use comity_theories::estimate::{AmeEstimate, HierarchicalEstimate, Posterior, TergmEstimate};

/// One coefficient or parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The column, pattern or parameter.
    pub variable: String,
    /// Short name.
    pub label: String,
    /// Whether it belongs to the formula, not to a control.
    pub is_term: bool,
    /// Posterior mean, or estimate.
    pub estimate: f64,
    /// Posterior standard deviation, or that of the bootstrap.
    pub sd: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// R̂, where there are chains.
    pub r_hat: Option<f64>,
    /// Effective draws, the fewer of middle and tails, where there are chains.
    pub ess: Option<f64>,
}

/// An estimate whose coefficients are rows of a table.
pub trait Figures {
    /// The rows: terms, controls, then parameters of the model.
    fn rows(&self) -> Vec<Row>;
}

fn of(p: &Posterior) -> Row {
    Row {
        variable: p.variable.clone(),
        label: p.label.clone(),
        is_term: p.is_term,
        estimate: p.mean,
        sd: p.sd,
        low: p.low,
        high: p.high,
        r_hat: Some(p.r_hat),
        ess: Some(p.bulk_ess.min(p.tail_ess)),
    }
}

impl Figures for HierarchicalEstimate {
    fn rows(&self) -> Vec<Row> {
        self.coefficients.iter().chain(self.groups.iter().map(|g| &g.sd)).map(of).collect()
    }
}

impl Figures for AmeEstimate {
    fn rows(&self) -> Vec<Row> {
        self.coefficients.iter().chain(&self.variances).map(of).collect()
    }
}

impl Figures for TergmEstimate {
    fn rows(&self) -> Vec<Row> {
        let row = |c: &comity_theories::estimate::TergmCoefficient| Row {
            variable: c.variable.clone(),
            label: c.label.clone(),
            is_term: true,
            estimate: c.coef,
            sd: c.sd,
            low: c.low,
            high: c.high,
            r_hat: None,
            ess: None,
        };
        self.coefficients.iter().map(row).collect()
    }
}

/// The coefficients as comma-separated values, UTF-8, in full precision.
#[must_use]
pub fn csv<T: Figures>(estimated: &Estimated<T>) -> Vec<u8> {
    let optional = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let mut out = String::from("variable,label,estimate,sd,low,high,r_hat,ess\n");
    for r in estimated.estimate.rows() {
        let cells = [
            csv_cell(&r.variable),
            csv_cell(&r.label),
            r.estimate.to_string(),
            r.sd.to_string(),
            r.low.to_string(),
            r.high.to_string(),
            optional(r.r_hat),
            optional(r.ess),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out.into_bytes()
}
