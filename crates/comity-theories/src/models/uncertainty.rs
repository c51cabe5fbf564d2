//! The covariance of the coefficients, by the variance asked for.

use super::logit_fit::Fitting;
use crate::settings::Variance;
use comity_numerics::estimators::{Link, Observations, information};
use comity_numerics::special::logistic;
use comity_numerics::variance::cluster::{self, ClusterVariance, SmallSample};
use comity_numerics::variance::dyadic::{Dyads, variance};
use comity_numerics::{Grouping, Matrix, Result};

/// The covariance for standard errors and draws, positive semi-definite, and what to know
/// about it.
pub(super) fn covariance(f: &Fitting<'_>) -> (Matrix, Option<String>) {
    let (a, b) = (ids(f, f.sample.panel.a()), ids(f, f.sample.panel.b()));
    let found = match f.settings.variance {
        Variance::Model => {
            let note = "model-based: rows taken as independent".to_owned();
            return (f.fit.covariance.clone(), Some(note));
        }
        Variance::Dyadic => dyadic(f, &a, &b),
        Variance::Cluster => clustered(f, &[Grouping::by_dyad(&a, &b)], "pair", "pairs"),
        Variance::Multiway => {
            let members = [Grouping::new(&a), Grouping::new(&b)];
            clustered(f, &members, "first and by second member", "groups")
        }
    };
    found.map_or_else(
        |e| (f.fit.covariance.clone(), Some(format!("model-based, because {e}"))),
        |(covariance, note)| (covariance, Some(note)),
    )
}

fn ids(f: &Fitting<'_>, column: &[i64]) -> Vec<i64> {
    f.sample.rows.iter().map(|&r| column[r]).collect()
}

/// The score multipliers of the rows.
fn scores(f: &Fitting<'_>) -> Result<Vec<f64>> {
    let link = f.settings.estimator.link();
    if link != Link::Logit {
        let data = Observations::new(&f.design, &f.sample.y)?;
        return information::multipliers(&data, link, &f.fit.coefficients);
    }
    let eta = f.design.times(&f.fit.coefficients);
    let residual = |(eta, y): (f64, &bool)| f64::from(u8::from(*y)) - logistic(eta);
    Ok(eta.into_iter().zip(&f.sample.y).map(residual).collect())
}

fn dyadic(f: &Fitting<'_>, a: &[i64], b: &[i64]) -> Result<(Matrix, String)> {
    let v = variance(&f.design, &scores(f)?, &f.fit.covariance, &Dyads::new(a, b)?)?;
    let name = format!("dyadic-cluster-robust, {} groups, {} pairs", v.units, v.dyads);
    Ok(if v.positive_semidefinite {
        (v.variance, name)
    } else {
        (v.clipped, clipped(&name, v.smallest_eigenvalue))
    })
}

fn clustered(
    f: &Fitting<'_>,
    by: &[Result<Grouping>],
    what: &str,
    counted: &str,
) -> Result<(Matrix, String)> {
    let by: Vec<Grouping> = by.iter().cloned().collect::<Result<_>>()?;
    let by: Vec<&Grouping> = by.iter().collect();
    let v: ClusterVariance =
        cluster::variance(&f.design, &scores(f)?, &f.fit.covariance, &by, SmallSample::default())?;
    let counts: Vec<String> = v.clusters.iter().map(ToString::to_string).collect();
    let name = format!("clustered by {what}, {} {counted}", counts.join(" and "));
    Ok(if v.positive_semidefinite {
        (v.variance, name)
    } else {
        (v.clipped, clipped(&name, v.smallest_eigenvalue))
    })
}

fn clipped(name: &str, smallest: f64) -> String {
    format!(
        "{name}; the estimate was not positive semi-definite (smallest eigenvalue {smallest:.2} \
         in units of the model-based variance) and its negative eigenvalues were set to zero"
    )
}
