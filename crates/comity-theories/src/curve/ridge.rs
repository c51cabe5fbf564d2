//! The logit with a ridge penalty.

use super::choices::Estimator;
use super::data::Data;
use super::estimate::{Ended, of_link};
use super::row::Status;
use comity_numerics::Cholesky;
use comity_numerics::estimators::elastic_net::{self, ElasticNetParams};
use comity_numerics::estimators::information::{Information, information};
use comity_numerics::estimators::{Link, Observations};

/// Prior standard deviation that the ridge penalty stands for: of a coefficient, in log-odds
/// per standard deviation of its column.
const RIDGE: f64 = 1.0;

/// The logit with a ridge penalty that stands for a normal prior on standardised columns.
pub(super) fn ridge(obs: &Observations<'_>, data: &Data) -> Ended {
    let without = |status| Ended::without(Estimator::Ridge, data, status, None);
    let rows = data.y.len() as f64;
    let lambda = 1.0 / (rows * RIDGE * RIDGE);
    let params = ElasticNetParams {
        alpha: 0.0,
        lambdas: Some(vec![lambda]),
        tolerance: 1e-6,
        ..ElasticNetParams::default()
    };
    let path = params.check().and_then(|p| elastic_net::fit(obs, &p));
    let Ok(path) = path else { return without(Status::NotConverged) };
    let Some(point) = path.path().and_then(|p| p.points.first()) else {
        return without(Status::TooFewEvents);
    };
    if !point.converged {
        return Ended { iterations: point.iterations, ..without(Status::NotConverged) };
    }
    let Ok(mut curvature) =
        information(obs, Link::Logit, &point.coefficients, Information::Observed)
    else {
        return without(Status::NotConverged);
    };
    for (j, column) in data.matrix.columns().iter().enumerate().skip(1) {
        // Columns but the intercept have mean zero.
        let square = column.iter().map(|x| x * x).sum::<f64>() / rows;
        curvature.set(j, j, curvature.get(j, j) + rows * lambda * square);
    }
    let Some(factor) = Cholesky::new(&curvature) else { return without(Status::NotIdentified) };
    let estimate = of_link(data, Link::Logit, &point.coefficients, &factor.inverse());
    Ended { iterations: point.iterations, estimate: Some(estimate), ..without(Status::Converged) }
}
